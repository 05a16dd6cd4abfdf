"""Which entry and clause a golden question expects, by id, title or document number."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.text import fold_for_comparison
from eval.golden.errors import GoldenDraftError
from knowledge.tables import ClauseRow, EntryRow, VersionRow
from knowledge.types import EntryStatus


@dataclass(frozen=True, slots=True)
class Target:
    """A document and, where `clause_id` is not empty, a clause of its `version`."""

    entry_id: str
    version: int
    title: str
    clause_id: str = ""
    clause_label: str = ""


def find_target(session: Session, document: str, clause: str) -> Target:
    """Return what is meant: of what is published, or else of drafts. Raises GoldenDraftError unless it is just one."""
    found = _documents(session, document)
    if not found:
        raise GoldenDraftError("document", "golden.no_document", document=document)
    if len(found) > 1:
        raise GoldenDraftError("document", "golden.several_documents", document=document)
    target = found[0]
    return _with_clause(session, target, clause) if clause else target


def _documents(session: Session, document: str) -> list[Target]:
    named = or_(
        VersionRow.entry_id == document,
        VersionRow.document_number == document,
        VersionRow.title_folded == fold_for_comparison(document.strip("《》")),
    )
    columns = select(VersionRow.entry_id, VersionRow.version, VersionRow.title)
    newest = columns.join(EntryRow, EntryRow.id == VersionRow.entry_id).where(
        named, VersionRow.version == EntryRow.latest_version, VersionRow.status != EntryStatus.WITHDRAWN.value
    )
    live = columns.join(EntryRow, EntryRow.id == VersionRow.entry_id).where(
        named, VersionRow.version == EntryRow.live_version
    )
    for statement in (live, newest):
        found = [Target(*row) for row in session.execute(statement.order_by(VersionRow.entry_id).limit(2))]
        if found:
            return found
    return []


def _with_clause(session: Session, target: Target, clause: str) -> Target:
    row = session.execute(
        select(ClauseRow.clause_id, ClauseRow.label)
        .where(
            ClauseRow.entry_id == target.entry_id,
            ClauseRow.version == target.version,
            or_(ClauseRow.label == clause, ClauseRow.clause_id == clause),
        )
        .order_by(ClauseRow.position)
        .limit(1)
    ).one_or_none()
    if row is None:
        raise GoldenDraftError("clause", "golden.no_clause", title=target.title, clause=clause)
    return Target(target.entry_id, target.version, target.title, row.clause_id, row.label or clause)
