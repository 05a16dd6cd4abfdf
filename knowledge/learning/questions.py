"""The questions that training learns from, and those held back to judge it by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from knowledge.learning.judging import AskedQuestion
from knowledge.learning.question_log import LoggedQuestion, TargetFinder, Unresolved
from knowledge.learning.service import question_key
from knowledge.learning.types import PairTarget
from knowledge.phrasings import known_questions
from knowledge.ranking.types import LearnedPair
from knowledge.types import EntryStatus

HELD_OUT_SHARE = 5
"""One question in so many is held back: those whose key leaves no remainder. The same ones in every training."""

_FAQ_WEIGHT = 0.8
_BASIS = re.compile(r"^(?P<number>.*?\d{4}\D\d+\D)(?P<label>.*)$")


@dataclass(frozen=True, slots=True)
class TrainingQuestions:
    """Questions that weights learn from, and held-out ones that they never see.

    `curated` are phrasings of FAQs with the clauses that the FAQ rests on. They only ever teach: their words stand in
    the index itself, so finding them proves nothing.
    """

    learned: tuple[AskedQuestion, ...]
    held_out: tuple[AskedQuestion, ...]
    curated: tuple[LearnedPair, ...]

    @property
    def pairs(self) -> list[LearnedPair]:
        """Return what weights learn from: no pair of a held-out question."""
        return [*(pair for question in self.learned for pair in question.pairs), *self.curated]


def is_held_out(key: str) -> bool:
    """Say whether the question with this key (SHA-256 in hex) is never trained on."""
    return int(key[:8], 16) % HELD_OUT_SHARE == 0


def divide(pairs: Iterable[LearnedPair], curated: Iterable[LearnedPair]) -> TrainingQuestions:
    """Group pairs by question and hold some questions back; a curated phrasing of such a question is left out."""
    by_key: dict[str, dict[tuple[str, str], LearnedPair]] = {}
    for pair in pairs:
        by_key.setdefault(question_key(pair.question), {}).setdefault((pair.entry_id, pair.clause_id), pair)
    questions = [AskedQuestion(_first(found).question, key, tuple(found.values())) for key, found in by_key.items()]
    return TrainingQuestions(
        learned=tuple(question for question in questions if not is_held_out(question.key)),
        held_out=tuple(question for question in questions if is_held_out(question.key)),
        curated=tuple(pair for pair in curated if not is_held_out(question_key(pair.question))),
    )


def curated_pairs(session: Session) -> list[LearnedPair]:
    """Return every phrasing of the published FAQs with what the FAQ rests on; without a basis there is none."""
    finder, pairs = TargetFinder(session), []
    for known in known_questions(session):
        if known.status is not EntryStatus.PUBLISHED:
            continue
        targets = [target for basis in known.basis if (target := _rests_on(finder, basis)) is not None]
        pairs += [
            LearnedPair(phrasing, target.entry_id, target.clause_id, _FAQ_WEIGHT)
            for phrasing in known.phrasings
            for target in targets
        ]
    return pairs


def _rests_on(finder: TargetFinder, basis: str) -> PairTarget | None:
    match = _BASIS.match(basis.strip())
    if match is None:
        return None
    target = finder.find(LoggedQuestion(0, "", match["number"], match["label"].strip()))
    return None if isinstance(target, Unresolved) else target


def _first(found: Mapping[tuple[str, str], LearnedPair]) -> LearnedPair:
    return next(iter(found.values()))
