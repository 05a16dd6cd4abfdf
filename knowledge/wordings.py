"""How what is published is asked for: curated questions in all their wordings, titles of guides and documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from knowledge.tables import EntryRow, VersionRow
from knowledge.types import EntryKind, EntryStatus

_ASKED_FOR = (EntryKind.FAQ, EntryKind.SERVICE_ITEM, EntryKind.POLICY_DOCUMENT, EntryKind.NOTICE)


@dataclass(frozen=True, slots=True)
class Wording:
    text: str
    entry_id: str
    kind: EntryKind


def published_stamp(session: Session) -> tuple[int, str]:
    """Return what changes whenever something is published, changed or taken back."""
    row = session.execute(
        select(func.count(), func.max(VersionRow.updated_at)).where(VersionRow.status == EntryStatus.PUBLISHED.value)
    ).one()
    return row[0], str(row[1])


def wordings(session: Session, today: date) -> Iterator[Wording]:
    """Yield the phrasings of what is live, public and in force on `today`."""
    rows = session.execute(
        select(VersionRow.entry_id, VersionRow.kind, VersionRow.title, VersionRow.details)
        .join(EntryRow, and_(EntryRow.id == VersionRow.entry_id, EntryRow.live_version == VersionRow.version))
        .where(
            VersionRow.kind.in_([kind.value for kind in _ASKED_FOR]),
            VersionRow.status == EntryStatus.PUBLISHED.value,
            VersionRow.visibility == "public",
            or_(VersionRow.in_force_from.is_(None), VersionRow.in_force_from <= today),
            or_(VersionRow.in_force_until.is_(None), VersionRow.in_force_until >= today),
        )
        .order_by(VersionRow.entry_id)
    )
    for entry_id, kind, title, details in rows:
        similar = (details or {}).get("similar_questions", ())
        for text in dict.fromkeys((title, *similar)):
            yield Wording(text, entry_id, EntryKind(kind))
