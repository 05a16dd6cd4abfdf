"""The words of the petitions domain: enums and frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from petitions.pressing import Pressing


class State(StrEnum):
    """Where a petition stands (DOMAIN §3.4)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    PROCESSING = "processing"
    AWAITING = "awaiting"
    ANSWERED = "answered"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


OPEN_STATES = frozenset(
    {State.SUBMITTED, State.ACCEPTED, State.DISPATCHED, State.PROCESSING, State.AWAITING, State.ANSWERED}
)
"""States in which somebody still has something to do."""


class Nature(StrEnum):
    """What the petitioner wants: 咨询, 求助, 建议, 投诉, 举报, 表扬."""

    CONSULTATION = "consultation"
    HELP = "help"
    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"
    REPORT = "report"
    PRAISE = "praise"


class Urgency(StrEnum):
    """一般, 紧急, 特急."""

    NORMAL = "normal"
    URGENT = "urgent"
    EXTRA_URGENT = "extra_urgent"


class Identity(StrEnum):
    """实名; 保密: hidden from the handling department; 匿名: no contact data, no revisit."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class Channel(StrEnum):
    """Where a petition came in."""

    WIDGET = "widget"
    HOTLINE_12345 = "hotline_12345"
    VISIT = "visit"
    WINDOW = "window"
    STATION = "station"
    IMPORT = "import"
    API = "api"


class Resolution(StrEnum):
    """已解决, 部分解决, 解释说明, 无法解决."""

    RESOLVED = "resolved"
    PARTLY_RESOLVED = "partly_resolved"
    EXPLAINED = "explained"
    NOT_RESOLVABLE = "not_resolvable"


class AlertLevel(StrEnum):
    """How late the reply is: 黄 past the due time, 橙 3 and 红 5 working days past it."""

    NONE = "none"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


class RefusalCode(StrEnum):
    """Why a petition is not accepted (DOMAIN §3.4)."""

    EMERGENCY = "EMG"
    LEGAL_CHANNEL = "LEG"
    SECRET = "SEC"
    DUPLICATE = "DUP"
    OUT_OF_DUTY = "OUT"
    ILLEGAL = "ILL"
    INCOMPLETE = "INC"


class TransferReason(StrEnum):
    """Why another department takes over; only the first counts against the accuracy of dispatching."""

    WRONG_DEPARTMENT = "wrong_department"
    DUTIES_CHANGED = "duties_changed"
    FACTS_CHANGED = "facts_changed"


class RequestKind(StrEnum):
    """What somebody asks for and somebody else rules on."""

    RETURN = "return"  # the department sends an unsigned ticket back (T7)
    TRANSFER = "transfer"  # the department asks for another one to take over (T8)
    MATERIAL = "material"  # more material in the same cycle (T11)
    EXTENSION = "extension"  # more time (T13)
    WITHDRAWAL = "withdrawal"  # the petitioner of a report or safety matter withdraws (T20)


class TicketRole(StrEnum):
    """主办 or 协办."""

    LEAD = "lead"
    ASSIST = "assist"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who can be reached; stored only inside one encrypted column."""

    name: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class PetitionDraft:
    """A petition as it is filed, before it has a number. The same `submission_key` twice files one petition."""

    title: str
    content: str
    contact: Contact = Contact()
    enterprise_name: str = ""
    credit_code: str = ""
    identity: Identity = Identity.NAMED
    nature: Nature = Nature.CONSULTATION
    is_policy_query: bool = False
    category_code: str | None = None
    demand: str = ""
    channel: Channel = Channel.WIDGET
    conversation_id: str | None = None
    consent: bool = False
    submission_key: str | None = None
    region_code: str | None = None


@dataclass(frozen=True, slots=True)
class SlaClock:
    """The clock of the current cycle: `started_at` differs from `accepted_at` once the petition is reopened.

    `stopped_at` is set by an answer or an end; None while the clock runs. Material is awaited from `paused_at`, until
    `paused_until` at most.
    `paused_days` and `extension_days` are the working days by which `due_at` was moved so far.
    """

    accepted_at: datetime | None = None
    started_at: datetime | None = None
    start_day: date | None = None
    allowance_days: int | None = None
    due_at: datetime | None = None
    orange_after: datetime | None = None
    red_after: datetime | None = None
    is_provisional: bool = False
    stopped_at: datetime | None = None
    paused_at: datetime | None = None
    paused_until: datetime | None = None
    paused_days: int = 0
    extension_days: int = 0


@dataclass(frozen=True, slots=True)
class Ticket:
    """The work one dispatch gives one department, with its own signing and holding times.

    An assisting department has a due time of its own and leaves a `result`. What a consultation decided is not
    returnable.
    """

    id: str
    department_code: str
    role: TicketRole
    cycle: int
    dispatched_at: datetime
    sign_by: datetime
    signed_at: datetime | None
    finished_at: datetime | None
    note: str
    due_at: datetime | None = None
    is_returnable: bool = True
    result: str = ""


@dataclass(frozen=True, slots=True)
class PetitionEvent:
    """One happening in a petition's history; rows are only ever added."""

    code: str
    rule: str
    at: datetime
    actor_id: str
    actor_name: str
    from_state: State
    to_state: State
    reason: str | None
    department_code: str | None
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReplyCitation:
    """What a direct answer rests on: a clause of a published entry, or the whole entry without `clause_id`."""

    entry_id: str
    version: int
    clause_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of a department; kept when the petition is reopened or the answer itself is rejected."""

    text: str
    resolution: Resolution
    basis: tuple[str, ...]
    no_basis_reason: str
    answered_at: datetime
    department_code: str | None
    cycle: int
    citations: tuple[ReplyCitation, ...] = ()
    rejected_at: datetime | None = None
    rejected_reason: str | None = None


@dataclass(frozen=True, slots=True)
class PetitionRequest:
    """Something asked for that somebody must rule on. `is_granted` None with `decided_at`: it lapsed without a ruling.

    `params` holds what the ruling will need, as codes: a suggested department, days, items.
    """

    id: str
    kind: RequestKind
    cycle: int
    asked_at: datetime
    asked_by: str
    department_code: str | None
    reason: str
    params: dict[str, Any]
    is_granted: bool | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    ruling: str = ""


@dataclass(frozen=True, slots=True)
class MaterialRequest:
    """What the petitioner is to supply; the clock stands still from `paused_at` to `resumed_at`."""

    id: str
    cycle: int
    items: tuple[str, ...]
    department_code: str
    paused_at: datetime
    supply_by: datetime
    resumed_at: datetime | None = None
    supplied: str = ""


@dataclass(frozen=True, slots=True)
class Consultation:
    """A 会商: who sat together, what was said, and who has the lead from now on."""

    id: str
    cycle: int
    held_at: datetime
    departments: tuple[str, ...]
    minutes: str
    lead_department_code: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class Revisit:
    """One attempt to ask the petitioner whether the answer helped (回访)."""

    id: str
    cycle: int
    at: datetime
    by: str
    is_reached: bool
    note: str


@dataclass(frozen=True, slots=True)
class Petition:
    """A petition without its contact data, which only `PetitionService.reveal` hands out."""

    id: str
    number: str
    state: State
    title: str
    content: str
    demand: str
    enterprise_name: str
    credit_code: str
    identity: Identity
    nature: Nature
    is_policy_query: bool
    urgency: Urgency
    category_code: str | None
    channel: Channel
    conversation_id: str | None
    lead_department_code: str | None
    submitted_at: datetime
    accept_by: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    cycle: int
    rating: int | None
    refusal_code: RefusalCode | None
    refusal_channel: str | None
    clock: SlaClock
    lock: int
    master_id: str | None = None
    cluster_id: str | None = None
    region_code: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What happened to one petition, each oldest first. `members` are the numbers of petitions merged into it."""

    events: tuple[PetitionEvent, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    replies: tuple[Reply, ...] = ()
    requests: tuple[PetitionRequest, ...] = ()
    material: tuple[MaterialRequest, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    revisits: tuple[Revisit, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskQuery:
    """What a desk list shows; empty `states` or `numbers` mean all, `department_code` includes those below it."""

    states: frozenset[State] = frozenset()
    department_code: str | None = None
    text: str = ""
    alert: AlertLevel | None = None
    category_code: str | None = None
    nature: Nature | None = None
    urgency: Urgency | None = None
    pressing: Pressing | None = None
    numbers: frozenset[str] = frozenset()
    due_between: tuple[date, date] | None = None  # first and last day in Shanghai, of running petitions
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class WorkRules:
    """Configurable times of DOMAIN §9, each an assumption until a deployer confirms it."""

    opens_hour: int = 9
    closes_hour: int = 17
    sign_limit_hours: int = 4
    accept_limit_days: int = 1
    ruling_limit_days: int = 1
    material_limit_days: int = 10
    auto_close_days: int = 5
    max_extensions: int = 2
    max_reopens: int = 2
    reopen_within_days: int = 30
    revisit_attempts: int = 3
    revisit_gap_hours: int = 2
    remind_gap_hours: int = 24
    urgency_shortens: bool = False
    held_categories: frozenset[str] = field(default_factory=lambda: frozenset({"10-3", "10-4", "10-5"}))


DEFAULT_RULES = WorkRules()
"""09:00–17:00, sign within 4 working hours, accept within 1 working day, 2 reopens."""
