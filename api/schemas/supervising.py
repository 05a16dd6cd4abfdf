"""Shapes of alerts, supervision orders, flags of accountability and the check of the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

AlertKindCode = Literal[
    "half_time",
    "day_before",
    "yellow",
    "orange",
    "red",
    "unaccepted",
    "unsigned",
    "ruling_overdue",
    "material_overdue",
]


class AlertOut(BaseModel):
    """One alert as it was raised; `due_at` is when it was due, `recipients` who was told."""

    id: int
    petition_number: str
    petition_title: str
    kind: AlertKindCode
    kind_name: str
    cycle: int
    due_at: datetime
    raised_at: datetime
    department_code: str | None
    department: str | None
    recipients: list[str]
    is_over: bool  # the petition was answered or ended since


class AlertCountsOut(BaseModel):
    """Open petitions by the colour they stand at now, and what waits for somebody else than the department."""

    yellow: int
    orange: int
    red: int
    unaccepted: int
    unsigned: int


class AlertListOut(BaseModel):
    total: int
    counts: AlertCountsOut
    rows: list[AlertOut]


class AuditCheckOut(BaseModel):
    """Whether the audit log is what was written; `broken_at` is the first row that is not."""

    intact: bool
    count: int
    broken_at: int | None
    head: str
    message: str
