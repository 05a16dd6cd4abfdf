"""Shapes of petitions (诉求): filing, receipt, look-up, and the staff's steps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.scripts import OwnWords

StateCode = Literal[
    "draft",
    "submitted",
    "accepted",
    "dispatched",
    "processing",
    "awaiting",
    "answered",
    "closed",
    "refused",
    "withdrawn",
    "merged",
]
NatureCode = Literal["consultation", "help", "suggestion", "complaint", "report", "praise"]
UrgencyCode = Literal["normal", "urgent", "extra_urgent"]
IdentityCode = Literal["named", "confidential", "anonymous"]
ResolutionCode = Literal["resolved", "partly_resolved", "explained", "not_resolvable"]
AlertCode = Literal["none", "yellow", "orange", "red"]
PressingCode = Literal["overdue", "due_today", "unaccepted", "unsigned"]


class PetitionIn(BaseModel):
    """A petition as an enterprise files it. Field errors come back as a problem document with `details`."""

    title: str = Field(max_length=200)
    content: str = Field(max_length=20_000)
    contact_name: str = Field(default="", max_length=50)
    contact_phone: str = Field(default="", max_length=30)
    enterprise_name: str = Field(default="", max_length=100)
    credit_code: str = Field(default="", max_length=30)
    identity: IdentityCode = "named"
    nature: NatureCode = "consultation"
    is_policy_query: bool = False
    category_code: str | None = Field(default=None, max_length=8)
    demand: str = Field(default="", max_length=1_000)
    region_code: str | None = Field(default=None, max_length=12)  # left out: that of the enterprise's profile
    conversation_id: str | None = Field(default=None, max_length=64)
    consent: bool = False
    submission_key: str | None = Field(default=None, max_length=64)  # the same key twice files one petition


class RegisterIn(PetitionIn):
    """A petition that staff registers for an enterprise."""

    channel: Literal["hotline_12345", "visit", "window", "station"]


class ReceiptOut(BaseModel):
    """What the enterprise keeps. `expected_by` is the answer date if it were accepted today."""

    number: str
    submitted_at: datetime
    expected_by: datetime
    expected_text: OwnWords
    message: OwnWords


class ExpectationOut(BaseModel):
    """When an answer would come if such a petition were accepted now."""

    expected_by: datetime
    expected_text: OwnWords


class LookupIn(BaseModel):
    number: str = Field(max_length=40)
    phone_tail: str = Field(max_length=11)


class TimelineStepOut(BaseModel):
    """One happening as the enterprise sees it: stage, time, department; never an internal note."""

    code: str
    text: OwnWords
    at: datetime
    department: OwnWords | None = None


class StageOut(BaseModel):
    """One of the five stages 受理 转办 办理 答复 评价."""

    code: Literal["accept", "dispatch", "handle", "answer", "rate"]
    label: OwnWords
    state: Literal["done", "current", "todo"]
    at: datetime | None = None


class ReplyOut(BaseModel):
    """An answer; one that was rejected by the quality check is shown to staff only."""

    text: str
    resolution: ResolutionCode
    basis: list[str]
    answered_at: datetime
    department: OwnWords | None
    rejected_at: datetime | None = None
    rejected_reason: str | None = None


class MaterialOut(BaseModel):
    """What a department asked the petitioner for until `supply_by`, and what came."""

    items: list[str]
    department: OwnWords | None
    asked_at: datetime
    supply_by: datetime
    supplied_at: datetime | None
    supplied: str


class DayOut(BaseModel):
    """A day between acceptance and answer date, as the working-day calendar counts it."""

    day: date
    is_rest: bool


class ProgressOut(BaseModel):
    """A petition as its petitioner sees it. `days` are the last seven days up to `due_at`, oldest first."""

    number: str
    title: str
    content: str
    state: StateCode
    headline: OwnWords
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    due_text: OwnWords | None
    why_text: OwnWords | None
    days: list[DayOut] = []
    provisional: bool
    is_overdue: bool
    department: OwnWords | None
    stages: list[StageOut]
    timeline: list[TimelineStepOut]
    replies: list[ReplyOut]
    material: MaterialOut | None = None  # what is awaited from the petitioner now
    master: str | None = None  # number of the petition this one was merged into
    allowed: list[str] = []  # what the petitioner may do now


class PetitionRow(BaseModel):
    """One row of the desk list."""

    number: str
    title: str
    state: StateCode
    nature: NatureCode
    urgency: UrgencyCode
    category_code: str | None
    category: str | None
    enterprise_name: str
    lead_department_code: str | None
    lead_department: str | None
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    alert: AlertCode
    overdue_working_days: int
    remaining_working_days: int | None
    channel: str
    cycle: int
    lock: int
    paused_until: datetime | None


class PetitionList(BaseModel):
    total: int
    rows: list[PetitionRow]


class DueDayOut(BaseModel):
    """A day of the calendar of deadlines: `late` of the `due` petitions are late by now."""

    day: date
    due: int
    late: int
    is_working_day: bool


class DueDays(BaseModel):
    days: list[DueDayOut]


class EventOut(BaseModel):
    code: str
    text: str
    at: datetime
    actor: str
    from_state: StateCode | None
    to_state: StateCode
    reason: str | None
    department: str | None
    is_internal: bool  # the petitioner does not see it


class TicketOut(BaseModel):
    """The work of one department on a petition."""

    department_code: str
    department: str
    role: Literal["lead", "assist"]
    cycle: int
    dispatched_at: datetime
    sign_by: datetime
    signed_at: datetime | None
    finished_at: datetime | None
    due_at: datetime | None
    is_returnable: bool
    note: str
    result: str


class RequestOut(BaseModel):
    """Something asked for and the ruling on it; it waits while `decided_at` is null, and lapsed if only that is set."""

    kind: Literal["return", "transfer", "material", "extension", "withdrawal"]
    cycle: int
    asked_at: datetime
    department: str | None
    reason: str
    days: int | None
    items: list[str]
    suggested_department: str | None
    is_granted: bool | None
    decided_at: datetime | None
    ruling: str


class ConsultationOut(BaseModel):
    held_at: datetime
    departments: list[str]
    minutes: str
    lead_department: str | None


class RevisitOut(BaseModel):
    at: datetime
    is_reached: bool
    note: str


class DossierOut(BaseModel):
    """What accompanies a petition, each oldest first."""

    tickets: list[TicketOut]
    requests: list[RequestOut]
    material: list[MaterialOut]
    consultations: list[ConsultationOut]
    revisits: list[RevisitOut]


class PetitionDetail(PetitionRow):
    """A petition as staff see it; contact data is masked until revealed."""

    content: str
    demand: str
    identity: IdentityCode
    contact_name: str
    contact_phone: str
    credit_code: str
    conversation_id: str | None
    why_text: str | None
    provisional: bool
    events: list[EventOut]
    replies: list[ReplyOut]
    allowed: list[str]  # steps this caller may take now
    dossier: DossierOut
    master: str | None
    members: list[str]
    cluster_id: str | None
    cluster: str | None


class AcceptIn(BaseModel):
    category_code: str = Field(max_length=8)
    nature: NatureCode
    urgency: UrgencyCode = "normal"
    is_policy_query: bool = False
    statutory_days: int | None = None
    statutory_basis: str = Field(default="", max_length=500)
    lock: int


class RefuseIn(BaseModel):
    reason_code: Literal["EMG", "LEG", "SEC", "DUP", "OUT", "ILL", "INC"]
    channel_text: str = Field(min_length=1, max_length=500)
    incomplete: str = Field(default="", max_length=500)  # INC: what was missing
    duplicate_of: str = Field(default="", max_length=40)  # DUP: the number of the petition concluded before
    lock: int


class DispatchIn(BaseModel):
    lead_department_code: str = Field(max_length=40)
    note: str = Field(default="", max_length=1_000)
    assist_department_codes: list[str] = Field(default=[], max_length=20)
    lock: int


class TransferIn(DispatchIn):
    """`why` tells a wrong dispatch, which counts against its accuracy, from what nobody could have known."""

    why: Literal["wrong_department", "duties_changed", "facts_changed"] = "wrong_department"


class SignIn(BaseModel):
    lock: int


class ReplyIn(BaseModel):
    text: str = Field(min_length=1, max_length=10_000)
    resolution: ResolutionCode
    basis: list[str] = []
    no_basis_reason: str = Field(default="", max_length=500)
    override_reason: str = Field(default="", max_length=500)  # why it leaves although the check found something
    lock: int


class WithdrawIn(BaseModel):
    """A petitioner withdraws: identified by number and phone tail, never by URL alone."""

    number: str = Field(max_length=40)
    phone_tail: str = Field(max_length=11)
    reason: str = Field(min_length=1, max_length=500)


class RateIn(BaseModel):
    number: str = Field(max_length=40)
    phone_tail: str = Field(max_length=11)
    stars: int = Field(ge=1, le=5)
    comment: str = Field(default="", max_length=1_000)


class CategoryLeafOut(BaseModel):
    code: str
    name: OwnWords


class CategoryOut(BaseModel):
    """A first-level category; `children` are the names of those below, `leaves` the same with their codes."""

    code: str
    name: OwnWords
    children: list[OwnWords]
    leaves: list[CategoryLeafOut]


class DepartmentOut(BaseModel):
    code: str
    name: str
    phone: str | None = None
    address: str | None = None
    hours: str | None = None


class RevealIn(BaseModel):
    """Why contact data is needed; the reason is kept in the audit log."""

    reason: str = Field(min_length=1, max_length=500)


class RevealOut(BaseModel):
    contact_name: str
    contact_phone: str
