"""What curators do about relations that a text states: say which entry is meant, or that there is none."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core import audit
from core.actors import Actor
from core.clock import Clock
from core.errors import InvalidInputError
from knowledge.relations import OpenRelation, RelationRepository, StoredRelation
from knowledge.repository import KnowledgeRepository, VersionKey
from knowledge.succession import Succession


class RelationService:
    """Use cases of relations. None commits."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def unresolved(self, session: Session, *, offset: int, limit: int) -> tuple[int, list[OpenRelation]]:
        """Return how many relations wait for a curator to say which entry they mean, and one page of them."""
        return RelationRepository(session).unresolved(offset=offset, limit=limit)

    def of_version(self, session: Session, entry_id: str, version: int) -> list[StoredRelation]:
        """Return how a version stands to other entries, in the order of the text."""
        return RelationRepository(session).stored_of(VersionKey(entry_id, version))

    def resolve(self, session: Session, relation_id: int, target: str | None, actor: Actor) -> StoredRelation:
        """Record which entry a relation means, None for none; what follows for validity is worked out at once.

        Also undoes what was inferred or read wrongly. Raises RelationNotFoundError, EntryNotFoundError.
        """
        relations = RelationRepository(session)
        before = relations.get(relation_id)
        if target is not None:
            KnowledgeRepository(session).newest_version(target)
            if target == before.source.entry_id:
                raise InvalidInputError("An entry cannot stand in a relation to itself. Choose another entry.")
        relations.decide(relation_id, target)
        after = relations.get(relation_id)
        source = before.source
        audit.record(
            session, actor, "knowledge.resolve_relation", "knowledge_entry", f"{source.entry_id}.{source.version}",
            {"relation": [None, relation_id], "target": [None, target or "none"]}, at=self._clock.now(),
        )  # fmt: skip
        Succession(session, self._clock).decided(before, after)
        return after
