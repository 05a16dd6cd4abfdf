"""Asks a LangChain chat model for a stream of text, within limits that hold whatever its server does.

The model runs on an event loop of its own: cancelling a task there closes the connection at once, where a blocking
read in a thread could only be waited for.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant.chat_model.errors import ChatModelError
from assistant.chat_model.types import ModelLimits, Trouble

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessageChunk

_POLL_SECONDS = 0.05
_GRACE_SECONDS = 0.5
_BACKOFF_SECONDS = 0.3
_RETRIED = frozenset({Trouble.UNREACHABLE, Trouble.OVERLOADED})
_UNFINISHED = {None: Trouble.BROKEN, "length": Trouble.CUT_OFF, "content_filter": Trouble.FILTERED}

Messages: TypeAlias = Sequence[tuple[str, str]]
Piece: TypeAlias = str | ChatModelError | None  # None ends the stream


class ModelConnection:
    """Streams one model's replies. `make_model` is called once, on the loop's thread: importing it takes seconds."""

    def __init__(self, make_model: Callable[[], BaseChatModel], limits: ModelLimits) -> None:
        self._make_model = make_model
        self.limits = limits
        self._model: BaseChatModel | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()

    def stream(
        self, messages: Messages, has_left: Callable[[], bool] = lambda: False, *, seconds: float | None = None
    ) -> Generator[str, None, None]:
        """Yield the reply's text in pieces as they come; returns when the model says that it is done.

        `seconds` may shorten the total limit. Raises ChatModelError at the first limit that is passed, when
        `has_left` says so, and for every other trouble. Closing the iterator cancels the request.
        """
        pieces: queue.SimpleQueue[Piece] = queue.SimpleQueue()
        # The loop keeps the limit itself; this one holds while the loop is busy importing the model.
        total = min(self.limits.total_seconds, seconds or self.limits.total_seconds)
        ends_at = time.monotonic() + total + _GRACE_SECONDS
        asked = asyncio.run_coroutine_threadsafe(self._pump(messages, pieces, total), self._running_loop())
        try:
            while (piece := _next(pieces, ends_at, has_left)) is not None:
                yield piece
        finally:
            asked.cancel()

    def warm_up(self) -> None:
        """Import and make the model beside whatever else starts."""
        asyncio.run_coroutine_threadsafe(_in_time(self._made_model), self._running_loop())

    def close(self) -> None:
        """End the loop; requests under way are dropped."""
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._loop.stop)
                self._loop = None

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="chat-model", daemon=True).start()
            return self._loop

    def _made_model(self) -> BaseChatModel:
        if self._model is None:
            self._model = self._make_model()
        return self._model

    async def _pump(self, messages: Messages, pieces: queue.SimpleQueue[Piece], total: float) -> None:
        try:
            async with asyncio.timeout(total):
                await self._try_several_times(messages, pieces)
            pieces.put(None)
        except ChatModelError as error:
            pieces.put(error)
        except TimeoutError:
            pieces.put(ChatModelError(Trouble.TOTAL))
        except Exception as error:  # whatever a client library raises is trouble with the model, not with us
            pieces.put(_as_trouble(error))

    async def _try_several_times(self, messages: Messages, pieces: queue.SimpleQueue[Piece]) -> None:
        for tried in range(self.limits.retries + 1):
            try:
                await self._once(messages, pieces)
                return
            except ChatModelError as error:
                if error.trouble not in _RETRIED or tried == self.limits.retries:
                    raise
                await asyncio.sleep(max(_BACKOFF_SECONDS * 2**tried, error.retry_after_seconds or 0.0))

    async def _once(self, messages: Messages, pieces: queue.SimpleQueue[Piece]) -> None:
        """Stream one reply. Nothing is tried again once a piece of it has been handed on."""
        began, finish, length = time.monotonic(), None, 0
        stream = self._made_model().astream([*messages])
        try:
            limit = began + self.limits.first_token_seconds
            while (chunk := await self._next_chunk(stream, limit, late=_late(length))) is not None:
                text = chunk.text if isinstance(chunk.text, str) else ""
                finish = chunk.response_metadata.get("finish_reason") or finish
                if text:
                    length += len(text)
                    pieces.put(text[: self.limits.output_chars])
                    limit = time.monotonic() + self.limits.between_tokens_seconds
                if length > self.limits.output_chars:
                    raise ChatModelError(Trouble.CUT_OFF)
        finally:
            await _closed(stream)
        if finish in _UNFINISHED:
            raise ChatModelError(_UNFINISHED[finish])

    async def _next_chunk(
        self, stream: AsyncIterator[BaseMessageChunk], limit: float, *, late: Trouble
    ) -> BaseMessageChunk | None:
        wait = limit - time.monotonic()
        try:
            return await asyncio.wait_for(anext(stream, None), max(wait, 0.0))
        except TimeoutError:
            raise ChatModelError(late) from None
        except ChatModelError:
            raise
        except Exception as error:
            trouble = _as_trouble(error)
            started = late is Trouble.STALLED
            raise (ChatModelError(Trouble.BROKEN, trouble.detail) if started else trouble) from error


def _late(length: int) -> Trouble:
    return Trouble.STALLED if length else Trouble.FIRST_TOKEN


def _next(pieces: queue.SimpleQueue[Piece], ends_at: float, has_left: Callable[[], bool]) -> str | None:
    """Return the next piece, None at the end. Raises the ChatModelError that ended the stream."""
    while True:
        if has_left():
            raise ChatModelError(Trouble.LEFT)
        try:
            piece = pieces.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            if time.monotonic() > ends_at:
                raise ChatModelError(Trouble.TOTAL) from None
            continue
        if isinstance(piece, ChatModelError):
            raise piece
        return piece


async def _in_time(make: Callable[[], Any]) -> None:
    make()


async def _closed(stream: AsyncIterator[Any]) -> None:
    close: Callable[[], Coroutine[Any, Any, None]] | None = getattr(stream, "aclose", None)
    if close is not None:
        await close()


def _as_trouble(error: Exception) -> ChatModelError:
    """Sort what a client library raised; its message may quote the prompt or the key, so only its class is kept."""
    status = getattr(error, "status_code", None)
    name = type(error).__name__
    if isinstance(status, int):
        overloaded = status in (408, 409, 425, 429) or status >= 500
        trouble = Trouble.OVERLOADED if overloaded else Trouble.REFUSED
        return ChatModelError(trouble, f"{name} {status}", retry_after_seconds=_retry_after(error))
    if "Timeout" in name:
        return ChatModelError(Trouble.FIRST_TOKEN, name)
    if "Connect" in name:
        return ChatModelError(Trouble.UNREACHABLE, name)
    return ChatModelError(Trouble.BROKEN, name)


def _retry_after(error: Exception) -> float | None:
    """Return the seconds of a Retry-After header; a date in it is not worth reading within eight seconds."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return float(headers.get("retry-after", ""))
    except ValueError:
        return None
