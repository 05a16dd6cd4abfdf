"""Shapes of curating: lists, uploads, editing, review."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.schemas.documents import DocumentOut, KindCode, StatusCode


class EntryRow(BaseModel):
    entry_id: str
    version: int
    kind: KindCode
    status: StatusCode
    title: str
    document_number: str | None
    issuing_bodies: list[str]
    department_code: str | None
    effective_from: date | None
    effective_to: date | None
    updated_at: datetime
    finding_count: int
    live_version: int | None
    next_review_on: date | None = None


class EntryList(BaseModel):
    total: int
    rows: list[EntryRow]


class FindingOut(BaseModel):
    code: str
    text: str
    blocks_publishing: bool


class EvidenceOut(BaseModel):
    field: str
    value: str
    quote: str
    start: int | None
    end: int | None
    confidence: float


class FaqOut(BaseModel):
    standard_question: str
    answer: str
    similar_questions: list[str] = []
    basis: list[str] = []
    no_basis_reason: str | None = None


class ApplicationWindow(BaseModel):
    """When and where one applies for what a notice is about."""

    window_start: date | None
    window_end: date | None
    year_round: bool
    apply_url: str | None
    contact: str | None


class EntryDetail(BaseModel):
    """One version with everything a curator may see and change."""

    document: DocumentOut
    lock: int
    author_id: str
    reviewer_id: str | None
    department_code: str | None
    region_code: str | None
    interpreter: str | None
    visibility: Literal["public", "internal"]
    tags: list[str]
    status_reason: str | None
    findings: list[FindingOut]
    evidence: list[EvidenceOut]
    faq: FaqOut | None
    service_item: dict[str, Any] | None
    window: ApplicationWindow | None = None
    next_review_on: date | None = None  # when to look at it again; null while nothing was published
    versions: list[EntryRow]
    allowed: list[str]  # edit, submit, approve, reject, withdraw — what this caller may do now


class ListQuery(BaseModel):
    """Which entries a list shows. `ends_within_days` keeps what expires soon, `incomplete` what has findings.

    `review_due` keeps what is to be looked at again.
    """

    status: StatusCode | None = None
    kind: KindCode | None = None
    q: str = Field(default="", max_length=200)
    ends_within_days: int | None = Field(default=None, ge=1, le=3_660)
    incomplete: bool = False
    review_due: bool = False
    tag: str = Field(default="", max_length=100)


class DescriptionPatch(BaseModel):
    """Fields a curator corrects; a field left out stays, null clears it."""

    lock: int
    title: str | None = Field(default=None, max_length=300)
    document_number: str | None = Field(default=None, max_length=60)
    issuing_bodies: list[str] | None = None
    issued_on: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    summary: str | None = Field(default=None, max_length=2_000)
    interpreter: str | None = Field(default=None, max_length=100)
    department_code: str | None = Field(default=None, max_length=40)
    region_code: str | None = Field(default=None, max_length=12)
    tags: list[str] | None = None
    visibility: Literal["public", "internal"] | None = None


class ReviewDateIn(BaseModel):
    """The next day of review (下次复核日期); null for the usual time after publishing."""

    next_review_on: date | None


class FaqIn(FaqOut):
    """A new FAQ, or (with `lock`) the new content of one."""

    lock: int | None = None
    department_code: str | None = Field(default=None, max_length=40)
    effective_to: date | None = None


class ReviewIn(BaseModel):
    lock: int
    reason: str = Field(default="", max_length=1_000)


class SupersedeIn(BaseModel):
    """`successor_id` takes over on `effective_on` (default: the day the successor takes effect)."""

    lock: int
    successor_id: str = Field(max_length=64)
    effective_on: date | None = None


class UploadedFileOut(BaseModel):
    file_name: str
    outcome: Literal["read", "unchanged", "skipped", "failed"]
    entry_id: str | None
    version: int | None
    title: str | None
    reason: str | None
    clause_count: int
    finding_count: int


class UploadOut(BaseModel):
    files: list[UploadedFileOut]
