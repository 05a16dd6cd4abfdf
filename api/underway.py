"""Answers that are being made while their first words are already on their way to somebody."""

from __future__ import annotations

import threading

_LONGEST_SECONDS = 30.0


class AnswersUnderWay:
    """Lets whoever comes back for an answer wait until it is stored; thread-safe."""

    def __init__(self) -> None:
        self._stored: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def begin(self, message_id: str) -> None:
        """Note that words of this answer go out before it is stored."""
        with self._lock:
            self._stored.setdefault(message_id, threading.Event())

    def end(self, message_id: str) -> None:
        """Note that it is stored, or never will be."""
        with self._lock:
            stored = self._stored.pop(message_id, None)
        if stored is not None:
            stored.set()

    def wait(self, message_id: str) -> None:
        """Return once nothing of this answer is under way any more; at once for any other id."""
        with self._lock:
            stored = self._stored.get(message_id)
        if stored is not None:
            stored.wait(_LONGEST_SECONDS)
