"""What the embedding table is fitted to: confirmed questions with the passages that answer them, and running text."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy.orm import Session

from knowledge.index.store import indexed_text
from knowledge.learning.judging import AskedQuestion
from knowledge.passages import PassageRepository
from knowledge.phrasings import known_questions
from knowledge.ranking.table_tuning import TuningPair
from knowledge.ranking.types import LearnedPair
from knowledge.types import EntryStatus, Passage

_NEAR, _FAR = (1, 15), (15, 60)
"""From which ranks of a search the two hard negatives of a question come."""

_MOST_BASE = 20_000
_SHORTEST_CHARS = 30


def question_pairs(
    session: Session,
    questions: Sequence[AskedQuestion],
    curated: Sequence[LearnedPair],
    ask: Callable[[str], Sequence[Passage]],
    *,
    seed: int,
) -> list[TuningPair]:
    """Return one pair per question and passage that answers it.

    Confirmed questions come with two passages that a search finds but nobody confirmed; FAQ phrasings come with what
    the FAQ rests on and with its answer.
    """
    rng = random.Random(seed)
    wanted = [pair for question in questions for pair in question.pairs]
    live = PassageRepository(session).live_by_entry({pair.entry_id for pair in [*wanted, *curated]})
    pairs = []
    for question in questions:
        negatives = _negatives(ask(question.text), question.pairs, rng)
        pairs += [_pair(question.text, passage, negatives) for passage in _answering(question.pairs, live)]
    pairs += [_pair(pair.question, passage, ()) for pair in curated for passage in _answering([pair], live)]
    return pairs + _faq_pairs(session)


def base_pairs(session: Session, *, seed: int) -> list[TuningPair]:
    """Return pairs of running text: the first sentence of a passage with the rest of it, from at most 20,000 passages.

    They keep what the table knew of words that no question uses.
    """
    keys = PassageRepository(session).searchable_keys([EntryStatus.PUBLISHED])
    rng = random.Random(seed)
    rng.shuffle(keys)
    pairs: list[TuningPair] = []
    for start in range(0, len(keys), 200):
        pairs += filter(None, map(_halves, PassageRepository(session).of_versions(keys[start : start + 200])))
        if len(pairs) >= _MOST_BASE:
            break
    return pairs[:_MOST_BASE]


def _negatives(found: Sequence[Passage], answers: Sequence[LearnedPair], rng: random.Random) -> tuple[str, ...]:
    """Return one passage from the first ranks and one from further down, neither of which answers."""
    chosen = []
    for first, last in (_NEAR, _FAR):
        wrong = [passage for passage in found[first - 1 : last] if not _is_answer(passage, answers)]
        if wrong:
            chosen.append(indexed_text(rng.choice(wrong)))
    return tuple(chosen)


def _answering(pairs: Sequence[LearnedPair], live: dict[str, list[Passage]]) -> list[Passage]:
    entries = dict.fromkeys(pair.entry_id for pair in pairs)
    return [passage for entry in entries for passage in live.get(entry, ()) if _is_answer(passage, pairs)]


def _is_answer(passage: Passage, pairs: Iterable[LearnedPair]) -> bool:
    return any(pair.entry_id == passage.entry_id and pair.covers(passage.clause_id) for pair in pairs)


def _pair(question: str, passage: Passage, negatives: tuple[str, ...]) -> TuningPair:
    return TuningPair(question, indexed_text(passage), negatives, group=passage.entry_id)


def _faq_pairs(session: Session) -> list[TuningPair]:
    return [
        TuningPair(phrasing, known.answer, group=known.entry_id)
        for known in known_questions(session)
        if known.status is EntryStatus.PUBLISHED
        for phrasing in known.phrasings
    ]


def _halves(passage: Passage) -> TuningPair | None:
    """Return the first sentence of a passage with the rest of it under its headings; None for a short one."""
    first, _, rest = passage.text.partition("。")
    if len(first) < _SHORTEST_CHARS // 2 or len(rest) < _SHORTEST_CHARS:
        return None
    head = "\n".join(part for part in (passage.title, passage.context) if part)
    return TuningPair(first, f"{head}\n{rest}", group=passage.entry_id, source=passage.id)
