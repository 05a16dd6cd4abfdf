"""Versions of knowledge entries as readers see them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from api.schemas.documents import ClauseOut, DocumentOut, LinkedFileOut
from knowledge.types import Clause, EntryStatus, EntryVersion

Validity = Literal["in_force", "future", "expired", "superseded", "withdrawn", "unpublished"]


def document_out(
    entry: EntryVersion, *, today: date, live_version: int | None, superseded_by_title: str | None
) -> DocumentOut:
    """Return one archived version with its clauses; `body` offsets are the ones citations use."""
    content, description = entry.content, entry.content.description
    original = f"/api/documents/{entry.entry_id}/versions/{entry.version}/original" if content.source.sha256 else None
    return DocumentOut(
        document_id=entry.entry_id,
        version=entry.version,
        kind=content.kind.value,
        status=entry.status.value,
        validity=validity_of(entry, today),
        title=content.title,
        document_number=description.document_number,
        issuing_bodies=list(description.issuing_bodies),
        issued_on=description.issued_on,
        published_on=description.published_on,
        effective_from=description.effective_from,
        effective_from_inferred=description.effective_from_inferred,
        effective_to=description.effective_to,
        summary=description.summary,
        superseded_by=entry.superseded_by,
        superseded_by_title=superseded_by_title,
        live_version=live_version,
        body=content.body,
        clauses=_clauses(content.clauses, content.body),
        source_file_name=content.source.file_name,
        source_url=content.source.url,
        original_url=original,
        attachments=[LinkedFileOut(name=each.name, url=each.url) for each in content.attachments],
        published_at=entry.published_at,
    )


def validity_of(entry: EntryVersion, today: date) -> Validity:
    """Say how a version stands today: its status, refined by the dates between which it governs."""
    if entry.status in (EntryStatus.DRAFT, EntryStatus.IN_REVIEW):
        return "unpublished"
    if entry.status is EntryStatus.WITHDRAWN:
        return "withdrawn"
    if entry.status is EntryStatus.SUPERSEDED:
        return "superseded"
    starts = entry.in_force_from or entry.content.description.effective_from
    if starts is not None and starts > today:
        return "future"
    has_ended = entry.in_force_until is not None and entry.in_force_until < today
    if entry.status is EntryStatus.EXPIRED or has_ended:
        return "superseded" if entry.superseded_by else "expired"
    return "in_force"


def _clauses(clauses: tuple[Clause, ...], body: str) -> list[ClauseOut]:
    depths: dict[str, int] = {}
    shown = []
    for clause in clauses:
        depth = depths.get(clause.parent_id, -1) + 1 if clause.parent_id else 0
        depths[clause.id] = depth
        shown.append(
            ClauseOut(
                id=clause.id,
                parent_id=clause.parent_id,
                kind=clause.kind.value,
                number=clause.number,
                heading=clause.heading,
                label=clause.label,
                depth=depth,
                start=clause.start,
                end=clause.end,
                text=body[clause.start : clause.end],
            )
        )
    return shown
