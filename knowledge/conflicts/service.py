"""What is done about conflicts: looking for them, listing them, deciding them. None commits."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from core import audit
from core.actors import Actor
from core.clock import Clock
from core.database import Database
from knowledge.conflicts.detector import ConflictDetector
from knowledge.conflicts.errors import DecidedMeanwhileError, NoReasonError
from knowledge.conflicts.repository import ConflictFilter, ConflictRepository
from knowledge.conflicts.types import Conflict, Decision
from knowledge.index.indexer import Indexer
from knowledge.repository import VersionKey

_AT_LEAST_EVERY = timedelta(days=1)
_AT_ONCE = 20


class ConflictService:
    """Use cases of the work list."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def page(self, session: Session, wanted: ConflictFilter) -> tuple[int, list[Conflict]]:
        """Return how many conflicts match and one page of them."""
        return ConflictRepository(session).page(wanted)

    def counts(self, session: Session) -> dict[str, int]:
        """Return how many open conflicts there are of each kind."""
        return ConflictRepository(session).counts()

    def decide(
        self, session: Session, conflict_id: int, decision: Decision, reason: str, actor: Actor, *, lock: int
    ) -> Conflict:
        """Record what a curator found, with the reason; deciding again replaces it.

        Raises ConflictNotFoundError, NoReasonError, DecidedMeanwhileError.
        """
        if not reason.strip():
            raise NoReasonError()
        repository = ConflictRepository(session)
        row = repository.row(conflict_id)
        if row.lock != lock:
            raise DecidedMeanwhileError(conflict_id)
        row.decision, row.reason = decision.value, reason.strip()
        row.decided_by, row.decided_at, row.lock = actor.name, self._clock.now(), row.lock + 1
        session.flush()
        audit.record(
            session, actor, "conflict.decide", "entry_conflict", str(conflict_id),
            {"decision": [None, decision.value], "places": [None, [row.left_id, row.right_id]]}, reason,
            at=self._clock.now(),
        )  # fmt: skip
        return repository.get(conflict_id)


class ConflictWatch:
    """Looks at what was stored or changed, soon after, and at everything once a day."""

    def __init__(self, database: Database, indexer: Indexer, clock: Clock) -> None:
        self._database = database
        self._indexer = indexer
        self._clock = clock

    def look(self, *, most: int = _AT_ONCE) -> int:
        """Look at up to `most` versions that wait for it; return how many there were."""
        before = self._clock.now() - _AT_LEAST_EVERY
        with self._database.reading() as session:
            waiting = ConflictRepository(session).waiting(before=before, limit=most)
        for key in waiting:
            self.examine(key)
        return len(waiting)

    def look_at_all(self) -> int:
        """Look until nothing waits; return how many versions were looked at."""
        total = 0
        while some := self.look():
            total += some
        return total

    def examine(self, key: VersionKey) -> int:
        """Look at one version; return how many conflicts are new. Reading comes first, so that writers wait little."""
        with self._indexer.reading() as generation, self._database.reading() as session:
            found = ConflictDetector(session, generation).examine(key)
        with self._database.unit_of_work() as session:
            repository = ConflictRepository(session)
            fresh = repository.keep(key, found, at=self._clock.now())
            repository.note(key, at=self._clock.now())
        return fresh
