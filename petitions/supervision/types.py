"""The words of supervision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OrderState(StrEnum):
    """Where a supervision order stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class OrderReason(StrEnum):
    """Why an order was made: an alert of its petition, or what the supervisor saw otherwise."""

    ALERT = "alert"
    MANUAL = "manual"


class Verdict(StrEnum):
    """What a human decided about a flag of accountability (问责)."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class IssueOrder:
    """T22: what a supervisor asks of the department. `lock` is the petition's version that the supervisor saw."""

    reason: OrderReason
    text: str
    due_at: datetime
    lock: int


@dataclass(frozen=True, slots=True)
class SupervisionOrder:
    """督办单: made by one level of supervision, answered by the department, closed by the same level."""

    id: str
    petition_number: str
    petition_title: str
    level: int
    reason: OrderReason
    text: str
    department_code: str
    due_at: datetime
    issued_at: datetime
    issued_by: str
    state: OrderState
    answer: str
    answered_at: datetime | None
    answered_by: str | None
    closing_note: str
    closed_at: datetime | None
    closed_by: str | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One page of orders, the newest first."""

    total: int
    orders: tuple[SupervisionOrder, ...]


@dataclass(frozen=True, slots=True)
class AccountabilityFlag:
    """A petition that turned red, for a human to examine; `verdict` None until then."""

    id: str
    petition_number: str
    petition_title: str
    cycle: int
    department_code: str | None
    raised_at: datetime
    verdict: Verdict | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str
