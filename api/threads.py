"""Recognises conversations of clients that send their whole history each time (OpenAI's protocol has no id)."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence

_MOST = 10_000


class Threads:
    """Remembers which conversation a history belongs to, as a digest; the newest 10,000, lost on restart.

    A history that is not recognised starts a new conversation, so forgetting costs a follow-up, never an answer.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._known: OrderedDict[bytes, str] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, owner: str, history: Sequence[str]) -> str | None:
        """Return the conversation that ended with `history` for this caller, or None."""
        if not history:
            return None
        with self._lock:
            return self._known.get(_digest(owner, history))

    def remember(self, owner: str, history: Sequence[str], conversation_id: str) -> None:
        """Note that `history`, our reply last, belongs to a conversation."""
        with self._lock:
            self._known[_digest(owner, history)] = conversation_id
            while len(self._known) > self._most:
                self._known.popitem(last=False)


def _digest(owner: str, history: Sequence[str]) -> bytes:
    digest = hashlib.sha256(owner.encode())
    for text in history:
        digest.update(hashlib.sha256(text.strip().encode("utf-8", "surrogatepass")).digest())
    return digest.digest()
