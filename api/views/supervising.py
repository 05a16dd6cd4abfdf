"""Alerts, orders and flags as clients see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from api.schemas.supervising import AlertCountsOut, AlertListOut, AlertOut, FlagOut, OrderOut
from core.messages import message
from petitions.alerts.board import AlertBoard, AlertRow
from petitions.supervision.types import AccountabilityFlag, SupervisionOrder


def board_out(board: AlertBoard, names: Mapping[str, str]) -> AlertListOut:
    """Return a page of alerts with the counts of all colours."""
    counts = AlertCountsOut(**{kind: board.counts[kind] for kind in AlertCountsOut.model_fields})
    return AlertListOut(total=board.total, counts=counts, rows=[_alert_out(row, names) for row in board.rows])


def order_out(order: SupervisionOrder, names: Mapping[str, str]) -> OrderOut:
    """Return a supervision order with the names of level and department."""
    department = names.get(order.department_code, order.department_code)
    level = message(f"supervision.level.{order.level}")
    return OrderOut.model_validate(asdict(order) | {"department": department, "level_name": level})


def flag_out(flag: AccountabilityFlag, names: Mapping[str, str]) -> FlagOut:
    """Return a flag with the name of the department."""
    code = flag.department_code
    return FlagOut.model_validate(asdict(flag) | {"department": names.get(code, code) if code else None})


def _alert_out(row: AlertRow, names: Mapping[str, str]) -> AlertOut:
    alert, code = row.alert, row.alert.department_code
    return AlertOut(
        id=alert.id,
        petition_number=row.petition_number,
        petition_title=row.petition_title,
        kind=alert.kind.value,
        kind_name=message(f"alert.kind.{alert.kind.value}"),
        cycle=alert.cycle,
        due_at=alert.due_at,
        raised_at=alert.raised_at,
        department_code=code,
        department=names.get(code, code) if code else None,
        recipients=[str(recipient) for recipient in alert.recipients],
        is_over=row.is_over,
    )
