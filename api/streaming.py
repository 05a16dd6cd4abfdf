"""Work that takes a while as a stream of events: what comes of it is sent as it comes."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor

from pydantic import BaseModel
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.asking import failure_of
from api.schemas.chat import ErrorEvent

Tell = Callable[[BaseModel], None]
_HEARTBEAT_SECONDS = 15


def stream_of(work: Callable[[Tell], BaseModel], threads: ThreadPoolExecutor) -> EventSourceResponse:
    """Return a stream of what `work` tells and then what it returns; each has a field `event` that names it.

    The work goes on when the client leaves. What keeps it from ending is sent as an `error` event.
    """
    return EventSourceResponse(
        _events(work, threads),
        ping=_HEARTBEAT_SECONDS,
        ping_message_factory=lambda: ServerSentEvent(comment="ping", sep="\n"),
        sep="\n",
    )


async def _events(work: Callable[[Tell], BaseModel], threads: ThreadPoolExecutor) -> AsyncIterator[ServerSentEvent]:
    loop = asyncio.get_running_loop()
    told: asyncio.Queue[BaseModel | None] = asyncio.Queue()

    def tell(event: BaseModel | None) -> None:
        loop.call_soon_threadsafe(told.put_nowait, event)

    def run() -> None:
        try:
            tell(work(tell))
        except Exception as error:  # the stream has begun: it can only say so and end
            code, text = failure_of(error)
            tell(ErrorEvent(code=code, message=text))
        finally:
            tell(None)

    threads.submit(contextvars.copy_context().run, run)
    while (event := await told.get()) is not None:
        name = str(getattr(event, "event", "message"))
        yield ServerSentEvent(event.model_dump_json(), event=name, sep="\n")
