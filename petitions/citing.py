"""What a direct answer (T24) may rest on: clauses of published entries that are in force."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from core.messages import message
from knowledge.errors import EntryNotFoundError
from knowledge.repository import KnowledgeRepository
from knowledge.types import EntryKind, EntryStatus, EntryVersion, Visibility
from petitions.types import ReplyCitation


class PublishedClauses:
    """Looks references up in the knowledge base."""

    def cite(self, session: Session, reference: str, day: date) -> ReplyCitation | None:
        """Return what "id" or "id#clause" stands for.

        None unless it is published for everybody, in force on `day`, and no news article.
        """
        entry_id, _, clause_id = reference.strip().partition("#")
        version = _live(session, entry_id)
        if version is None or not _holds_on(version, day):
            return None
        clause = next((c for c in version.content.clauses if c.id == clause_id), None)
        if clause_id and clause is None:
            return None
        title, number = version.content.title, version.content.description.document_number
        values = {"title": title, "number": number, "clause": clause.label if clause else ""}
        key = "petition.citation.numbered" if number else "petition.citation.titled"
        return ReplyCitation(entry_id, version.version, clause_id, message(key, **values).strip())


def _live(session: Session, entry_id: str) -> EntryVersion | None:
    repository = KnowledgeRepository(session)
    try:
        live = repository.live_version(entry_id)
    except EntryNotFoundError:
        return None
    return None if live is None else repository.get(entry_id, live)


def _holds_on(version: EntryVersion, day: date) -> bool:
    begins, ends = version.in_force_from, version.in_force_until
    is_public = version.content.visibility is Visibility.PUBLIC and version.content.kind is not EntryKind.ARTICLE
    is_citable = is_public and version.status is EntryStatus.PUBLISHED
    return is_citable and (begins is None or begins <= day) and (ends is None or day <= ends)
