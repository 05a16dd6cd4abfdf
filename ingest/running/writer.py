"""Storing what was read: the drafts of one file, in one unit of work."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.actors import Actor
from core.database import Database
from knowledge.errors import DuplicateEntryError
from knowledge.repository import KnowledgeRepository
from knowledge.service import KnowledgeService
from knowledge.types import EntryDraft


class KnowledgeWriter:
    """A `Writer` over the knowledge base. What the base holds already is left as it is and named by its entry id."""

    def __init__(self, database: Database, knowledge: KnowledgeService) -> None:
        self._database = database
        self._knowledge = knowledge

    def find_by_source_hash(self, sha256: str, file_name: str) -> bool:
        with self._database.reading() as session:
            return KnowledgeRepository(session).has_source(sha256, file_name)

    def write(self, drafts: list[EntryDraft], *, actor: Actor, publish: bool) -> list[str]:
        with self._database.unit_of_work() as session:
            return [self._write_one(session, draft, actor=actor, publish=publish) for draft in drafts]

    def _write_one(self, session: Session, draft: EntryDraft, *, actor: Actor, publish: bool) -> str:
        store = self._knowledge.publish_import if publish else self._knowledge.store_import
        try:
            return store(session, draft, actor).entry_id
        except DuplicateEntryError as error:
            return error.entry_id
