"""Changes, originals and relations as curators see them."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from typing import Any

from api.schemas.versions import (
    AttachmentOut,
    CandidateOut,
    ChangesOut,
    ClauseChangeOut,
    ClauseSideOut,
    FieldChangeOut,
    OpenRelationOut,
    OriginalOut,
    PieceOut,
    RelationOut,
    SpanOut,
    TextEditOut,
)
from knowledge.comparison import ChangeKind, ClauseChange, ClauseText, Comparison
from knowledge.originals import Original, span_in_extraction
from knowledge.pages import page_of
from knowledge.relations import OpenRelation, StoredRelation
from knowledge.types import EntryVersion


def changes_out(old: EntryVersion, new: EntryVersion, comparison: Comparison, *, live: int | None) -> ChangesOut:
    """Return what changed from `old` to `new`; `live` is the published version of the entry of `old`."""
    return ChangesOut(
        document_id=new.entry_id,
        version=new.version,
        status=new.status.value,
        against_document_id=old.entry_id,
        against_version=old.version,
        against_status=old.status.value,
        against_is_live=live == old.version,
        counts={kind.value: count for kind, count in comparison.counts().items()},
        fields=[FieldChangeOut(field=f.field, old=_plain(f.old), new=_plain(f.new)) for f in comparison.fields],
        clauses=[_clause(change) for change in comparison.clauses],
    )


def original_out(original: Original, span: tuple[int, int] | None) -> OriginalOut:
    """Return the text before cleaning, with where `span` of the body stands in it."""
    entry, extraction = original.entry, original.extraction
    content, source = entry.content, entry.content.source
    file_url = f"/api/staff/knowledge/{entry.entry_id}/versions/{entry.version}/original/file"
    return OriginalOut(
        document_id=entry.entry_id,
        version=entry.version,
        extraction=extraction.text if extraction else None,
        edits=[TextEditOut(**asdict(edit)) for edit in (extraction.edits if extraction else ())],
        span=_span(original, *span) if span and extraction else None,
        page_starts=list(content.page_starts),
        attachments=[AttachmentOut(name=a.name, url=a.url, media_type=a.media_type) for a in content.attachments],
        source_file_name=source.file_name,
        source_media_type=source.media_type,
        source_url=source.url,
        file_url=file_url if source.sha256 else None,
    )


def relation_out(relation: StoredRelation) -> RelationOut:
    """Return one relation."""
    draft = relation.draft
    return RelationOut(
        id=relation.id,
        entry_id=relation.source.entry_id,
        version=relation.source.version,
        kind=draft.kind.value,
        origin=draft.origin.value,
        target_entry_id=draft.target_entry_id,
        target_title=draft.target_title,
        target_document_number=draft.target_document_number,
        scope=draft.scope,
        effective_on=draft.effective_on,
        quote=draft.quote,
        dismissed=draft.dismissed,
    )


def open_relation_out(waiting: OpenRelation) -> OpenRelationOut:
    """Return one line of the work list."""
    return OpenRelationOut(
        relation=relation_out(waiting.relation),
        source_title=waiting.source_title,
        candidates=[CandidateOut(**asdict(candidate)) for candidate in waiting.candidates],
    )


def _span(original: Original, start: int, end: int) -> SpanOut:
    content = original.entry.content
    edits = original.extraction.edits if original.extraction else ()
    first, last = span_in_extraction(edits, start, min(end, len(content.body)))
    return SpanOut(start=first, end=last, page=page_of(content.page_starts, start))


def _clause(change: ClauseChange) -> ClauseChangeOut:
    shown = change.kind is not ChangeKind.UNCHANGED
    return ClauseChangeOut(
        kind=change.kind.value,
        old=_side(change.old, shown=shown),
        new=_side(change.new, shown=shown),
        pieces=[PieceOut(kind=piece.kind.value, text=piece.text) for piece in change.pieces],
    )


def _side(clause: ClauseText | None, *, shown: bool) -> ClauseSideOut | None:
    if clause is None:
        return None
    text = clause.text if shown else ""
    return ClauseSideOut(clause_id=clause.id, label=clause.label, start=clause.start, end=clause.end, text=text)


def _plain(value: Any) -> Any:
    """Return a described value as JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return list(value) if isinstance(value, tuple) else value
