"""Work that a server repeats in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from core.errors import AppError
from core.logging import get_logger

_log = get_logger(__name__)


class Repeating:
    """Does `work` at once and then every `seconds`, until `stop`; a failure is logged and the next turn tries again."""

    def __init__(self, name: str, work: Callable[[], object], *, seconds: float) -> None:
        self._name, self._work, self._seconds = name, work, seconds
        self._stopping, self._wake = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Take the next turn now."""
        self._wake.set()

    def stop(self) -> None:
        """End after the turn under way. May be called twice."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._work()
            except AppError as error:
                _log.error("repeated_work_failed", work=self._name, code=error.code, detail=error.message)
            except Exception:
                # The thread must outlive a surprise: what is left undone is found again at the next turn.
                _log.exception("repeated_work_failed", work=self._name)
            self._wake.wait(self._seconds)
            self._wake.clear()
