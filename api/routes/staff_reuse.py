"""Turning replies into knowledge: who handled a petition marks it, a curator drafts from it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.curating import require_full
from api.dependencies import RuntimeDep, StaffCall, problems, require, require_any
from api.routes.staff_knowledge import Editor, detail_of
from api.schemas.knowledge import EntryDetail
from api.schemas.reuse import ReuseListOut, ReuseMarkIn, ReuseOut, UnfitOut
from core.messages import message
from petitions.reuse.types import NEVER, Reuse

router = APIRouter(prefix="/api/staff", tags=["staff knowledge"])

Number = Annotated[str, Path(min_length=1, max_length=40)]


@router.get(
    "/petitions/{number}/reuse", response_model=ReuseOut, operation_id="readReuse", responses=problems(401, 403, 404)
)
def read_reuse(
    number: Number, runtime: RuntimeDep, call: Annotated[StaffCall, Depends(require("petition.view"))]
) -> ReuseOut:
    """Whether the reply is reusable, why not, and what was drafted from it."""
    with runtime.database.reading() as session:
        return reuse_out(runtime.reuse.of(session, number, call.actor))


@router.put(
    "/petitions/{number}/reuse",
    response_model=ReuseOut,
    operation_id="markReusable",
    responses=problems(401, 403, 404, 409),
)
def mark_reusable(
    number: Number,
    body: ReuseMarkIn,
    runtime: RuntimeDep,
    call: Annotated[StaffCall, Depends(require_any("petition.reply", "petition.revisit"))],
) -> ReuseOut:
    """Say that the reply is reusable or not; once the petition is closed, an entry is drafted from one that is."""
    with runtime.database.unit_of_work() as session:
        return reuse_out(runtime.reuse.mark(session, number, body.is_reusable, call.actor, call.origin))


@router.get(
    "/knowledge/from-petitions",
    response_model=ReuseListOut,
    operation_id="listReusable",
    responses=problems(401, 403),
)
def list_reusable(
    runtime: RuntimeDep,
    call: Editor,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ReuseListOut:
    """Closed petitions, the last closed first, with what was drafted from them; titles name nobody."""
    require_full(call)
    with runtime.database.reading() as session:
        total, found = runtime.reuse.closed(session, offset=offset, limit=limit)
    return ReuseListOut(total=total, rows=[reuse_out(each) for each in found])


@router.post(
    "/knowledge/from-petitions/{number}",
    response_model=EntryDetail,
    status_code=201,
    operation_id="draftFromPetition",
    responses=problems(401, 403, 404, 409),
)
def draft_from_petition(number: Number, runtime: RuntimeDep, call: Editor) -> EntryDetail:
    """Draft an FAQ from any closed petition that is not confidential; names and personal data are masked."""
    require_full(call)
    with runtime.database.unit_of_work() as session:
        entry_id = runtime.reuse.draft_by_hand(session, number, call.actor)
        return detail_of(runtime, session, runtime.knowledge.get_version(session, entry_id, 1), call)


def reuse_out(reuse: Reuse) -> ReuseOut:
    """Return where a reply stands, in words."""
    unfit = [
        UnfitOut(code=reason.value, message=message(f"reuse.unfit.{reason.value}"), is_final=reason in NEVER)
        for reason in reuse.unfit
    ]
    return ReuseOut(
        number=reuse.number,
        title=reuse.title,
        closed_at=reuse.closed_at,
        is_reusable=not unfit,
        unfit=unfit,
        mark=reuse.note.mark,
        entry_id=reuse.note.entry_id,
        is_known=reuse.note.is_known,
    )
