"""A knowledge base in a folder: database, service, indexes and search, with what tests do to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from core.actors import OPERATOR, Actor, Role
from core.clock import FixedClock
from core.database import Database
from knowledge.index.indexer import Indexer
from knowledge.index.protocols import Embedder
from knowledge.repository import KnowledgeRepository
from knowledge.search import HybridSearch, SearchQuery
from knowledge.service import KnowledgeService
from knowledge.types import EntryDraft, EntryVersion, SearchHit
from tests.support.embedders import HashingEmbedder

AUTHOR = Actor("author", "author", frozenset({Role.CURATOR}))
REVIEWER = Actor("reviewer", "reviewer", frozenset({Role.REVIEWER}))


@dataclass
class Base:
    """One knowledge base. Every method that writes is one unit of work."""

    database: Database
    clock: FixedClock
    service: KnowledgeService
    indexer: Indexer
    search: HybridSearch

    def do(self, method: str, *args: Any, **values: Any) -> Any:
        """Call a method of the service in its own unit of work."""
        with self.database.unit_of_work() as session:
            return getattr(self.service, method)(session, *args, **values)

    def publish(self, draft: EntryDraft) -> EntryVersion:
        """Publish as an operator's import does."""
        return self.do("publish_import", draft, OPERATOR)

    def publish_reviewed(self, draft: EntryDraft) -> EntryVersion:
        """Publish the way curators do: create, submit, approve."""
        created = self.do("create", draft, AUTHOR)
        return self.review(created)

    def review(self, version: EntryVersion) -> EntryVersion:
        """Submit and approve a draft that is stored already."""
        self.do("submit", version.entry_id, version.version, actor=AUTHOR)
        return self.do("approve", version.entry_id, version.version, actor=REVIEWER)

    def get(self, version: EntryVersion) -> EntryVersion:
        """Return this version as it stands now."""
        with self.database.reading() as session:
            return KnowledgeRepository(session).get(version.entry_id, version.version)

    def live(self, entry_id: str) -> int | None:
        with self.database.reading() as session:
            return KnowledgeRepository(session).live_version(entry_id)

    def find(self, text: str, *, as_of: date | None = None, **values: Any) -> list[SearchHit]:
        """Search after following the outbox."""
        self.indexer.follow_once()
        return self.search.search(SearchQuery(text=text, as_of=as_of or self.clock.today(), **values))

    def titles(self, text: str, **values: Any) -> set[str]:
        return {hit.passage.title for hit in self.find(text, **values)}


@contextmanager
def open_base(
    database: Database, clock: FixedClock, folder: Path, embedder: Embedder | None = None, client: Any | None = None
) -> Iterator[Base]:
    """Open the indexes of `folder` over `database`; close them at the end."""
    indexer = Indexer(database, folder, embedder or HashingEmbedder(), client=client)
    indexer.open()
    try:
        search = HybridSearch(database, indexer, candidates=60)
        yield Base(database, clock, KnowledgeService(clock), indexer, search)
    finally:
        indexer.stop()
