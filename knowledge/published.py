"""Which published document a text is, by what stands at its head."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.text import fold_for_comparison
from knowledge.repository import EntryFilter, KnowledgeRepository
from knowledge.types import EntryStatus, EntrySummary

_LOOKED_AT = 20


def published_as(session: Session, title: str, document_number: str | None) -> EntrySummary | None:
    """Return the live public document with this number, else with this title; None when there is none."""
    repository = KnowledgeRepository(session)
    for text in filter(None, (document_number, title)):
        wanted = EntryFilter(status=EntryStatus.PUBLISHED, text=text, public_only=True, limit=_LOOKED_AT)
        for entry in repository.list_entries(wanted)[1]:
            is_same = (
                entry.document_number == document_number if text == document_number else _alike(entry.title, title)
            )
            if is_same and entry.version == entry.live_version:
                return entry
    return None


def _alike(one: str, other: str) -> bool:
    return fold_for_comparison(one) == fold_for_comparison(other)
