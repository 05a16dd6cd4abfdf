"""Asking for a person: wait for one, write to the agent who came, let the agent go."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.dependencies import OriginDep, RuntimeDep, limit, limit_chat, problems
from api.schemas.chat import SaidOut
from api.schemas.takeover import SayIn, TalkOut
from api.views.chat import said_out
from api.views.takeover import talk_out

router = APIRouter(prefix="/api/conversations/{conversation_id}", tags=["chat"])

ConversationId = Annotated[str, Path(min_length=1, max_length=64)]


@router.post(
    "/person",
    response_model=TalkOut,
    operation_id="askForPerson",
    dependencies=[Depends(limit("person"))],
    responses=problems(404, 409, 429),
)
def ask_for_person(conversation_id: ConversationId, runtime: RuntimeDep, origin: OriginDep) -> TalkOut:
    """Ask for a person. Outside working hours, or when no agent is on duty, 409 says so: file a petition instead."""
    with runtime.database.unit_of_work() as session:
        runtime.takeover.ask(session, conversation_id, origin)
        return talk_out(runtime.takeover.talk(session, conversation_id))


@router.delete(
    "/person",
    response_model=TalkOut,
    operation_id="letPersonGo",
    dependencies=[Depends(limit("talk"))],
    responses=problems(404, 409, 429),
)
def let_person_go(conversation_id: ConversationId, runtime: RuntimeDep, origin: OriginDep) -> TalkOut:
    """Wait no longer, or end the talk with the agent; the assistant answers again."""
    with runtime.database.unit_of_work() as session:
        runtime.takeover.leave(session, conversation_id, origin)
        return talk_out(runtime.takeover.talk(session, conversation_id))


@router.get(
    "/talk",
    response_model=TalkOut,
    operation_id="readTalk",
    dependencies=[Depends(limit("talk"))],
    responses=problems(404, 429),
)
def read_talk(
    conversation_id: ConversationId,
    runtime: RuntimeDep,
    after: Annotated[int, Query(ge=0, le=9_000_000_000)] = 0,
) -> TalkOut:
    """How far the request has come and what was said after message `after`; pages ask every few seconds."""
    with runtime.database.reading() as session:
        talk = runtime.takeover.talk(session, conversation_id, after=after)
    if talk.hand_over is not None and runtime.takeover.is_unheard_of(talk.hand_over):
        with runtime.database.unit_of_work() as session:
            runtime.takeover.note_seen(session, talk.hand_over)
    return talk_out(talk)


@router.post(
    "/talk",
    response_model=SaidOut,
    status_code=201,
    operation_id="sayToAgent",
    dependencies=[Depends(limit_chat)],
    responses=problems(404, 409, 429),
)
def say_to_agent(conversation_id: ConversationId, body: SayIn, runtime: RuntimeDep) -> SaidOut:
    """Write to the agent who holds the conversation; 409 when none does any more."""
    with runtime.database.unit_of_work() as session:
        return said_out(runtime.takeover.say(session, conversation_id, body.text, key=body.key))
