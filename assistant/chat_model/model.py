"""The chat model as the rest of the rung sees it: limits, breaker, places and counts around a connection."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Generator

from assistant.chat_model.breaker import Breaker, BreakerState
from assistant.chat_model.connection import Messages, ModelConnection
from assistant.chat_model.errors import ChatModelError
from assistant.chat_model.types import Trouble
from core.logging import get_logger

_WAIT_FOR_PLACE_SECONDS = 0.5
_SAYS_NOTHING_OF_THE_MODEL = frozenset({Trouble.LEFT, Trouble.CUT_OFF, Trouble.FILTERED})
_log = get_logger("chat_model")


class ChatModel:
    """Streams replies while the breaker allows it and a place is free; thread-safe."""

    def __init__(self, name: str, connection: ModelConnection, breaker: Breaker) -> None:
        self.name = name
        self.limits = connection.limits
        self._connection = connection
        self._breaker = breaker
        self._places = threading.BoundedSemaphore(self.limits.at_once)
        self._lock = threading.Lock()
        self._calls: Counter[str] = Counter()
        self._sentences: Counter[str] = Counter()

    @property
    def state(self) -> BreakerState:
        return self._breaker.state

    def stream(
        self, messages: Messages, has_left: Callable[[], bool] = lambda: False, *, seconds: float | None = None
    ) -> Generator[str, None, None]:
        """Yield the reply's text in pieces. Raises ChatModelError for every trouble; a place is waited for briefly."""
        if not self._places.acquire(timeout=_WAIT_FOR_PLACE_SECONDS):
            self._count(Trouble.BUSY.value)
            raise ChatModelError(Trouble.BUSY)
        try:
            if not self._breaker.admits():
                self._count(Trouble.OPEN.value)
                raise ChatModelError(Trouble.OPEN)
            yield from self._reported(messages, has_left, seconds)
        finally:
            self._places.release()

    def count_sentence(self, fate: str) -> None:
        """Count a sentence that was `released`, or dropped for the reason given."""
        with self._lock:
            self._sentences[fate] += 1

    def calls(self) -> dict[str, int]:
        """Return how many calls ended in which way since the start; `ok` is a whole reply."""
        with self._lock:
            return dict(self._calls)

    def sentences(self) -> dict[str, int]:
        """Return how many sentences were released, or dropped for which reason, since the start."""
        with self._lock:
            return dict(self._sentences)

    def warm_up(self) -> None:
        """Load the model's client in the background."""
        self._connection.warm_up()

    def close(self) -> None:
        """End its thread."""
        self._connection.close()

    def _reported(
        self, messages: Messages, has_left: Callable[[], bool], seconds: float | None
    ) -> Generator[str, None, None]:
        try:
            yield from self._connection.stream(messages, has_left, seconds=seconds)
        except ChatModelError as error:
            self._count(error.trouble.value)
            if error.trouble in _SAYS_NOTHING_OF_THE_MODEL:
                self._breaker.abandoned()
            else:
                _log.warning("chat_model_failed", trouble=error.trouble.value, detail=error.detail)
                self._breaker.failed()
            raise
        except GeneratorExit:  # whoever reads has enough; that the model wrote at all is good enough here
            self._count("stopped")
            self._breaker.succeeded()
            raise
        except BaseException:
            self._breaker.abandoned()
            raise
        self._count("ok")
        self._breaker.succeeded()

    def _count(self, ending: str) -> None:
        with self._lock:
            self._calls[ending] += 1
