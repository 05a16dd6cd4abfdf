"""The desk: lists, details and contact data; the steps stand in `staff_petition_steps.py`."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.schemas.petitions import (
    AlertCode,
    DueDayOut,
    DueDays,
    NatureCode,
    PetitionDetail,
    PetitionList,
    PressingCode,
    RevealIn,
    RevealOut,
    StateCode,
    UrgencyCode,
)
from api.views.petitions import detail_out, page_out
from petitions.pressing import Pressing
from petitions.types import AlertLevel, DeskQuery, Nature, State, Urgency

router = APIRouter(prefix="/api/staff/petitions", tags=["staff petitions"])

Number = Annotated[str, Path(min_length=1, max_length=40)]
Viewer = Annotated[StaffCall, Depends(require("petition.view"))]
_ERRORS = problems(401, 403, 404, 409)


def desk_query(
    state: Annotated[list[StateCode] | None, Query()] = None,
    department: Annotated[str | None, Query(max_length=40)] = None,
    q: Annotated[str, Query(max_length=200)] = "",
    alert: AlertCode | None = None,
    category: Annotated[str | None, Query(max_length=8)] = None,
    nature: NatureCode | None = None,
    urgency: UrgencyCode | None = None,
    pressing: PressingCode | None = None,
    number: Annotated[list[str] | None, Query(max_length=200)] = None,
) -> DeskQuery:
    """What narrows the desk; `department` includes those below it."""
    return DeskQuery(
        states=frozenset(State(code) for code in state or ()),
        department_code=department or None,
        text=q,
        alert=AlertLevel(alert) if alert else None,
        category_code=category or None,
        nature=Nature(nature) if nature else None,
        urgency=Urgency(urgency) if urgency else None,
        pressing=Pressing(pressing) if pressing else None,
        numbers=frozenset(number or ()),
    )


Narrowed = Annotated[DeskQuery, Depends(desk_query)]


@router.get("", response_model=PetitionList, operation_id="listPetitions", responses=problems(401, 403))
def list_petitions(
    runtime: RuntimeDep,
    call: Viewer,
    narrowed: Narrowed,
    due_on: date | None = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> PetitionList:
    """Petitions in this caller's scope, the most pressing first. `due_on` keeps running ones that are due that day."""
    days = None if due_on is None else (due_on, due_on)
    query = replace(narrowed, due_between=days, offset=offset, limit=limit)
    with runtime.database.reading() as session:
        return page_out(runtime.petitions.desk_list(session, query, call.actor))


@router.get("/due-days", response_model=DueDays, operation_id="listDueDays", responses=problems(401, 403))
def list_due_days(
    runtime: RuntimeDep, call: Viewer, narrowed: Narrowed, first: date | None = None, last: date | None = None
) -> DueDays:
    """How many of the same petitions are due on each day from `first` (today) to `last` (30 days on), 62 at most."""
    first = first or runtime.clock.today()
    last = last or first + timedelta(days=30)
    with runtime.database.reading() as session:
        days = runtime.petitions.due_days(session, replace(narrowed, due_between=(first, last)), call.actor)
    return DueDays(days=[DueDayOut(**asdict(day)) for day in days])


@router.get("/{number}", response_model=PetitionDetail, operation_id="readPetition", responses=problems(401, 403, 404))
def read_petition(number: Number, runtime: RuntimeDep, call: Viewer) -> PetitionDetail:
    """One petition with its history; contact data is masked."""
    with runtime.database.reading() as session:
        return detail_out(runtime.petitions.detail(session, number, call.actor))


@router.post("/{number}/reveal", response_model=RevealOut, operation_id="revealContact", responses=_ERRORS)
def reveal(
    number: Number,
    body: RevealIn,
    runtime: RuntimeDep,
    call: Annotated[StaffCall, Depends(require("identity.reveal"))],
) -> RevealOut:
    """Contact data in clear, for a reason; the audit log keeps who, when and why."""
    with runtime.database.unit_of_work() as session:
        contact = runtime.petitions.reveal(session, number, body.reason, call.actor, call.origin)
    return RevealOut(contact_name=contact.name, contact_phone=contact.phone)
