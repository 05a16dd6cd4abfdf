"""Tables of the knowledge base. Columns exist for what is filtered or joined; the rest of a version is JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime


class EntryRow(Base):
    """One thing that is known; its content lives in versions."""

    __tablename__ = "knowledge_entries"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    live_version: Mapped[int | None]
    latest_version: Mapped[int]
    next_review_on: Mapped[date | None]


class VersionRow(Base):
    __tablename__ = "entry_versions"
    __table_args__ = (
        ForeignKeyConstraint(["entry_id"], ["knowledge_entries.id"], ondelete="CASCADE"),
        Index("ix_entry_versions_status_updated", "status", "updated_at"),
    )

    entry_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    status: Mapped[str]
    title: Mapped[str]
    title_folded: Mapped[str] = mapped_column(index=True)
    document_number: Mapped[str | None] = mapped_column(index=True)
    authority: Mapped[str | None]
    region_code: Mapped[str | None]
    department_code: Mapped[str | None] = mapped_column(index=True)
    visibility: Mapped[str]
    issuing_bodies: Mapped[list[str]]
    issued_on: Mapped[date | None]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    in_force_from: Mapped[date | None]
    in_force_until: Mapped[date | None] = mapped_column(index=True)
    superseded_by: Mapped[str | None]
    body: Mapped[str] = mapped_column(Text)
    description: Mapped[dict[str, Any]]
    details: Mapped[dict[str, Any] | None]
    source: Mapped[dict[str, Any]]
    source_sha256: Mapped[str | None] = mapped_column(index=True)
    findings: Mapped[list[dict[str, Any]]]
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]")
    page_starts: Mapped[list[int]] = mapped_column(server_default="[]")
    content_hash: Mapped[str] = mapped_column(index=True)
    author_id: Mapped[str]
    reviewer_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    status_reason: Mapped[str | None]
    lock: Mapped[int] = mapped_column(default=0)


class ClauseRow(Base):
    __tablename__ = "clauses"
    __table_args__ = (
        ForeignKeyConstraint(
            ["entry_id", "version"], ["entry_versions.entry_id", "entry_versions.version"], ondelete="CASCADE"
        ),
    )

    entry_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    clause_id: Mapped[str]
    parent_id: Mapped[str | None]
    kind: Mapped[str]
    number: Mapped[str]
    heading: Mapped[str] = mapped_column(Text)
    label: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    subtree_end: Mapped[int]
    original_start: Mapped[int | None]
    original_end: Mapped[int | None]
    damaged: Mapped[bool]


class ExtractionRow(Base):
    """The text of a version before cleaning, and what cleaning did; read only when somebody looks at it."""

    __tablename__ = "extractions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["entry_id", "version"], ["entry_versions.entry_id", "entry_versions.version"], ondelete="CASCADE"
        ),
    )

    entry_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    edits: Mapped[list[Any]]


class PassageRow(Base):
    """A searchable span; its text stands here too, so that joining hits never loads a whole body."""

    __tablename__ = "passages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["entry_id", "version"], ["entry_versions.entry_id", "entry_versions.version"], ondelete="CASCADE"
        ),
        Index("ix_passages_entry_version", "entry_id", "version"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    entry_id: Mapped[str]
    version: Mapped[int]
    clause_id: Mapped[str]
    clause_label: Mapped[str]
    context: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    start: Mapped[int]
    end: Mapped[int]
    quotable: Mapped[bool]
    in_force_until: Mapped[date | None]  # of a clause that was repealed by itself


class RelationRow(Base):
    """How a version stands to another entry; `target_entry_id` is null while nobody knows which entry is meant."""

    __tablename__ = "relations"
    __table_args__ = (
        ForeignKeyConstraint(
            ["entry_id", "version"], ["entry_versions.entry_id", "entry_versions.version"], ondelete="CASCADE"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entry_id: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    kind: Mapped[str]
    target_entry_id: Mapped[str | None] = mapped_column(index=True)
    target_title: Mapped[str | None]
    target_title_folded: Mapped[str | None] = mapped_column(index=True)
    target_document_number: Mapped[str | None] = mapped_column(index=True)
    scope: Mapped[str | None]
    effective_on: Mapped[date | None]
    quote: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(server_default="text")
    dismissed: Mapped[bool] = mapped_column(server_default=false())


class ConfirmedPairRow(Base):
    """A question that a person confirmed to be answered by a clause or an entry: what search learns from."""

    __tablename__ = "confirmed_pairs"
    __table_args__ = (
        UniqueConstraint("question_key", "entry_id", "clause_id", name="uq_confirmed_pairs_question_target"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    question: Mapped[str] = mapped_column(Text)  # masked, as asked
    question_key: Mapped[str]  # SHA-256 of the comparable form, so that a pair is kept once
    entry_id: Mapped[str] = mapped_column(index=True)
    clause_id: Mapped[str] = mapped_column(server_default="")  # empty: the entry as a whole
    origin: Mapped[str]  # rating, curator, petition or import
    origin_id: Mapped[str | None]  # the message or petition it came from
    confirmed_by: Mapped[str | None]
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
