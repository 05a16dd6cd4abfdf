"""Shapes of alerts, supervision orders, flags of accountability and the check of the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

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
OrderStateCode = Literal["open", "answered", "closed"]


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


class OrderIn(BaseModel):
    """A supervision order (督办单) to the department that handles a petition."""

    reason: Literal["alert", "manual"] = "manual"
    text: str = Field(min_length=1, max_length=1_000)
    due_at: AwareDatetime
    lock: int


class OrderAnswerIn(BaseModel):
    text: str = Field(min_length=1, max_length=2_000)


class OrderCloseIn(BaseModel):
    note: str = Field(min_length=1, max_length=1_000)


class OrderOut(BaseModel):
    id: str
    petition_number: str
    petition_title: str
    level: int
    level_name: str
    reason: Literal["alert", "manual"]
    text: str
    department_code: str
    department: str
    due_at: datetime
    issued_at: datetime
    state: OrderStateCode
    answer: str
    answered_at: datetime | None
    closing_note: str
    closed_at: datetime | None
    is_overdue: bool


class OrderListOut(BaseModel):
    total: int
    rows: list[OrderOut]


class FlagOut(BaseModel):
    """A petition that turned red: a human decides whether somebody is accountable, the product never does."""

    id: str
    petition_number: str
    petition_title: str
    cycle: int
    department_code: str | None
    department: str | None
    raised_at: datetime
    verdict: Literal["confirmed", "dismissed"] | None
    decided_at: datetime | None
    reason: str


class VerdictIn(BaseModel):
    verdict: Literal["confirmed", "dismissed"]
    reason: str = Field(min_length=1, max_length=1_000)


class AuditCheckOut(BaseModel):
    """Whether the audit log is what was written; `broken_at` is the first row that is not."""

    intact: bool
    count: int
    broken_at: int | None
    head: str
    message: str
