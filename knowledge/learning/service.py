"""Confirming what answers a question, and taking it back. One public method per thing somebody can do.

Every change puts an outbox row, by which the running search learns of it at once. Nothing here commits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core import audit, outbox
from core.actors import Actor
from core.clock import Clock
from core.masking import mask
from core.text import fold_for_comparison
from knowledge.errors import EntryNotFoundError
from knowledge.learning.errors import ClauseNotFoundError, EmptyQuestionError, PairNotFoundError
from knowledge.learning.repository import ConfirmedPairRepository
from knowledge.learning.types import (
    Confirmation,
    ConfirmedPair,
    ListedPair,
    PairCounts,
    PairFilter,
    PairOrigin,
    PairTarget,
)
from knowledge.ranking.types import LearnedPair
from knowledge.repository import KnowledgeRepository

PAIR_TOPIC = "learning.pair_changed"
"""Outbox rows of this topic carry `pair_id`: the pair was confirmed, withdrawn or removed."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A visitor's word on one answer: which question it answered, and what it cited.

    `visitor` is an opaque id that tells visitors apart, None when there is none. `targets` is empty for an answer
    that cannot teach anything.
    """

    message_id: str
    visitor: str | None
    question: str
    targets: tuple[PairTarget, ...]
    helpful: bool


def question_key(question: str) -> str:
    """Return the SHA-256 of the comparable form of a question: the same for all ways to write the same words."""
    return hashlib.sha256(fold_for_comparison(question).encode()).hexdigest()


class LearningService:
    """Use cases of confirmed pairs. Permissions are the entry point's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    # -- reading -----------------------------------------------------------------------------------------------

    def list_pairs(self, session: Session, wanted: PairFilter) -> tuple[int, list[ListedPair]]:
        """Return how many pairs match and one page of them, latest first."""
        return ConfirmedPairRepository(session).listed(wanted)

    def listed(self, session: Session, pair_id: int) -> ListedPair:
        """Return one pair as lists show it. Raises PairNotFoundError."""
        rows = ConfirmedPairRepository(session).listed(PairFilter(pair_id=pair_id))[1]
        if not rows:
            raise PairNotFoundError(pair_id)
        return rows[0]

    def counts(self, session: Session) -> PairCounts:
        """Return how many pairs stand, by origin, and how many were withdrawn."""
        return ConfirmedPairRepository(session).counts()

    def learned_pairs(self, session: Session, pair_ids: Collection[int] | None = None) -> dict[int, LearnedPair]:
        """Return what search learns from, by pair id, oldest first; `pair_ids` asks for those only.

        Withdrawn pairs and those of entries that are not published are left out. A clause that the published version
        no longer has stands for its entry.
        """
        repository = ConfirmedPairRepository(session)
        pairs = repository.counting(pair_ids)
        live = repository.live_targets(pair.target for pair in pairs)
        return {
            pair.id: LearnedPair(
                pair.question,
                pair.target.entry_id,
                pair.target.clause_id if pair.target in live else "",
                pair.origin.weight,
            )
            for pair in pairs
        }

    # -- what staff do -----------------------------------------------------------------------------------------

    def confirm(
        self, session: Session, question: str, target: PairTarget, actor: Actor, *, instead_of: int | None = None
    ) -> ConfirmedPair:
        """Say that `target` answers `question`; `instead_of` names the pair that this one corrects.

        A pair that was withdrawn stands again. Raises EntryNotFoundError, ClauseNotFoundError, EmptyQuestionError,
        PairNotFoundError.
        """
        if instead_of is not None:
            self.withdraw(session, instead_of, actor)
        confirmation = Confirmation(PairOrigin.CURATOR, confirmed_by=actor.id)
        pair = self._keep(session, question, target, confirmation)
        self._audit(session, actor, "learning.confirm", pair)
        return pair

    def withdraw(self, session: Session, pair_id: int, actor: Actor) -> ConfirmedPair:
        """Take a pair out of use for good: only staff can confirm it again. Raises PairNotFoundError."""
        repository = ConfirmedPairRepository(session)
        stored = repository.get(pair_id)
        if stored is None:
            raise PairNotFoundError(pair_id)
        if not stored.is_active:
            return stored
        pair = repository.withdraw(pair_id, at=self._clock.now())
        self._announce(session, [pair_id])
        self._audit(session, actor, "learning.withdraw", pair)
        return pair

    def import_pair(self, session: Session, question: str, target: PairTarget, log_name: str) -> ConfirmedPair:
        """Keep a pair of a question log. Raises as `confirm`; a pair that staff withdrew stays withdrawn."""
        return self._keep(session, question, target, Confirmation(PairOrigin.IMPORT, origin_id=log_name))

    # -- what follows from use ---------------------------------------------------------------------------------

    def learn_from_petition(
        self, session: Session, number: str, question: str, targets: Sequence[PairTarget]
    ) -> list[ConfirmedPair]:
        """Keep what the reply to a closed petition cites; targets that are not in the base are left out.

        To be called in the unit of work that closes the petition. Raises EmptyQuestionError.
        """
        confirmation = Confirmation(PairOrigin.PETITION, origin_id=number)
        known = [target for target in targets if self._is_known(session, target)]
        return [self._keep(session, question, target, confirmation) for target in known]

    def rate(self, session: Session, rating: Rating) -> list[ConfirmedPair]:
        """Keep what a visitor found helpful; return the pairs that rest on this rating now.

        A visitor counts once per question: a later rating of the same question, of whatever answer, replaces the
        earlier one. 没用 takes back what this visitor, or the rating of this answer, had confirmed. What staff or a
        petition confirmed is never touched, and what staff withdrew stays withdrawn.
        """
        self._retract(session, rating)
        if not rating.helpful or not fold_for_comparison(rating.question):
            return []
        confirmation = Confirmation(PairOrigin.RATING, rating.message_id, rating.visitor)
        known = [target for target in dict.fromkeys(rating.targets) if self._is_known(session, target)]
        kept = [self._keep(session, rating.question, target, confirmation) for target in known]
        return [pair for pair in kept if pair.origin is PairOrigin.RATING and pair.is_active]

    def forget_messages(self, session: Session, message_ids: Sequence[str]) -> int:
        """Cut the pairs of erased messages off from them and from the visitor; return how many there were.

        The masked question stays: by itself it leads to nobody.
        """
        return ConfirmedPairRepository(session).forget_origins(PairOrigin.RATING, message_ids)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _keep(self, session: Session, question: str, target: PairTarget, confirmation: Confirmation) -> ConfirmedPair:
        """Store a pair, or let the stored one rest on the confirmation that has the higher standing."""
        self._expect_target(session, target)
        masked = mask(question.strip())
        if not fold_for_comparison(masked):
            raise EmptyQuestionError
        repository, key, now = ConfirmedPairRepository(session), question_key(masked), self._clock.now()
        stored = repository.find(key, target)
        if stored is None:
            pair = repository.add(masked, key, target, confirmation, at=now)
        elif _outweighs(confirmation.origin, stored):
            pair = repository.confirm_anew(stored.id, confirmation, at=now)
        else:
            return stored
        self._announce(session, [pair.id], at=now)
        return pair

    def _retract(self, session: Session, rating: Rating) -> None:
        repository = ConfirmedPairRepository(session)
        pairs = repository.rated_in(rating.message_id)
        if rating.visitor is not None:
            pairs += repository.rated_by(rating.visitor, question_key(mask(rating.question.strip())))
        # Withdrawn ones stay, as the note of what staff decided.
        gone = sorted({pair.id for pair in pairs if pair.is_active})
        repository.delete(gone)
        self._announce(session, gone)

    def _expect_target(self, session: Session, target: PairTarget) -> None:
        KnowledgeRepository(session).newest_version(target.entry_id)  # raises EntryNotFoundError
        if target.clause_id and not ConfirmedPairRepository(session).has_clause(target):
            raise ClauseNotFoundError(target.entry_id, target.clause_id)

    def _is_known(self, session: Session, target: PairTarget) -> bool:
        try:
            self._expect_target(session, target)
        except (EntryNotFoundError, ClauseNotFoundError):
            return False
        return True

    def _announce(self, session: Session, pair_ids: Collection[int], *, at: datetime | None = None) -> None:
        for pair_id in pair_ids:
            outbox.put(session, PAIR_TOPIC, {"pair_id": pair_id}, at=at or self._clock.now())

    def _audit(self, session: Session, actor: Actor, action: str, pair: ConfirmedPair) -> None:
        changes = {"question_key": [None, pair.question_key], "target": [None, _written(pair.target)]}
        audit.record(session, actor, action, "confirmed_pair", str(pair.id), changes, at=self._clock.now())


def _outweighs(origin: PairOrigin, stored: ConfirmedPair) -> bool:
    if not stored.is_active:
        return origin is PairOrigin.CURATOR
    return origin.standing > stored.origin.standing


def _written(target: PairTarget) -> str:
    return f"{target.entry_id}#{target.clause_id}" if target.clause_id else target.entry_id
