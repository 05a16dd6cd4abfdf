"""Supervision: alerts with their colours."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.schemas.supervising import AlertKindCode, AlertListOut
from api.views.supervising import board_out
from core.departments import DepartmentRepository
from petitions.alerts.board import AlertQuery, alert_board
from petitions.alerts.types import AlertKind

router = APIRouter(prefix="/api/staff", tags=["staff supervision"])

Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=200)]
Viewer = Annotated[StaffCall, Depends(require("petition.view"))]


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
