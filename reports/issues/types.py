"""The words of what is done about hot issues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from reports.hot.types import Evidence


class IssueState(StrEnum):
    """Where an issue stands (DOMAIN §5)."""

    DETECTED = "detected"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    DRAFTED = "drafted"  # a direct report waits for its signature
    REPORTED = "reported"  # signed: it has gone to its recipients
    TRACKED = "tracked"  # assigned for supervision (督查跟踪)
    CLOSED = "closed"


OPEN_STATES = frozenset(IssueState) - {IssueState.DISMISSED, IssueState.CLOSED}
"""States in which somebody still has something to do."""


class VoiceKind(StrEnum):
    """What a voice of an issue is."""

    PETITION = "petition"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Voice:
    """One petition (its number) or question (its message id) that an issue was found in."""

    kind: VoiceKind
    id: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DirectReport:
    """信息直报: what goes upwards. `departments` are concerned, `recipients` are told ("supervisor:2")."""

    title: str
    facts: str
    scope: str
    suggestion: str
    departments: tuple[str, ...]
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tracking:
    """督查跟踪: who acts until when, what came of it, and what the public is told."""

    department_code: str
    due_on: date
    result: str = ""
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Whether a recipient of a direct report has read it."""

    recipient: str
    read_at: datetime | None
    read_by: str


@dataclass(frozen=True, slots=True)
class Instruction:
    """领导批示: what a leader wrote on a direct report, and who put it on record."""

    leader: str
    given_on: date
    text: str
    noted_by: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class IssueEvent:
    """One happening in an issue's history; rows are only ever added."""

    code: str
    at: datetime
    actor_name: str
    from_state: IssueState
    to_state: IssueState
    note: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A hot issue and how it gets on. `terms` tell its voices from all others."""

    id: str
    state: IssueState
    lock: int
    title: str
    terms: tuple[str, ...]
    evidence: Evidence
    petitions: int
    questions: int
    detected_at: datetime
    seen_at: datetime
    report: DirectReport | None
    tracking: Tracking | None
    signed_at: datetime | None
    signed_by: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssueHistory:
    """What hangs on one issue: its voices, newest first; receipts; instructions and events, oldest first."""

    voices: tuple[Voice, ...]
    receipts: tuple[Receipt, ...]
    instructions: tuple[Instruction, ...]
    events: tuple[IssueEvent, ...]


@dataclass(frozen=True, slots=True)
class IssueSight:
    """Which issues a caller may see: all with their voices, or those given to `departments`."""

    sees_all: bool = False
    departments: frozenset[str] = frozenset()


# -- what people hand in -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoteCommand:
    """A step that needs nothing but a note; some may leave it empty."""

    lock: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportCommand:
    """The draft of a direct report."""

    title: str
    facts: str
    scope: str
    suggestion: str
    recipients: tuple[str, ...]
    lock: int
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstructCommand:
    """A leader's instruction as it was given: by whom, on which day, in which words."""

    leader: str
    given_on: date
    text: str
    lock: int


@dataclass(frozen=True, slots=True)
class AssignCommand:
    """Who has to act, and until the end of which day."""

    department_code: str
    due_on: date
    lock: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class ResultCommand:
    """What came of it, and the words for the public."""

    result: str
    feedback: str
    lock: int


ISSUE_COMMANDS: dict[str, type] = {
    "confirm": NoteCommand,
    "dismiss": NoteCommand,
    "draft": ReportCommand,
    "send_back": NoteCommand,
    "sign": NoteCommand,
    "acknowledge": NoteCommand,
    "instruct": InstructCommand,
    "assign": AssignCommand,
    "note_progress": NoteCommand,
    "record_result": ResultCommand,
    "close": NoteCommand,
}
"""What is handed in with each step: the name of a method of `IssueService`, and its command."""
