"""Supervision: alerts with their colours, orders (督办单) with answer and end, and flags of accountability."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.schemas.supervising import (
    AlertKindCode,
    AlertListOut,
    FlagOut,
    OrderAnswerIn,
    OrderCloseIn,
    OrderIn,
    OrderListOut,
    OrderOut,
    OrderStateCode,
    VerdictIn,
)
from api.views.supervising import board_out, flag_out, order_out
from core.departments import DepartmentRepository
from petitions.alerts.board import AlertQuery, alert_board
from petitions.alerts.types import AlertKind
from petitions.supervision.types import IssueOrder, OrderReason, OrderState, Verdict

router = APIRouter(prefix="/api/staff", tags=["staff supervision"])

Number = Annotated[str, Path(min_length=1, max_length=40)]
OrderId = Annotated[str, Path(min_length=1, max_length=40)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=200)]
Viewer = Annotated[StaffCall, Depends(require("petition.view"))]
Supervisor = Annotated[StaffCall, Depends(require("petition.supervise"))]
_ERRORS = problems(401, 403, 404, 409)


@router.get("/alerts", response_model=AlertListOut, operation_id="listAlerts", responses=problems(401, 403, 404))
def list_alerts(
    runtime: RuntimeDep,
    call: Viewer,
    kind: Annotated[list[AlertKindCode] | None, Query()] = None,
    petition: Annotated[str | None, Query(max_length=40)] = None,
    only_open: bool = False,
    offset: Offset = 0,
    limit: Limit = 50,
) -> AlertListOut:
    """Alerts in this caller's scope, newest first, and how many open petitions stand at each colour now."""
    kinds = frozenset(AlertKind(code) for code in kind or ())
    query = AlertQuery(kinds, petition or None, only_open, offset, limit)
    with runtime.database.reading() as session:
        board = alert_board(session, runtime.petitions.steps, query, call.actor)
        return board_out(board, DepartmentRepository().labels(session))


@router.get("/orders", response_model=OrderListOut, operation_id="listOrders", responses=problems(401, 403, 404))
def list_orders(
    runtime: RuntimeDep,
    call: Viewer,
    state: OrderStateCode | None = None,
    level: Annotated[int | None, Query(ge=1, le=3)] = None,
    petition: Annotated[str | None, Query(max_length=40)] = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> OrderListOut:
    """Supervision orders in this caller's scope, newest first."""
    with runtime.database.reading() as session:
        page = runtime.supervision.orders(
            session,
            call.actor,
            state=OrderState(state) if state else None,
            level=level,
            number=petition or None,
            offset=offset,
            limit=limit,
        )
        names = DepartmentRepository().labels(session)
        return OrderListOut(total=page.total, rows=[order_out(order, names) for order in page.orders])


@router.post("/petitions/{number}/supervise", response_model=OrderOut, operation_id="issueOrder", responses=_ERRORS)
def issue_order(number: Number, body: OrderIn, runtime: RuntimeDep, call: Supervisor) -> OrderOut:
    """Order the handling department to act and to answer by a time (T22), at the supervisor's own level."""
    command = IssueOrder(OrderReason(body.reason), body.text, body.due_at, body.lock)
    with runtime.database.unit_of_work() as session:
        order = runtime.supervision.issue(session, number, command, call.actor, call.origin)
        return order_out(order, DepartmentRepository().labels(session))


@router.post("/orders/{order_id}/answer", response_model=OrderOut, operation_id="answerOrder", responses=_ERRORS)
def answer_order(
    order_id: OrderId,
    body: OrderAnswerIn,
    runtime: RuntimeDep,
    call: Annotated[StaffCall, Depends(require("petition.handle"))],
) -> OrderOut:
    """The department says what it did; again, as long as the order is not closed."""
    with runtime.database.unit_of_work() as session:
        order = runtime.supervision.answer(session, order_id, body.text, call.actor, call.origin)
        return order_out(order, DepartmentRepository().labels(session))


@router.post("/orders/{order_id}/close", response_model=OrderOut, operation_id="closeOrder", responses=_ERRORS)
def close_order(order_id: OrderId, body: OrderCloseIn, runtime: RuntimeDep, call: Supervisor) -> OrderOut:
    """The level that made the order ends it."""
    with runtime.database.unit_of_work() as session:
        order = runtime.supervision.close(session, order_id, body.note, call.actor, call.origin)
        return order_out(order, DepartmentRepository().labels(session))


@router.get(
    "/accountability",
    response_model=list[FlagOut],
    operation_id="listFlags",
    responses=problems(401, 403),
)
def list_flags(
    runtime: RuntimeDep, call: Supervisor, only_open: bool = True, offset: Offset = 0, limit: Limit = 50
) -> list[FlagOut]:
    """What turned red and waits for a human to say whether somebody is accountable (问责)."""
    with runtime.database.reading() as session:
        names = DepartmentRepository().labels(session)
        found = runtime.supervision.flags(session, call.actor, only_open=only_open, offset=offset, limit=limit)
        return [flag_out(flag, names) for flag in found]


@router.post("/accountability/{flag_id}", response_model=FlagOut, operation_id="decideFlag", responses=_ERRORS)
def decide_flag(
    flag_id: Annotated[str, Path(min_length=1, max_length=40)], body: VerdictIn, runtime: RuntimeDep, call: Supervisor
) -> FlagOut:
    """Decide once, with a reason; the third level only."""
    with runtime.database.unit_of_work() as session:
        flag = runtime.supervision.decide(session, flag_id, Verdict(body.verdict), body.reason, call.actor, call.origin)
        return flag_out(flag, DepartmentRepository().labels(session))
