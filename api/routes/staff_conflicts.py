"""Conflicts between documents: the work list, looking for more, deciding, and ending the side that gives way."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy.orm import Session

from api.curating import require_full
from api.dependencies import ReadyRuntimeDep, RuntimeDep, StaffCall, problems
from api.routes.documents import EntryId, VersionNumber
from api.routes.staff_knowledge import Editor
from api.routes.staff_review import Withdrawer
from api.runtime import Runtime
from api.schemas.conflicts import (
    AmountDifferenceOut,
    ConflictKindCode,
    ConflictList,
    ConflictOut,
    ConflictSideOut,
    DecideIn,
    EndingList,
    EndingOut,
    RuleOnEndingIn,
)
from knowledge.conflicts.repository import ConflictFilter
from knowledge.conflicts.types import Conflict, ConflictKind, Decision, Ending, EndingDraft, EndingStep, Place
from knowledge.repository import VersionKey

router = APIRouter(prefix="/api/staff", tags=["staff knowledge"])

ConflictId = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/conflicts", response_model=ConflictList, operation_id="listConflicts", responses=problems(401, 403))
def list_conflicts(
    runtime: RuntimeDep,
    call: Editor,
    open: bool | None = True,
    kind: ConflictKindCode | None = None,
    entry_id: Annotated[str | None, Query(max_length=64)] = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ConflictList:
    """Duplicates, other amounts for the same matter, and what ends something else; both sides with their words."""
    require_full(call)
    wanted = ConflictFilter(
        is_open=open, kind=ConflictKind(kind) if kind else None, entry_id=entry_id, offset=offset, limit=limit
    )
    with runtime.database.reading() as session:
        total, rows = runtime.conflicts.page(session, wanted)
        return _list(runtime, session, total, rows, call)


@router.post(
    "/conflicts/{conflict_id}/decide",
    response_model=ConflictOut,
    operation_id="decideConflict",
    responses=problems(401, 403, 404, 409),
)
def decide(conflict_id: ConflictId, body: DecideIn, runtime: RuntimeDep, call: Editor) -> ConflictOut:
    """Say what holds, with the reason; it stays decided until one of the sides says something else.

    `ending` asks reviewers to end the side that does not prevail.
    """
    require_full(call)
    asked = body.ending
    ending = EndingDraft(EndingStep(asked.step), asked.effective_on) if asked else None
    with runtime.database.unit_of_work() as session:
        decided = runtime.conflicts.decide(
            session, conflict_id, Decision(body.decision), body.reason, call.actor, lock=body.lock, ending=ending
        )
        return _out(decided, call)


@router.get("/endings", response_model=EndingList, operation_id="listEndings", responses=problems(401, 403))
def list_endings(
    runtime: RuntimeDep,
    call: Withdrawer,
    open: bool = True,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> EndingList:
    """What curators ask reviewers to withdraw or to have superseded, or what was ruled on that."""
    wanted = ConflictFilter(is_open=None, asks_ending=open, offset=offset, limit=limit)
    with runtime.database.reading() as session:
        total, rows = runtime.conflicts.page(session, wanted)
        waiting = ConflictFilter(is_open=None, asks_ending=True, limit=1)
        return EndingList(
            total=total,
            waiting=runtime.conflicts.page(session, waiting)[0],
            rows=[_out(row, call) for row in rows],
        )


@router.post(
    "/conflicts/{conflict_id}/rule-on-ending",
    response_model=ConflictOut,
    operation_id="ruleOnEnding",
    responses=problems(401, 403, 404, 409),
)
def rule_on_ending(conflict_id: ConflictId, body: RuleOnEndingIn, runtime: RuntimeDep, call: Withdrawer) -> ConflictOut:
    """End the side that does not prevail, as was asked, or decline with a reason; never who asked for it."""
    with runtime.database.unit_of_work() as session:
        ruled = runtime.conflicts.rule_on_ending(
            session, conflict_id, is_granted=body.is_granted, reason=body.reason, actor=call.actor, lock=body.lock
        )
    runtime.indexer.wake()
    return _out(ruled, call)


@router.post(
    "/knowledge/{entry_id}/versions/{version}/conflicts",
    response_model=ConflictList,
    operation_id="findConflicts",
    responses=problems(401, 403, 404, 503),
)
def find_conflicts(entry_id: EntryId, version: VersionNumber, runtime: ReadyRuntimeDep, call: Editor) -> ConflictList:
    """Look for conflicts of a version now, instead of a little later; the open ones of its entry come back."""
    require_full(call)
    with runtime.database.reading() as session:
        runtime.knowledge.get_version(session, entry_id, version)
    runtime.conflict_watch.examine(VersionKey(entry_id, version))
    with runtime.database.reading() as session:
        total, rows = runtime.conflicts.page(session, ConflictFilter(entry_id=entry_id, limit=200))
        return _list(runtime, session, total, rows, call)


def _list(runtime: Runtime, session: Session, total: int, rows: list[Conflict], call: StaffCall) -> ConflictList:
    return ConflictList(total=total, open=runtime.conflicts.counts(session), rows=[_out(row, call) for row in rows])


def _out(conflict: Conflict, call: StaffCall) -> ConflictOut:
    return ConflictOut(
        id=conflict.id,
        kind=conflict.kind.value,
        left=_side(conflict.left, conflict.left_title),
        right=_side(conflict.right, conflict.right_title),
        likeness=conflict.likeness,
        differences=[AmountDifferenceOut(left=left, right=right) for left, right in conflict.differences],
        found_at=conflict.found_at,
        decision=conflict.decision.value if conflict.decision else None,
        reason=conflict.reason,
        decided_by=conflict.decided_by,
        decided_at=conflict.decided_at,
        lock=conflict.lock,
        ending=_ending(conflict.ending, call) if conflict.ending else None,
    )


def _ending(ending: Ending, call: StaffCall) -> EndingOut:
    return EndingOut(
        step=ending.step.value,
        effective_on=ending.effective_on,
        is_own=ending.asked_by == call.actor.id,
        asked_at=ending.asked_at,
        is_granted=ending.is_granted,
        ruling=ending.ruling,
        ruled_by=ending.ruled_by,
        ruled_at=ending.ruled_at,
    )


def _side(place: Place, title: str) -> ConflictSideOut:
    return ConflictSideOut(
        entry_id=place.entry_id,
        version=place.version,
        title=title,
        clause_id=place.clause_id,
        clause_label=place.label,
        text=place.text,
    )
