"""Live conversations (在线接待): who asks for a person, taking over, answering with knowledge at hand, giving back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlalchemy.orm import Session

from api.dependencies import ReadyRuntimeDep, RuntimeDep, StaffCall, problems, require
from api.reading import public_version
from api.runtime import Runtime
from api.schemas.chat import AnswerOut, SaidOut
from api.schemas.takeover import (
    AgentSayIn,
    HandOverDetail,
    HandOverOut,
    LiveDeskOut,
    LookUpIn,
    PresenceIn,
    ProposalIn,
    QuotedIn,
)
from api.views.chat import answer_out, said_out
from api.views.takeover import desk_out, detail_out, hand_over_out
from assistant.citing import cite_clause
from assistant.takeover.types import PetitionProposal
from assistant.types import AskRequest, Citation
from core.departments import DepartmentRepository
from core.errors import InvalidInputError
from core.messages import message

router = APIRouter(prefix="/api/staff/live", tags=["staff live"])

HandOverId = Annotated[str, Path(min_length=1, max_length=40)]
Agent = Annotated[StaffCall, Depends(require("chat.takeover"))]
_ERRORS = problems(401, 403, 404, 409)


@router.get("", response_model=LiveDeskOut, operation_id="readLiveDesk", responses=problems(401, 403))
def read_desk(runtime: RuntimeDep, call: Agent) -> LiveDeskOut:
    """Who waits for a person, longest first, and the conversations this agent holds."""
    with runtime.database.reading() as session:
        desk = runtime.takeover.desk(session, call.actor)
    return desk_out(desk, runtime.takeover.hours, runtime.clock.now())


@router.put("/presence", status_code=204, operation_id="setPresence", responses=problems(401, 403))
def set_presence(body: PresenceIn, runtime: RuntimeDep, call: Agent) -> None:
    """Say that this agent takes conversations, or no longer does; said again and again while the console is open."""
    with runtime.database.unit_of_work() as session:
        runtime.takeover.be_present(session, call.actor, is_on_duty=body.is_on_duty, origin=call.origin)


@router.get("/{hand_over_id}", response_model=HandOverDetail, operation_id="readHandOver", responses=_ERRORS)
def read_hand_over(hand_over_id: HandOverId, runtime: RuntimeDep, call: Agent) -> HandOverDetail:
    """One conversation with the assistant's answers and all that was said; one that another agent took: 403."""
    with runtime.database.reading() as session:
        found = runtime.takeover.open_for(session, hand_over_id, call.actor)
        conversation = runtime.assistant.conversation(session, found.conversation_id)
        talk = runtime.takeover.talk(session, found.conversation_id)
    return detail_out(found, conversation, talk, runtime.clock.now())


@router.post("/{hand_over_id}/take", response_model=HandOverOut, operation_id="takeOver", responses=_ERRORS)
def take(hand_over_id: HandOverId, runtime: RuntimeDep, call: Agent) -> HandOverOut:
    """Take a waiting conversation over. The second taker gets 409 with the name of the first."""
    with runtime.database.unit_of_work() as session:
        return hand_over_out(runtime.takeover.take(session, hand_over_id, call.actor, call.origin), runtime.clock.now())


@router.post(
    "/{hand_over_id}/say", response_model=SaidOut, status_code=201, operation_id="sayToEnterprise", responses=_ERRORS
)
def say(hand_over_id: HandOverId, body: AgentSayIn, runtime: RuntimeDep, call: Agent) -> SaidOut:
    """Write to the enterprise, with the clauses the words rest on."""
    with runtime.database.unit_of_work() as session:
        phones = [each.phone for each in DepartmentRepository().list_all(session) if each.phone]
        said = runtime.takeover.reply(
            session,
            hand_over_id,
            call.actor,
            body.text,
            key=body.key,
            citations=_cited(runtime, session, body.citations),
            official_contacts=[*phones, runtime.settings.zone.hotline],
        )
    return said_out(said)


@router.post("/{hand_over_id}/give-back", response_model=HandOverOut, operation_id="giveBack", responses=_ERRORS)
def give_back(hand_over_id: HandOverId, runtime: RuntimeDep, call: Agent) -> HandOverOut:
    """Return the conversation to the assistant."""
    with runtime.database.unit_of_work() as session:
        given = runtime.takeover.give_back(session, hand_over_id, call.actor, call.origin)
    return hand_over_out(given, runtime.clock.now())


@router.post(
    "/{hand_over_id}/to-petition", response_model=HandOverOut, operation_id="proposePetition", responses=_ERRORS
)
def to_petition(hand_over_id: HandOverId, body: ProposalIn, runtime: RuntimeDep, call: Agent) -> HandOverOut:
    """End with a drafted petition: the enterprise finds it in its form, adds the contact, consents and files it."""
    proposal = PetitionProposal(body.title, body.content)
    with runtime.database.unit_of_work() as session:
        ended = runtime.takeover.propose_petition(session, hand_over_id, call.actor, proposal, call.origin)
    return hand_over_out(ended, runtime.clock.now())


@router.post(
    "/{hand_over_id}/look-up",
    response_model=AnswerOut,
    operation_id="lookUpForEnterprise",
    responses=problems(401, 403, 404, 503),
)
def look_up(hand_over_id: HandOverId, body: LookUpIn, runtime: ReadyRuntimeDep, call: Agent) -> AnswerOut:
    """Ask the assistant on the enterprise's behalf. The agent alone sees the answer, and it is not stored."""
    with runtime.database.reading() as session:
        runtime.takeover.open_for(session, hand_over_id, call.actor)
    return answer_out(runtime.assistant.ask(AskRequest(text=body.question)))


def _cited(runtime: Runtime, session: Session, quoted: Sequence[QuotedIn]) -> list[Citation]:
    """Cut the quotations out of the archive. Raises NotFoundError, and InvalidInputError for what is not there."""
    found = []
    for marker, each in enumerate(quoted, start=1):
        version = public_version(runtime, session, each.document_id, each.version)
        citation = cite_clause(version, marker, each.clause_id, each.start, each.end)
        if citation is None:
            raise InvalidInputError(message("takeover.no_such_clause"))
        found.append(citation)
    return found
