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
    rejected_at: datetime | None = None
    rejected_reason: str | None = None


@dataclass(frozen=True, slots=True)
class MaterialView:
    """What a department asked the petitioner for, and what came."""

    items: tuple[str, ...]
    department: str | None
    asked_at: datetime
    supply_by: datetime
    supplied_at: datetime | None
    supplied: str


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
    material: MaterialView | None = None  # what is awaited from the petitioner now
    master: str | None = None  # number of the petition this one was merged into
    allowed: tuple[str, ...] = ()  # what the petitioner may do now


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
    channel: str
    cycle: int
    lock: int
    paused_until: datetime | None


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day of the calendar of deadlines: how many petitions are due on it, and how many of them are late by now."""

    day: date
    due: int
    late: int
    is_working_day: bool


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
    is_internal: bool  # the petitioner does not see it


@dataclass(frozen=True, slots=True)
class TicketView:
    """The work of one department: lead or assist."""

    department_code: str
    department: str
    role: str
    cycle: int
    dispatched_at: datetime
    sign_by: datetime
    signed_at: datetime | None
    finished_at: datetime | None
    due_at: datetime | None
    is_returnable: bool
    note: str
    result: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """Something asked for and the ruling on it; without both `is_granted` and `decided_at` it waits."""

    kind: str
    cycle: int
    asked_at: datetime
    department: str | None
    reason: str
    days: int | None
    items: tuple[str, ...]
    suggested_department: str | None
    is_granted: bool | None
    decided_at: datetime | None
    ruling: str


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """A consultation (会商) with its minutes."""

    held_at: datetime
    departments: tuple[str, ...]
    minutes: str
    lead_department: str | None


@dataclass(frozen=True, slots=True)
class RevisitView:
    """One attempt to reach the petitioner."""

    at: datetime
    is_reached: bool
    note: str


@dataclass(frozen=True, slots=True)
class DossierView:
    """What accompanies a petition, each oldest first."""

    tickets: tuple[TicketView, ...]
    requests: tuple[RequestView, ...]
    material: tuple[MaterialView, ...]
    consultations: tuple[ConsultationView, ...]
    revisits: tuple[RevisitView, ...]


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
    channel: str
    cycle: int
    lock: int
    paused_until: datetime | None
    content: str
    demand: str
    identity: str
    contact_name: str
    contact_phone: str
    credit_code: str
    conversation_id: str | None
    why_text: str | None
    provisional: bool
    events: tuple[EventView, ...]
    replies: tuple[ReplyView, ...]
    allowed: tuple[str, ...]
    dossier: DossierView
    master: str | None
    members: tuple[str, ...]
    cluster_id: str | None
    cluster: str | None


@dataclass(frozen=True, slots=True)
class Links:
    """What a petition hangs together with: the number of its master, and the issue it shares (共性问题)."""

    master: str | None = None
    cluster_id: str | None = None
    cluster: str | None = None
