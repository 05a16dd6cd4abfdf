"""Between domain types and table rows: the one place that knows how a version is spread over columns and JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import or_

from core.text import fold_for_comparison
from knowledge.tables import PassageRow, RelationRow, VersionRow
from knowledge.types import (
    Attachment,
    Authority,
    Clause,
    ClauseKind,
    Description,
    Details,
    EntryDraft,
    EntryKind,
    EntryStatus,
    EntrySummary,
    EntryVersion,
    FaqDetails,
    Finding,
    NoticeDetails,
    Passage,
    PassageDraft,
    RelationDraft,
    RelationKind,
    RelationOrigin,
    ServiceItemDetails,
    Source,
    Visibility,
)
from knowledge.validity import Standing

_description = TypeAdapter(Description)
_source = TypeAdapter(Source)
_findings = TypeAdapter(list[Finding])
_attachments = TypeAdapter(list[Attachment])
_details: dict[EntryKind, TypeAdapter[Any]] = {
    EntryKind.FAQ: TypeAdapter(FaqDetails),
    EntryKind.SERVICE_ITEM: TypeAdapter(ServiceItemDetails),
    EntryKind.NOTICE: TypeAdapter(NoticeDetails),
}


def content_hash(draft: EntryDraft) -> str:
    """Return the SHA-256 of title and body in folded form: equal texts are equal whatever their script or blanks."""
    return _hash_of(draft.title, draft.body)


@lru_cache(maxsize=16)
def _hash_of(title: str, body: str) -> str:
    """Asked for several times while one draft is stored; folding a long body costs as much as storing it."""
    return hashlib.sha256(f"{fold_for_comparison(title)}\n{fold_for_comparison(body)}".encode()).hexdigest()


def content_columns(draft: EntryDraft) -> dict[str, Any]:
    """Return the columns of `entry_versions` that hold the content of `draft`."""
    described = draft.description
    adapter = _details.get(draft.kind)
    return {
        "kind": draft.kind.value,
        "title": draft.title,
        "title_folded": fold_for_comparison(draft.title),
        "document_number": described.document_number,
        "authority": described.authority.value if described.authority else None,
        "region_code": described.region_code,
        "department_code": described.department_code,
        "visibility": draft.visibility.value,
        "issuing_bodies": list(described.issuing_bodies),
        "issued_on": described.issued_on,
        "effective_from": described.effective_from,
        "effective_to": described.effective_to,
        "body": draft.body,
        "description": _description.dump_python(described, mode="json"),
        "details": adapter.dump_python(draft.details, mode="json") if adapter and draft.details else None,
        "source": _source.dump_python(draft.source, mode="json"),
        "source_sha256": draft.source.sha256,
        "findings": from_findings(draft.findings),
        "attachments": _attachments.dump_python(list(draft.attachments), mode="json"),
        "page_starts": list(draft.page_starts),
        "content_hash": content_hash(draft),
    }


def from_findings(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return findings as they are stored."""
    stored: list[dict[str, Any]] = _findings.dump_python(list(findings), mode="json")
    return stored


def to_findings(stored: list[dict[str, Any]]) -> tuple[Finding, ...]:
    return tuple(_findings.validate_python(stored))


def clause_columns(entry_id: str, version: int, position: int, clause: Clause) -> dict[str, Any]:
    """Return the row of one clause."""
    return {
        "entry_id": entry_id,
        "version": version,
        "position": position,
        "clause_id": clause.id,
        "parent_id": clause.parent_id,
        "kind": clause.kind.value,
        "number": clause.number,
        "heading": clause.heading,
        "label": clause.label,
        "start": clause.start,
        "end": clause.end,
        "subtree_end": clause.subtree_end,
        "original_start": clause.original_start,
        "original_end": clause.original_end,
        "damaged": clause.damaged,
    }


def passage_columns(
    entry_id: str, version: int, position: int, passage: PassageDraft, draft: EntryDraft, labels: dict[str, str]
) -> dict[str, Any]:
    """Return the row of one passage; its text is cut verbatim from the body."""
    return {
        "id": f"{entry_id}.{version}.{position}",
        "entry_id": entry_id,
        "version": version,
        "clause_id": passage.clause_id,
        "clause_label": labels.get(passage.clause_id, ""),
        "context": passage.context,
        "text": draft.body[passage.start : passage.end],
        "start": passage.start,
        "end": passage.end,
        "quotable": passage.quotable,
    }


def relation_columns(entry_id: str, version: int, relation: RelationDraft, target: str | None) -> dict[str, Any]:
    """Return the row of one relation, resolved to the entry `target` or not."""
    return {
        "entry_id": entry_id,
        "version": version,
        "kind": relation.kind.value,
        "target_entry_id": target,
        "target_title": relation.target_title,
        "target_title_folded": fold_for_comparison(relation.target_title) if relation.target_title else None,
        "target_document_number": relation.target_document_number,
        "scope": relation.scope,
        "effective_on": relation.effective_on,
        "quote": relation.quote,
        "origin": relation.origin.value,
        "dismissed": relation.dismissed,
    }


def to_relation(row: RelationRow) -> RelationDraft:
    return RelationDraft(
        kind=RelationKind(row.kind),
        target_title=row.target_title,
        target_document_number=row.target_document_number,
        target_entry_id=row.target_entry_id,
        scope=row.scope,
        effective_on=row.effective_on,
        quote=row.quote,
        origin=RelationOrigin(row.origin),
        dismissed=row.dismissed,
    )


def to_clause(row: Any) -> Clause:
    return Clause(
        id=row.clause_id,
        parent_id=row.parent_id,
        kind=ClauseKind(row.kind),
        number=row.number,
        heading=row.heading,
        label=row.label,
        start=row.start,
        end=row.end,
        subtree_end=row.subtree_end,
        original_start=row.original_start,
        original_end=row.original_end,
        damaged=row.damaged,
    )


def to_version(row: VersionRow, clauses: tuple[Clause, ...], passages: tuple[PassageDraft, ...]) -> EntryVersion:
    """Return the version that a row and its clauses hold. Relations stay in their own table."""
    kind = EntryKind(row.kind)
    details: Details | None = _details[kind].validate_python(row.details) if row.details and kind in _details else None
    return EntryVersion(
        entry_id=row.entry_id,
        version=row.version,
        status=EntryStatus(row.status),
        content=EntryDraft(
            kind=kind,
            title=row.title,
            body=row.body,
            clauses=clauses,
            passages=passages,
            description=_description.validate_python(row.description),
            details=details,
            source=_source.validate_python(row.source),
            visibility=Visibility(row.visibility),
            findings=to_findings(row.findings),
            attachments=tuple(_attachments.validate_python(row.attachments)),
            page_starts=tuple(row.page_starts),
        ),
        content_hash=row.content_hash,
        author_id=row.author_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        reviewer_id=row.reviewer_id,
        submitted_at=row.submitted_at,
        published_at=row.published_at,
        in_force_from=row.in_force_from,
        in_force_until=row.in_force_until,
        superseded_by=row.superseded_by,
        status_reason=row.status_reason,
        lock=row.lock,
    )


def to_summary(row: VersionRow, live_version: int | None, review_set_on: date | None) -> EntrySummary:
    return EntrySummary(
        entry_id=row.entry_id,
        version=row.version,
        kind=EntryKind(row.kind),
        status=EntryStatus(row.status),
        title=row.title,
        document_number=row.document_number,
        issuing_bodies=tuple(row.issuing_bodies),
        department_code=row.department_code,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        updated_at=row.updated_at,
        finding_count=len(row.findings),
        live_version=live_version,
        published_at=row.published_at,
        review_set_on=review_set_on,
    )


_PASSAGES = PassageRow.__table__
IS_BARRED = or_(_PASSAGES.c.quotable.is_(False), _PASSAGES.c.in_force_until.is_not(None))
"""What holds of a passage into which no quotation may reach."""

PASSAGE_COLUMNS: tuple[Any, ...] = (
    *(column for column in PassageRow.__table__.columns if column.key != "in_force_until"),
    PassageRow.in_force_until.label("clause_in_force_until"),
    VersionRow.kind, VersionRow.title, VersionRow.document_number, VersionRow.issuing_bodies, VersionRow.authority,
    VersionRow.status, VersionRow.visibility, VersionRow.region_code, VersionRow.effective_from,
    VersionRow.in_force_from, VersionRow.in_force_until, VersionRow.effective_to, VersionRow.superseded_by,
)  # fmt: skip
"""What `to_passage` needs of a passage joined to its version, and no more."""


def to_passage(row: Any) -> Passage:
    """Return the passage of a row of `PASSAGE_COLUMNS`."""
    return Passage(
        id=row.id,
        entry_id=row.entry_id,
        version=row.version,
        kind=EntryKind(row.kind),
        clause_id=row.clause_id,
        clause_label=row.clause_label,
        context=row.context,
        text=row.text,
        start=row.start,
        end=row.end,
        quotable=row.quotable,
        title=row.title,
        document_number=row.document_number,
        issuing_bodies=tuple(row.issuing_bodies),
        authority=Authority(row.authority) if row.authority else None,
        status=EntryStatus(row.status),
        visibility=Visibility(row.visibility),
        region_code=row.region_code,
        effective_from=row.effective_from,
        in_force_until=min(filter(None, (row.in_force_until, row.clause_in_force_until)), default=None),
        effective_to=row.effective_to,
        superseded_by=row.superseded_by,
        in_force_from=row.in_force_from,
    )


STANDING_COLUMNS: tuple[Any, ...] = (
    VersionRow.entry_id, VersionRow.version, VersionRow.kind, VersionRow.status, VersionRow.title_folded,
    VersionRow.document_number, VersionRow.issuing_bodies, VersionRow.region_code, VersionRow.issued_on,
    VersionRow.effective_from, VersionRow.effective_to, VersionRow.published_at, VersionRow.in_force_from,
    VersionRow.in_force_until, VersionRow.superseded_by,
)  # fmt: skip
"""What `to_standing` needs of a version."""


def to_standing(row: Any) -> Standing:
    """Return how the version of a row of `STANDING_COLUMNS` stands."""
    return Standing(
        entry_id=row.entry_id,
        version=row.version,
        kind=EntryKind(row.kind),
        status=EntryStatus(row.status),
        title_folded=row.title_folded,
        document_number=row.document_number,
        issuing_bodies=tuple(row.issuing_bodies),
        region_code=row.region_code,
        issued_on=row.issued_on,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        published_at=row.published_at,
        in_force_from=row.in_force_from,
        in_force_until=row.in_force_until,
        superseded_by=row.superseded_by,
    )
