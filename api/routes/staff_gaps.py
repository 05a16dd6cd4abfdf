"""Knowledge gaps: what is asked and not answered well, and what becomes of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.curating import require_full
from api.dependencies import RuntimeDep, StaffCall, problems, require_any
from api.faqs import draft_of_form
from api.routes.staff_knowledge import Editor, detail_of
from api.schemas.gaps import (
    GapDetail,
    GapDismissIn,
    GapEntryIn,
    GapListOut,
    GapOut,
    GapsRefreshedOut,
    GapStateCode,
    WordingOut,
)
from api.schemas.knowledge import EntryDetail
from core.departments import DepartmentRepository
from core.messages import message
from knowledge.types import FaqDetails
from reports.gaps.types import Gap, GapQuery, GapState

router = APIRouter(prefix="/api/staff/gaps", tags=["staff knowledge"])

GapId = Annotated[str, Path(min_length=1, max_length=40)]
Reader = Annotated[StaffCall, Depends(require_any("kb.edit", "chat.read_transcripts"))]
_ERRORS = problems(401, 403, 404, 409)


@router.get("", response_model=GapListOut, operation_id="listGaps", responses=problems(401, 403))
def list_gaps(
    runtime: RuntimeDep,
    _call: Reader,
    state: GapStateCode | None = None,
    department: Annotated[str | None, Query(max_length=40)] = None,
    q: Annotated[str, Query(max_length=200)] = "",
    least: Annotated[int, Query(ge=1, le=1_000)] = 1,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> GapListOut:
    """Gaps, those asked about most often first."""
    query = GapQuery(GapState(state) if state else None, department or None, q, least, offset, limit)
    with runtime.database.reading() as session:
        total, found = runtime.gaps.list_gaps(session, query)
        names = DepartmentRepository().labels(session)
    return GapListOut(total=total, rows=[_gap_out(gap, names) for gap in found])


@router.post("/refresh", response_model=GapsRefreshedOut, operation_id="refreshGaps", responses=problems(401, 403))
def refresh_gaps(runtime: RuntimeDep, _call: Editor) -> GapsRefreshedOut:
    """Gather what was asked in vain by now, instead of within the minute."""
    with runtime.database.reading() as session:
        runtime.gaps.prepare(session)
    with runtime.database.unit_of_work() as session:
        found = runtime.gaps.refresh(session)
    return GapsRefreshedOut(gathered=found.gathered, opened=found.opened, open=found.open)


@router.get("/{gap_id}", response_model=GapDetail, operation_id="readGap", responses=problems(401, 403, 404))
def read_gap(gap_id: GapId, runtime: RuntimeDep, _call: Reader) -> GapDetail:
    """A gap with every way it was asked, masked, the most frequent first."""
    with runtime.database.reading() as session:
        gap, wordings = runtime.gaps.get(session, gap_id)
        names = DepartmentRepository().labels(session)
    return GapDetail(
        gap=_gap_out(gap, names),
        wordings=[
            WordingOut(
                text=wording.text,
                times=wording.times,
                whys=[why.value for why in wording.whys],
                is_answered=wording.is_answered,
                last_asked_at=wording.last_asked_at,
            )
            for wording in wordings
        ],
        share_to_resolve=runtime.gaps.rule.share,
    )


@router.post(
    "/{gap_id}/entry",
    response_model=EntryDetail,
    status_code=201,
    operation_id="draftFromGap",
    responses=_ERRORS,
)
def draft_from_gap(gap_id: GapId, body: GapEntryIn, runtime: RuntimeDep, call: Editor) -> EntryDetail:
    """Draft an FAQ for a gap, its wordings as similar questions; after publishing they are asked again."""
    require_full(call)
    details = draft_of_form(body.faq).details if body.faq else None
    with runtime.database.unit_of_work() as session:
        entry_id = runtime.gaps.draft_entry(
            session, gap_id, details if isinstance(details, FaqDetails) else None, call.actor, call.origin
        )
        return detail_of(runtime, session, runtime.knowledge.get_version(session, entry_id, 1), call)


@router.post(
    "/{gap_id}/dismiss", response_model=GapOut, operation_id="dismissGap", responses=problems(401, 403, 404, 409)
)
def dismiss_gap(gap_id: GapId, body: GapDismissIn, runtime: RuntimeDep, call: Editor) -> GapOut:
    """Say why a gap needs no entry."""
    require_full(call)
    with runtime.database.unit_of_work() as session:
        gap = runtime.gaps.dismiss(session, gap_id, body.reason, call.actor, call.origin)
        return _gap_out(gap, DepartmentRepository().labels(session))


@router.post(
    "/{gap_id}/reopen", response_model=GapOut, operation_id="reopenGap", responses=problems(401, 403, 404, 409)
)
def reopen_gap(gap_id: GapId, runtime: RuntimeDep, call: Editor) -> GapOut:
    """Take a dismissal back."""
    require_full(call)
    with runtime.database.unit_of_work() as session:
        gap = runtime.gaps.reopen(session, gap_id, call.actor, call.origin)
        return _gap_out(gap, DepartmentRepository().labels(session))


def _gap_out(gap: Gap, names: dict[str, str]) -> GapOut:
    return GapOut(
        id=gap.id,
        title=gap.title,
        state=gap.state.value,
        state_name=message(f"gap.state.{gap.state.value}"),
        department_code=gap.department_code,
        department=names.get(gap.department_code) if gap.department_code else None,
        entry_id=gap.entry_id,
        questions=gap.questions,
        askers=gap.askers,
        wordings=gap.wordings,
        answered=gap.answered,
        first_asked_at=gap.first_asked_at,
        last_asked_at=gap.last_asked_at,
        checked_at=gap.checked_at,
        resolved_at=gap.resolved_at,
        dismissed_reason=gap.dismissed_reason,
    )
