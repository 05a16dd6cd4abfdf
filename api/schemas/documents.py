"""Shapes of reading: one archived version with its clause anchors."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel

StatusCode = Literal["draft", "in_review", "published", "superseded", "expired", "withdrawn"]
KindCode = Literal["policy_document", "notice", "service_item", "faq", "interpretation", "article"]


class ClauseOut(BaseModel):
    """A node of the clause tree; `text` is `body[start:end]`. Nodes come in reading order."""

    id: str
    parent_id: str | None
    kind: str
    number: str
    heading: str
    label: str
    depth: int
    start: int
    end: int
    text: str


class LinkedFileOut(BaseModel):
    name: str
    url: str | None


class DocumentOut(BaseModel):
    """The archived text of one version. Ranges of `body` are cited by character offset."""

    document_id: str
    version: int
    kind: KindCode
    status: StatusCode
    validity: Literal["in_force", "future", "expired", "superseded", "withdrawn", "unpublished"]
    title: str
    document_number: str | None
    issuing_bodies: list[str]
    issued_on: date | None
    published_on: date | None
    effective_from: date | None
    effective_from_inferred: bool
    effective_to: date | None
    summary: str | None
    superseded_by: str | None
    superseded_by_title: str | None
    live_version: int | None
    body: str
    clauses: list[ClauseOut]
    source_file_name: str | None
    source_url: str | None
    original_url: str | None
    attachments: list[LinkedFileOut]
    published_at: datetime | None
