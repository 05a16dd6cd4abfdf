"""Where an expected clause stands in another version: inserted articles number the later ones anew."""

from __future__ import annotations

from core.database import Database
from eval.golden.types import GoldenQuestion
from knowledge.comparison import compare
from knowledge.repository import KnowledgeRepository


class ClauseFollower:
    """Follows clauses from the version in which they were named to the one that is judged. Compares each pair once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pairs: dict[tuple[str, int, int], dict[str, str]] = {}

    def ids_in(self, question: GoldenQuestion, version: int) -> frozenset[str]:
        """Return the ids that the expected clause, or what it consists of, has in `version`; none when it is gone."""
        if not question.clause_id or question.entry_id is None:
            return frozenset()
        named = question.clause_version
        if named is None or named == version:
            return frozenset({question.clause_id})
        pairs = self._moved(question.entry_id, named, version)
        inside = f"{question.clause_id}."
        return frozenset(new for old, new in pairs.items() if f"{old}.".startswith(inside))

    def _moved(self, entry_id: str, named: int, version: int) -> dict[str, str]:
        key = (entry_id, named, version)
        if key not in self._pairs:
            with self._database.reading() as session:
                entries = KnowledgeRepository(session)
                old, new = entries.get(entry_id, named), entries.get(entry_id, version)
            changes = compare(old.content, new.content).clauses
            self._pairs[key] = {c.old.id: c.new.id for c in changes if c.old is not None and c.new is not None}
        return self._pairs[key]
