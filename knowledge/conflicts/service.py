"""What is done about conflicts: looking for them, listing them, deciding them, ending one side. None commits."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from core import audit
from core.actors import Actor
from core.clock import Clock
from core.database import Database
from knowledge.conflicts.detector import ConflictDetector
from knowledge.conflicts.errors import (
    DecidedMeanwhileError,
    EndingDraftError,
    NoReasonError,
    NothingAskedError,
    OwnRequestError,
)
from knowledge.conflicts.repository import ConflictFilter, ConflictRepository
from knowledge.conflicts.types import Conflict, Decision, Ending, EndingDraft, EndingStep, Place
from knowledge.index.indexer import Indexer
from knowledge.repository import KnowledgeRepository, VersionKey
from knowledge.service import KnowledgeService
from knowledge.types import EntryStatus

_AT_LEAST_EVERY = timedelta(days=1)
_AT_ONCE = 20


class ConflictService:
    """Use cases of the work list."""

    def __init__(self, clock: Clock, knowledge: KnowledgeService) -> None:
        self._clock = clock
        self._knowledge = knowledge

    def page(self, session: Session, wanted: ConflictFilter) -> tuple[int, list[Conflict]]:
        """Return how many conflicts match and one page of them."""
        return ConflictRepository(session).page(wanted)

    def counts(self, session: Session) -> dict[str, int]:
        """Return how many open conflicts there are of each kind."""
        return ConflictRepository(session).counts()

    def decide(
        self, session: Session, conflict_id: int, decision: Decision, reason: str, actor: Actor, *, lock: int,
        ending: EndingDraft | None = None,
    ) -> Conflict:  # fmt: skip
        """Record what a curator found, with the reason; deciding again replaces it, and what was asked with it.

        `ending` asks a reviewer to end the side that does not prevail. Raises ConflictNotFoundError, NoReasonError,
        DecidedMeanwhileError, EndingDraftError.
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
        asked = None
        if ending is not None:
            _check_ending(session, repository.get(conflict_id), ending)
            asked = Ending(
                step=ending.step, effective_on=ending.effective_on, asked_by=actor.id, asked_at=self._clock.now()
            )
        repository.put_ending(conflict_id, asked)
        audit.record(
            session, actor, "conflict.decide", "entry_conflict", str(conflict_id),
            {
                "decision": [None, decision.value], "places": [None, [row.left_id, row.right_id]],
                "ending": [None, ending.step.value if ending else None],
            },
            reason, at=self._clock.now(),
        )  # fmt: skip
        return repository.get(conflict_id)

    def rule_on_ending(
        self, session: Session, conflict_id: int, *, is_granted: bool, reason: str, actor: Actor, lock: int
    ) -> Conflict:
        """Grant what was asked, which ends the side that does not prevail, or decline it with a reason.

        Raises ConflictNotFoundError, NothingAskedError, OwnRequestError, NoReasonError, and what
        `KnowledgeService.withdraw` and `supersede` raise.
        """
        repository = ConflictRepository(session)
        conflict = repository.get(conflict_id)
        asked, sides = conflict.ending, conflict.sides
        if asked is None or sides is None or conflict.lock != lock:
            raise NothingAskedError()
        if asked.asked_by == actor.id:
            raise OwnRequestError()
        if not is_granted and not reason.strip():
            raise NoReasonError()
        if not repository.rule_on_ending(
            conflict_id, is_granted=is_granted, ruling=reason.strip(), ruled_by=actor.name, ruled_at=self._clock.now()
        ):
            raise NothingAskedError()
        audit.record(
            session, actor, "conflict.rule", "entry_conflict", str(conflict_id),
            {
                "is_granted": [None, is_granted], "step": [None, asked.step.value],
                "ends": [None, f"{sides[1].entry_id}.{sides[1].version}"],
            },
            reason.strip() or None, at=self._clock.now(),
        )  # fmt: skip
        if is_granted:
            self._end(session, asked, *sides, reason=conflict.reason, actor=actor)
        return repository.get(conflict_id)

    def _end(
        self, session: Session, asked: Ending, prevails: Place, ends: Place, *, reason: str, actor: Actor
    ) -> None:  # fmt: skip
        if asked.step is EndingStep.WITHDRAW:
            self._knowledge.withdraw(session, ends.entry_id, ends.version, actor=actor, reason=reason)
        else:
            self._knowledge.supersede(
                session, ends.entry_id, ends.version, successor_id=prevails.entry_id,
                effective_on=asked.effective_on, actor=actor,
            )  # fmt: skip


def _check_ending(session: Session, conflict: Conflict, ending: EndingDraft) -> None:
    """Raise EndingDraftError for what no reviewer could grant."""
    if conflict.sides is None:
        raise EndingDraftError("ending", "conflict.ending_needs_side")
    prevails, ends = conflict.sides
    entries = KnowledgeRepository(session)
    if entries.standing(VersionKey(ends.entry_id, ends.version)).status is not EntryStatus.PUBLISHED:
        raise EndingDraftError("ending", "conflict.ending_not_published")
    if ending.step is EndingStep.SUPERSEDE:
        if ending.effective_on is None:
            raise EndingDraftError("effective_on", "conflict.ending_day")
        if entries.live_version(prevails.entry_id) is None:
            raise EndingDraftError("ending", "conflict.ending_no_successor")


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
