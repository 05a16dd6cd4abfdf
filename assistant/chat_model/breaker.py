"""A circuit breaker: after several failures in a row the model is left alone for a while, then tried once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import StrEnum


class BreakerState(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Breaker:
    """Counts failures in a row; thread-safe.

    Closed: every call may go. After `failures` in a row it opens: none may for `pause_seconds`. Then it is half open:
    one call at a time may try; its success closes the breaker, its failure opens it for another pause.
    """

    def __init__(self, *, failures: int, pause_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = failures
        self._pause = pause_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._opened_at: float | None = None
        self._trying = False

    @property
    def state(self) -> BreakerState:
        with self._lock:
            return self._state()

    def admits(self) -> bool:
        """Say whether a call may go. Whoever is let through reports `succeeded`, `failed` or `abandoned`."""
        with self._lock:
            match self._state():
                case BreakerState.CLOSED:
                    return True
                case BreakerState.HALF_OPEN if not self._trying:
                    self._trying = True
                    return True
                case _:
                    return False

    def succeeded(self) -> None:
        """Close the breaker."""
        with self._lock:
            self._failed, self._opened_at, self._trying = 0, None, False

    def failed(self) -> None:
        """Count a failure; the last of too many opens the breaker, as does a failed try."""
        with self._lock:
            self._failed += 1
            if self._trying or self._failed >= self._most:
                self._opened_at = self._clock()
            self._trying = False

    def abandoned(self) -> None:
        """Note that a call was given up for a reason that says nothing about the model."""
        with self._lock:
            self._trying = False

    def _state(self) -> BreakerState:
        if self._opened_at is None:
            return BreakerState.CLOSED
        if self._clock() - self._opened_at >= self._pause:
            return BreakerState.HALF_OPEN
        return BreakerState.OPEN
