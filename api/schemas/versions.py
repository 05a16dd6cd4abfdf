"""Shapes of keeping up: what changed between versions, the text before cleaning, relations that wait."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.schemas.documents import StatusCode

ChangeCode = Literal["added", "removed", "changed", "renumbered", "unchanged"]
RelationCode = Literal[
    "amends", "repeals", "replaces", "implements", "based_on", "interprets", "forwards", "attaches", "notice_of",
    "faq_of",
]  # fmt: skip


class ClauseSideOut(BaseModel):
    """A clause in one of the two texts; offsets are into that text's body."""

    clause_id: str
    label: str
    start: int
    end: int
    text: str


class PieceOut(BaseModel):
    """A run of characters: in both texts, only in the old, only in the new."""

    kind: Literal["both", "old", "new"]
    text: str


class ClauseChangeOut(BaseModel):
    """What became of a clause. `pieces` are there for a changed one; `text` is empty for an unchanged one."""

    kind: ChangeCode
    old: ClauseSideOut | None
    new: ClauseSideOut | None
    pieces: list[PieceOut]


class FieldChangeOut(BaseModel):
    field: str
    old: Any
    new: Any


class ChangesOut(BaseModel):
    """What changed from the text compared with to this one; clauses come in the order of the newer text."""

    document_id: str
    version: int
    status: StatusCode
    against_document_id: str
    against_version: int
    against_status: StatusCode
    against_is_live: bool
    counts: dict[str, int]
    fields: list[FieldChangeOut]
    clauses: list[ClauseChangeOut]


class TextEditOut(BaseModel):
    """`text[start:end]` of the extraction was `removed`; `replacement` stands at `at` of the body. `rule` is C1…C18."""

    rule: str
    start: int
    end: int
    at: int
    removed: str
    replacement: str


class AttachmentOut(BaseModel):
    name: str
    url: str | None
    media_type: str | None


class SpanOut(BaseModel):
    """Where the body range asked for stands in the extraction, and on which page of the original."""

    start: int
    end: int
    page: int | None


class OriginalOut(BaseModel):
    """The text as it was read from the file, before cleaning, and every edit. Null for what a person wrote."""

    document_id: str
    version: int
    extraction: str | None
    edits: list[TextEditOut]
    span: SpanOut | None
    page_starts: list[int]
    attachments: list[AttachmentOut]
    source_file_name: str | None
    source_media_type: str | None
    source_url: str | None
    file_url: str | None


class CandidateOut(BaseModel):
    """An entry that the relation may mean; `similarity` of the titles, 0..1."""

    entry_id: str
    title: str
    document_number: str | None
    similarity: float


class RelationOut(BaseModel):
    """A relation as a text states it, as a curator does, or as it was inferred."""

    id: int
    entry_id: str
    version: int
    kind: RelationCode
    origin: Literal["text", "curator", "inferred"]
    target_entry_id: str | None
    target_title: str | None
    target_document_number: str | None
    scope: str | None
    effective_on: date | None
    quote: str
    dismissed: bool


class OpenRelationOut(BaseModel):
    relation: RelationOut
    source_title: str
    candidates: list[CandidateOut]


class RelationWorkList(BaseModel):
    total: int
    rows: list[OpenRelationOut]


class RelationList(BaseModel):
    rows: list[RelationOut]


class ResolveIn(BaseModel):
    """The entry that is meant, or "none" for no relation at all."""

    target_entry_id: str = Field(min_length=1, max_length=64)
