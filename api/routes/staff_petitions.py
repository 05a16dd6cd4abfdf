"""The desk: lists, details, and the steps of DOMAIN §3.4 that staff take."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.schemas.petitions import (
    AcceptIn,
    AlertCode,
    DispatchIn,
    PetitionDetail,
    PetitionList,
    RefuseIn,
    ReplyIn,
    RevealIn,
    RevealOut,
    SignIn,
    StateCode,
)
from api.views.petitions import detail_out, page_out
from petitions.commands import AcceptCommand, DispatchCommand, RefuseCommand, ReplyCommand, SignCommand
from petitions.types import AlertLevel, DeskQuery, Nature, RefusalCode, Resolution, State, Urgency

router = APIRouter(prefix="/api/staff/petitions", tags=["staff petitions"])

Number = Annotated[str, Path(min_length=1, max_length=40)]
Viewer = Annotated[StaffCall, Depends(require("petition.view"))]
_ERRORS = problems(401, 403, 404, 409)


@router.get("", response_model=PetitionList, operation_id="listPetitions", responses=problems(401, 403))
def list_petitions(
    runtime: RuntimeDep,
    call: Viewer,
    state: Annotated[list[StateCode] | None, Query()] = None,
    department: Annotated[str | None, Query(max_length=40)] = None,
    q: Annotated[str, Query(max_length=200)] = "",
    alert: AlertCode | None = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> PetitionList:
    """Petitions in this caller's scope, the most pressing first. `department` includes those below it."""
    query = DeskQuery(
        states=frozenset(State(code) for code in state or ()),
        department_code=department or None,
        text=q,
        alert=AlertLevel(alert) if alert else None,
        offset=offset,
        limit=limit,
    )
    with runtime.database.reading() as session:
        return page_out(runtime.petitions.desk_list(session, query, call.actor))


@router.get("/{number}", response_model=PetitionDetail, operation_id="readPetition", responses=problems(401, 403, 404))
def read_petition(number: Number, runtime: RuntimeDep, call: Viewer) -> PetitionDetail:
    """One petition with its history; contact data is masked."""
    with runtime.database.reading() as session:
        return detail_out(runtime.petitions.detail(session, number, call.actor))


@router.post("/{number}/accept", response_model=PetitionDetail, operation_id="acceptPetition", responses=_ERRORS)
def accept(
    number: Number,
    body: AcceptIn,
    runtime: RuntimeDep,
    call: Annotated[StaffCall, Depends(require("petition.accept"))],
) -> PetitionDetail:
    """Accept (受理): classify and start the clock."""
    command = AcceptCommand(
        category_code=body.category_code,
        nature=Nature(body.nature),
        lock=body.lock,
        urgency=Urgency(body.urgency),
        is_policy_query=body.is_policy_query,
    )
    with runtime.database.unit_of_work() as session:
        return detail_out(runtime.petitions.accept(session, number, command, call.actor, call.origin))


@router.post("/{number}/refuse", response_model=PetitionDetail, operation_id="refusePetition", responses=_ERRORS)
def refuse(
    number: Number,
    body: RefuseIn,
    runtime: RuntimeDep,
    call: Annotated[StaffCall, Depends(require("petition.refuse"))],
) -> PetitionDetail:
    """Do not accept (不予受理), naming the proper channel."""
    command = RefuseCommand(RefusalCode(body.reason_code), body.channel_text, body.lock)
    with runtime.database.unit_of_work() as session:
        return detail_out(runtime.petitions.refuse(session, number, command, call.actor, call.origin))


@router.post("/{number}/dispatch", response_model=PetitionDetail, operation_id="dispatchPetition", responses=_ERRORS)
def dispatch(
    number: Number,
    body: DispatchIn,
    runtime: RuntimeDep,
    call: Annotated[StaffCall, Depends(require("petition.dispatch"))],
) -> PetitionDetail:
    """Dispatch (分类派发) to a handling department."""
    command = DispatchCommand(body.lead_department_code, body.lock, body.note)
    with runtime.database.unit_of_work() as session:
        return detail_out(runtime.petitions.dispatch(session, number, command, call.actor, call.origin))


@router.post("/{number}/sign", response_model=PetitionDetail, operation_id="signPetition", responses=_ERRORS)
def sign(
    number: Number,
    body: SignIn,
    runtime: RuntimeDep,
    call: Annotated[StaffCall, Depends(require("petition.sign"))],
) -> PetitionDetail:
    """Sign (签收) for the own department."""
    with runtime.database.unit_of_work() as session:
        return detail_out(runtime.petitions.sign(session, number, SignCommand(body.lock), call.actor, call.origin))


@router.post("/{number}/reply", response_model=PetitionDetail, operation_id="replyToPetition", responses=_ERRORS)
def reply(
    number: Number,
    body: ReplyIn,
    runtime: RuntimeDep,
    call: Annotated[StaffCall, Depends(require("petition.reply"))],
) -> PetitionDetail:
    """Reply (答复), with the basis or the reason why there is none."""
    command = ReplyCommand(
        text=body.text,
        resolution=Resolution(body.resolution),
        lock=body.lock,
        basis=tuple(body.basis),
        no_basis_reason=body.no_basis_reason,
    )
    with runtime.database.unit_of_work() as session:
        return detail_out(runtime.petitions.reply(session, number, command, call.actor, call.origin))


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
