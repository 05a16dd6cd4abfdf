"""What entry points show of a petition; fields are those of `api/schemas/petitions.py`, codes as plain strings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ExpectationView:
    """When an answer would come if the petition were accepted today."""

    expected_by: datetime
    expected_text: str
    form_head: str


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What the enterprise keeps."""

    number: str
    submitted_at: datetime
    expected_by: datetime
    expected_text: str
    message: str


@dataclass(frozen=True, slots=True)
class TimelineStepView:
    """One happening as the enterprise sees it: never an internal note."""

    code: str
    text: str
    at: datetime
    department: str | None


@dataclass(frozen=True, slots=True)
class StageView:
    """One of the five stages 受理 转办 办理 答复 评价; state is done, current or todo."""

    code: str
    label: str
    state: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ReplyView:
    """An answer with its basis."""

    text: str
    resolution: str
    basis: tuple[str, ...]
    answered_at: datetime
    department: str | None


@dataclass(frozen=True, slots=True)
class DayView:
    """One day before the answer date, and whether nobody works on it."""

    day: date
    is_rest: bool


@dataclass(frozen=True, slots=True)
class ProgressView:
    """A petition as its petitioner sees it; the timeline is newest first."""

    number: str
    title: str
    content: str
    state: str
    headline: str
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    due_text: str | None
    why_text: str | None
    provisional: bool
    is_overdue: bool
    department: str | None
    stages: tuple[StageView, ...]
    timeline: tuple[TimelineStepView, ...]
    replies: tuple[ReplyView, ...]
    days: tuple[DayView, ...] = ()  # the last seven up to the answer date, oldest first


@dataclass(frozen=True, slots=True)
class PetitionRowView:
    """One row of the desk list."""

    number: str
    title: str
    state: str
    nature: str
    urgency: str
    category_code: str | None
    category: str | None
    enterprise_name: str
    lead_department_code: str | None
    lead_department: str | None
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    alert: str
    overdue_working_days: int
    remaining_working_days: int | None


@dataclass(frozen=True, slots=True)
class PetitionPage:
    """A page of the desk list and how many petitions match."""

    total: int
    rows: tuple[PetitionRowView, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """One happening as staff see it."""

    code: str
    text: str
    at: datetime
    actor: str
    from_state: str | None
    to_state: str
    reason: str | None
    department: str | None


@dataclass(frozen=True, slots=True)
class PetitionDetailView:
    """A petition as staff see it: the row's fields and everything else; contact data masked, events oldest first."""

    number: str
    title: str
    state: str
    nature: str
    urgency: str
    category_code: str | None
    category: str | None
    enterprise_name: str
    lead_department_code: str | None
    lead_department: str | None
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    alert: str
    overdue_working_days: int
    remaining_working_days: int | None
    content: str
    demand: str
    identity: str
    channel: str
    contact_name: str
    contact_phone: str
    credit_code: str
    conversation_id: str | None
    lock: int
    why_text: str | None
    provisional: bool
    events: tuple[EventView, ...]
    replies: tuple[ReplyView, ...]
    allowed: tuple[str, ...]
