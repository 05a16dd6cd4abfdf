"""Asks the assistant on behalf of a route: answers, records, counts."""

from __future__ import annotations

import asyncio
import contextvars
import time
from collections.abc import AsyncIterator, Callable

from sse_starlette import ServerSentEvent

from api.dependencies import Surroundings
from api.errors import readable
from api.events import answer_events, error_event, step_event
from api.runtime import Runtime
from api.views.chat import answer_out
from assistant.types import AskRequest, Reply
from core.errors import AppError
from core.logging import get_logger
from core.messages import message

_log = get_logger(__name__)


def ask(
    runtime: Runtime, around: Surroundings, question: AskRequest, on_step: Callable[[str], None] | None = None
) -> Reply:
    """Return the recorded reply to a question; it is stored before anybody sees it, so that it can be replayed."""
    began = time.perf_counter()
    reply = runtime.assistant.ask(question, on_step)
    with runtime.database.unit_of_work() as session:
        runtime.assistant.record(session, reply)
    around.metrics.answer_seconds.observe(time.perf_counter() - began)
    around.metrics.questions.labels(reply.answer.outcome.value, reply.answer.rung.value).inc()
    return reply


async def ask_as_events(runtime: Runtime, around: Surroundings, question: AskRequest) -> AsyncIterator[ServerSentEvent]:
    """Yield steps while the answer is made, then the answer.

    Answering goes on in its thread when the client leaves, so that the client can come back for the stored answer.
    """
    loop = asyncio.get_running_loop()
    happenings: asyncio.Queue[str | Reply | Exception] = asyncio.Queue()

    def tell(happening: str | Reply | Exception) -> None:
        loop.call_soon_threadsafe(happenings.put_nowait, happening)

    def work() -> None:
        try:
            tell(ask(runtime, around, question, tell))
        except Exception as error:  # handed on to the stream, which logs it and says so
            tell(error)

    around.answering.submit(contextvars.copy_context().run, work)
    while isinstance(happening := await happenings.get(), str):
        yield step_event(happening)
    if isinstance(happening, Exception):
        yield _failed(happening)
        return
    for event in answer_events(answer_out(happening)):
        yield event


def _failed(error: Exception) -> ServerSentEvent:
    if isinstance(error, AppError):
        _log.error("question_failed", code=error.code, reason=error.message)
        return error_event(error.code, readable(error))
    _log.error("question_crashed", exc_info=error)
    return error_event("unexpected", message("api.status.500"))
