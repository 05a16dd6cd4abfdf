"""Asking: one question in, one cited answer out, as JSON or as a stream of events that can be resumed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request
from fastapi.responses import Response
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.asking import ask_as_events, ask_once
from api.dependencies import (
    AroundDep,
    ReadyRuntimeDep,
    RuntimeDep,
    Surroundings,
    greet_visitor,
    limit_chat,
    problems,
    visitor_of,
)
from api.events import answer_events, parse_event_id
from api.rating import rating_of
from api.runtime import Runtime
from api.schemas.chat import AnswerOut, ChatRequest, FeedbackIn
from api.views.chat import answer_out
from assistant.types import AskRequest, Feedback, Reply, Script
from core.masking import mask

router = APIRouter(prefix="/api", tags=["chat"])

_STREAM = "text/event-stream"
_HEARTBEAT_SECONDS = 15
CapabilityId = Annotated[str, Path(min_length=1, max_length=64)]


@router.post(
    "/chat",
    response_model=AnswerOut,
    operation_id="ask",
    dependencies=[Depends(limit_chat)],
    responses={
        200: {
            "description": "The answer, or its events.",
            "content": {_STREAM: {"schema": {"$ref": "#/components/schemas/ChatEvent"}}},
        },
        **problems(404, 429, 503),
    },
)
async def ask_question(
    body: ChatRequest,
    request: Request,
    response: Response,
    runtime: ReadyRuntimeDep,
    around: AroundDep,
    last_event_id: Annotated[str | None, Header(max_length=100)] = None,
) -> AnswerOut | Response:
    """Ask a question. No cookie, token or earlier call is needed.

    With `Accept: text/event-stream` the reply is a stream of `step`, `token`, `answer` or `error` events; sent again
    with `Last-Event-ID` it carries on after that event with the stored answer.
    """
    if _STREAM in request.headers.get("accept", ""):
        stream = await _stream(body, runtime, around, last_event_id)
        greet_visitor(request, stream)
        return stream
    reply = await ask_once(runtime, around, _question(body), request)
    greet_visitor(request, response)
    return answer_out(reply)


@router.put("/chat/messages/{message_id}/feedback", status_code=204, operation_id="rateAnswer", responses=problems(404))
def rate_answer(message_id: CapabilityId, body: FeedbackIn, request: Request, runtime: RuntimeDep) -> None:
    """Say whether an answer helped; sending it again replaces what was said. Search learns from it at once."""
    feedback = Feedback(helpful=body.helpful, reasons=tuple(body.reasons), comment=mask(body.comment))
    visitor = visitor_of(request)
    with runtime.database.unit_of_work() as session:
        runtime.assistant.rate(session, message_id, feedback)
        reply = runtime.assistant.reply(session, message_id)
        runtime.learning.rate(session, rating_of(reply, helpful=body.helpful, visitor=visitor))
    runtime.live_model.follow_pairs()


async def _stream(
    body: ChatRequest, runtime: Runtime, around: Surroundings, last_event_id: str | None
) -> EventSourceResponse:
    if last_event_id:
        message_id, number = parse_event_id(last_event_id)
        stored = await run_in_threadpool(_stored_reply, runtime, around, message_id)
        return _as_stream(_replayed(stored, number))
    return _as_stream(ask_as_events(runtime, around, _question(body)))


async def _replayed(reply: Reply, after: int) -> AsyncIterator[ServerSentEvent]:
    for event in answer_events(answer_out(reply), after=after):
        yield event


def _as_stream(events: AsyncIterator[ServerSentEvent]) -> EventSourceResponse:
    return EventSourceResponse(
        events,
        ping=_HEARTBEAT_SECONDS,
        ping_message_factory=lambda: ServerSentEvent(comment="ping", sep="\n"),
        sep="\n",
    )


def _stored_reply(runtime: Runtime, around: Surroundings, message_id: str) -> Reply:
    around.under_way.wait(message_id)
    with runtime.database.reading() as session:
        return runtime.assistant.reply(session, message_id)


def _question(body: ChatRequest) -> AskRequest:
    return AskRequest(
        text=body.question,
        conversation_id=body.conversation_id,
        as_of=body.as_of,
        region_code=body.region,
        script=Script(body.script) if body.script else None,
        reaches_people=body.reaches_people,
    )
