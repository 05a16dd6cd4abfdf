"""Reviewing answers: which were given, how one came about, and what it would be if asked again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.accounts.permissions import Scope
from api.dependencies import ReadyRuntimeDep, RuntimeDep, StaffCall, problems, require
from api.schemas.chat import OutcomeCode, RungCode
from api.schemas.explaining import AnswerList, ExplainedAnswer, ReplayOut
from api.views.explaining import answer_list, explained, replayed
from assistant.answer_log import AnswerFilter, AnswerLog
from assistant.types import Outcome, Rung
from core import audit
from core.errors import NotAllowedError
from core.messages import message

router = APIRouter(prefix="/api/staff/answers", tags=["staff answers"])

_WHOLE = frozenset({Scope.ALL, Scope.MASKED})
MessageId = Annotated[str, Path(min_length=1, max_length=64)]


Reader = Annotated[StaffCall, Depends(require("chat.read_transcripts"))]


@router.get("", response_model=AnswerList, operation_id="listAnswers", responses=problems(401, 403))
def list_answers(
    runtime: RuntimeDep,
    call: Reader,
    outcome: Annotated[list[OutcomeCode] | None, Query()] = None,
    rung: Annotated[list[RungCode] | None, Query()] = None,
    below: Annotated[float | None, Query(ge=0, le=1)] = None,
    helpful: bool | None = None,
    q: Annotated[str, Query(max_length=200)] = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AnswerList:
    """Answers given, latest first. `below` keeps those less sure than that; `helpful=false` those that did not help."""
    _require_whole(call)
    wanted = AnswerFilter(
        outcomes=frozenset(Outcome(code) for code in outcome or ()),
        rungs=frozenset(Rung(code) for code in rung or ()),
        below_confidence=below,
        helpful=helpful,
        text=q.strip(),
        offset=offset,
        limit=limit,
    )
    with runtime.database.reading() as session:
        return answer_list(*AnswerLog(session).page(wanted))


@router.get(
    "/{message_id}", response_model=ExplainedAnswer, operation_id="explainAnswer", responses=problems(401, 403, 404)
)
def explain(message_id: MessageId, runtime: RuntimeDep, call: Reader) -> ExplainedAnswer:
    """One answer with its steps, candidates, thresholds and times. Who reads masked does not get the conversation."""
    _require_whole(call)
    with runtime.database.reading() as session:
        stored = AnswerLog(session).stored(message_id)
        return explained(session, stored, with_conversation=Scope.ALL in call.scopes)


@router.post(
    "/{message_id}/replay",
    response_model=ReplayOut,
    operation_id="replayAnswer",
    responses=problems(401, 403, 404, 409, 503),
)
def replay(message_id: MessageId, runtime: ReadyRuntimeDep, call: Reader) -> ReplayOut:
    """Ask a stored question again: with the base as it was known then, and with that of today. Nothing is stored."""
    _require_whole(call)
    with runtime.database.reading() as session:
        found = runtime.replayer.replay(session, message_id)
        shown = replayed(session, found)
    with runtime.database.unit_of_work() as session:
        audit.record(
            session, call.actor, "answer.replay", object_type="message", object_id=message_id,
            at=runtime.clock.now(), ip=call.origin.ip, request_id=call.origin.request_id,
        )  # fmt: skip
    return shown


def _require_whole(call: StaffCall) -> None:
    """Refuse an enterprise's own scope: it reads its conversations elsewhere, never those of others."""
    if not call.scopes & _WHOLE:
        raise NotAllowedError(message("api.status.403"))
