"""Asks the assistant on behalf of a route: answers, records, counts, and lets the words out as they come."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeAlias

from fastapi import Request
from sse_starlette import ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.dependencies import Surroundings
from api.errors import readable
from api.events import answer_events, cut_into_phrases, error_event, step_event, token_event
from api.runtime import Runtime
from api.views.chat import answer_out, forwarded_reply
from assistant.takeover.errors import NotHeldError
from assistant.types import AskRequest, Audience, Reply
from core.errors import AppError
from core.ids import new_id
from core.logging import get_logger
from core.messages import message

_WATCH_SECONDS = 0.25
_MOST_SAID = 2_000
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """The next words of an answer that is still being made; they stand as they are."""

    message_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step that began on the way to this message."""

    message_id: str
    name: str


Happening: TypeAlias = Step | Words | Reply
"""A step that began, words, or the whole reply, which comes last."""


class Reader:
    """The client at the other end of the line: hands on what it hears, and may leave."""

    def __init__(self, tell: Callable[[Words], None] | None = None) -> None:
        self.message_id = ""
        self._tell = tell
        self._left = threading.Event()

    def begin(self, message_id: str) -> None:
        self.message_id = message_id

    def hear(self, text: str) -> None:
        if self._tell is not None:
            self._tell(Words(self.message_id, text))

    def has_left(self) -> bool:
        return self._left.is_set()

    def leave(self) -> None:
        """Note that the connection is gone: a chat model stops writing, and the clauses are quoted instead."""
        self._left.set()


def ask(
    runtime: Runtime,
    around: Surroundings,
    question: AskRequest,
    on_step: Callable[[str], None] | None = None,
    audience: Audience | None = None,
) -> Reply:
    """Return the recorded reply to a question. But for words that `audience` heard while a chat model wrote them, it
    is stored before anybody sees it."""
    began = time.perf_counter()
    forwarded = _forwarded(runtime, question)
    if forwarded is not None:
        return forwarded
    reply = runtime.assistant.ask(question, on_step, audience)
    with runtime.database.unit_of_work() as session:
        runtime.assistant.record(session, reply)
    around.metrics.answer_seconds.observe(time.perf_counter() - began)
    around.metrics.questions.labels(reply.answer.outcome.value, reply.answer.rung.value).inc()
    return reply


def _forwarded(runtime: Runtime, question: AskRequest) -> Reply | None:
    """Give what is asked to the agent who holds the conversation, and say so; None when none holds it.

    The page writes to the agent by itself; this is for a page that has not heard of the agent yet.
    """
    conversation_id = question.conversation_id
    if not conversation_id or not question.text.strip():
        return None
    with runtime.database.reading() as session:
        if not runtime.takeover.is_held(session, conversation_id):
            return None
    message_id = new_id("msg")
    try:
        with runtime.database.unit_of_work() as session:
            said = runtime.takeover.say(session, conversation_id, question.text[:_MOST_SAID], key=message_id)
    except NotHeldError:  # given back in between
        return None
    return forwarded_reply(said, conversation_id, message_id)


async def ask_once(runtime: Runtime, around: Surroundings, question: AskRequest, request: Request) -> Reply:
    """Return the recorded reply; a chat model stops writing when the client of `request` leaves before."""
    if runtime.chat_model is None:
        return await run_in_threadpool(ask, runtime, around, question)
    reader = Reader()
    watching = asyncio.create_task(_watch(request, reader))
    try:
        return await run_in_threadpool(ask, runtime, around, question, None, reader)
    finally:
        watching.cancel()


async def answer_as_it_comes(runtime: Runtime, around: Surroundings, question: AskRequest) -> AsyncGenerator[Happening]:
    """Yield steps and words while the answer is made, then the reply. Raises what kept it from being made.

    Answering goes on in its thread when the client leaves, so that the client can come back for the stored answer;
    only a chat model is broken off.
    """
    loop = asyncio.get_running_loop()
    happenings: asyncio.Queue[Happening | Exception] = asyncio.Queue()

    def tell(happening: Happening | Exception) -> None:
        if isinstance(happening, Step | Words):
            around.under_way.begin(happening.message_id)
        loop.call_soon_threadsafe(happenings.put_nowait, happening)

    reader = Reader(tell)

    def work() -> None:
        try:
            tell(ask(runtime, around, question, lambda step: tell(Step(reader.message_id, step)), reader))
        except Exception as error:  # raised again where it is awaited
            tell(error)
        finally:
            around.under_way.end(reader.message_id)

    around.answering.submit(contextvars.copy_context().run, work)
    try:
        while not isinstance(happening := await happenings.get(), Reply):
            if isinstance(happening, Exception):
                raise happening
            yield happening
        yield happening
    finally:
        reader.leave()


async def ask_as_events(runtime: Runtime, around: Surroundings, question: AskRequest) -> AsyncIterator[ServerSentEvent]:
    """Yield steps and verified words while the answer is made, then what is left of it and the whole of it."""
    sent, shown = 0, ""
    try:
        async with aclosing(answer_as_it_comes(runtime, around, question)) as happenings:
            async for happening in happenings:
                match happening:
                    case Step(message_id, name):
                        yield step_event(name, message_id)
                    case Words(message_id, text):
                        shown += text
                        for phrase in cut_into_phrases(text):
                            sent += 1
                            yield token_event(phrase, message_id, sent)
                    case Reply():
                        for event in answer_events(answer_out(happening), after=_already_sent(happening, shown, sent)):
                            yield event
    except Exception as error:  # the stream has begun: it can only say so and end
        yield failure_event(error)


def failure_event(error: Exception) -> ServerSentEvent:
    """Log an error and return the event that tells it."""
    code, text = failure_of(error)
    return error_event(code, text)


def failure_of(error: Exception) -> tuple[str, str]:
    """Log what kept an answer from being made; return its code and the sentence for people."""
    if isinstance(error, AppError):
        _log.error("question_failed", code=error.code, reason=error.message)
        return error.code, readable(error)
    _log.error("question_crashed", exc_info=error)
    return "unexpected", message("api.status.500")


def _already_sent(reply: Reply, shown: str, sent: int) -> int:
    """Return how many events of the answer the client has; the base may have changed under the words it was shown,
    then it gets the answer that holds, whole and at once."""
    if reply.answer.text.startswith(shown):
        return sent
    _log.error("shown_words_differ", message_id=reply.message_id)
    return len(cut_into_phrases(reply.answer.text))


async def _watch(request: Request, reader: Reader) -> None:
    while not await request.is_disconnected():
        await asyncio.sleep(_WATCH_SECONDS)
    reader.leave()
