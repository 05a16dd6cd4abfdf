"""Shapes of hot issues and what is handed in with each step; field names are those of the commands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

IssueStateCode = Literal["detected", "confirmed", "dismissed", "drafted", "reported", "tracked", "closed"]
Department = Annotated[str, Field(max_length=40)]
Text = Annotated[str, Field(max_length=4_000)]


class IssueNoteIn(BaseModel):
    lock: int
    note: str = Field(default="", max_length=1_000)


class DirectReportIn(BaseModel):
    """信息直报; recipients are levels of supervision ("supervisor:2") and departments ("department:HR")."""

    title: str = Field(max_length=100)
    facts: Text
    scope: Text
    suggestion: Text
    departments: list[Department] = Field(default_factory=list, max_length=50)
    recipients: list[Annotated[str, Field(max_length=60)]] = Field(min_length=1, max_length=50)
    lock: int


class InstructIn(BaseModel):
    """领导批示: which leader wrote what on the direct report, and when."""

    leader: str = Field(max_length=100)
    given_on: date
    text: Text
    lock: int


class AssignIn(BaseModel):
    department_code: Department
    due_on: date
    note: str = Field(default="", max_length=1_000)
    lock: int


class ResultIn(BaseModel):
    """What came of it, and the words for the public; an issue closes with both."""

    result: Text
    feedback: Text
    lock: int


class IssueEvidenceOut(BaseModel):
    """Why it is one: the busiest seven days against the four weeks before."""

    first_day: date
    last_day: date
    voices: int
    senders: int
    weekly_before: float
    meets: list[str]
    reasons: list[str]


class RecipientOut(BaseModel):
    code: str
    name: str
    read_at: datetime | None = None
    read_by: str = ""


class DirectReportOut(BaseModel):
    title: str
    facts: str
    scope: str
    suggestion: str
    departments: list[str]
    department_names: list[str]
    recipients: list[RecipientOut]


class InstructionOut(BaseModel):
    """领导批示, and who put it on record."""

    leader: str
    given_on: date
    text: str
    noted_by: str
    noted_at: datetime


class TrackingOut(BaseModel):
    """督查跟踪: who acts until when; it is overdue when it is open after that day."""

    department_code: str
    department: str
    due_on: date
    result: str
    feedback: str
    is_overdue: bool


class IssueSummary(BaseModel):
    id: str
    state: IssueStateCode
    state_name: str
    title: str
    terms: list[str]
    petitions: int
    questions: int
    evidence: IssueEvidenceOut
    detected_at: datetime
    seen_at: datetime
    department: str | None
    due_on: date | None


class IssueListOut(BaseModel):
    """One page of issues, and how many stand at each state."""

    total: int
    counts: dict[str, int]
    rows: list[IssueSummary]


class IssueVoiceOut(BaseModel):
    """A petition by its number, or a question by its message."""

    kind: Literal["petition", "question"]
    id: str
    title: str
    at: datetime


class IssueEventOut(BaseModel):
    code: str
    text: str
    at: datetime
    actor: str
    from_state: IssueStateCode
    to_state: IssueStateCode
    note: str


class IssueOut(IssueSummary):
    """An issue with everything about it; `allowed` are the steps this caller may take now."""

    lock: int
    report: DirectReportOut | None
    signed_at: datetime | None
    signed_by: str
    instructions: list[InstructionOut]
    tracking: TrackingOut | None
    closed_at: datetime | None
    voices: list[IssueVoiceOut]
    events: list[IssueEventOut]
    allowed: list[str]


class DetectionOut(BaseModel):
    """What one look found: how many messages were read, the issues that are new, and those seen again."""

    voices: int
    found: list[str]
    seen_again: list[str]
