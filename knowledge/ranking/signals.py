"""What a deployment has learned from confirmed answers: translation, question memory and citation prior."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from core.database import Database
from core.text import fold_for_comparison
from knowledge.index.indexer import Indexer
from knowledge.index.protocols import Vectors
from knowledge.index.store import IndexGeneration, Placement
from knowledge.index.tokens import word_number
from knowledge.naming import instrument_of
from knowledge.passages import PassageRepository
from knowledge.ranking.files import check_folder, read_arrays, write_folder
from knowledge.ranking.fitting import AnsweredQuestion, fit_translation, question_vector
from knowledge.ranking.lay import LayKnowledge, shipped_lay
from knowledge.ranking.memory import NO_VOTES, QuestionMemory, Votes
from knowledge.ranking.prior import CitationPrior
from knowledge.ranking.terms import QuestionTerms, Weighted, question_terms
from knowledge.ranking.translation import MOST_PAIRS, Translation
from knowledge.ranking.types import LearnedPair

KIND, FORMAT = "signals", 1
_PAIRS = "pairs.jsonl"

LONG_HISTORY = 100
"""Confirmed pairs from which votes and prior order better than words alone. A few would only tilt every question."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What is learned at one moment, ready for questions to one generation of the index."""

    translation: Translation
    memory: QuestionMemory
    prior: CitationPrior

    def vote(self, words: Weighted, meaning: Vectors) -> Votes:
        return self.memory.vote(words, meaning) if self.memory.pairs else NO_VOTES


class LearnedSignals:
    """Confirmed pairs and what follows from them. Threads may share one.

    Memory and prior grow with every pair that is remembered; the translation is as it was fitted, and without one it
    is that of `lay`, the shipped lay knowledge unless another is given.
    """

    def __init__(
        self,
        pairs: Sequence[LearnedPair] = (),
        translation: Translation | None = None,
        *,
        lay: LayKnowledge | None = None,
    ) -> None:
        self._pairs = {_key(pair): pair for pair in pairs}
        self._lay = shipped_lay() if lay is None else lay
        self._translation = self._lay.translation if translation is None else translation
        self._changing = threading.Lock()
        self._built: tuple[object, Learned] | None = None
        self._added: list[LearnedPair] = []

    @classmethod
    def fit(
        cls, pairs: Sequence[LearnedPair], database: Database, indexer: Indexer, *, lay: LayKnowledge | None = None
    ) -> LearnedSignals:
        """Learn from `pairs`, the oldest first, on top of `lay` (default: the shipped lay knowledge).

        Only what is published now teaches the translation.
        """
        lay = shipped_lay() if lay is None else lay
        answered = _answered(pairs[-MOST_PAIRS:], database)
        with indexer.reading() as generation:
            own = fit_translation(answered, generation.segmenter, generation.lexical[Placement.LIVE])
        return cls(pairs, lay.translation.and_then(own), lay=lay)

    @property
    def pairs(self) -> tuple[LearnedPair, ...]:
        with self._changing:
            return tuple(self._pairs.values())

    def apart(self) -> LearnedSignals:
        """Return the same, getting ready for another index without making this one get ready again."""
        return LearnedSignals(self.pairs, self._translation, lay=self._lay)

    @property
    def translation(self) -> Translation:
        return self._translation

    @property
    def has_history(self) -> bool:
        """Say whether enough was confirmed to tell what people here ask about, and what answers it."""
        return len(self._pairs) >= LONG_HISTORY

    def remember(self, pair: LearnedPair) -> None:
        """Let `pair` count from the next search on; the same question and target again replaces its trust."""
        with self._changing:
            if _key(pair) in self._pairs:
                self._built = None
            else:
                self._added.append(pair)
            self._pairs[_key(pair)] = pair

    def forget(self, pair: LearnedPair) -> None:
        """Let `pair` no longer count; an unknown one changes nothing."""
        with self._changing:
            if self._pairs.pop(_key(pair), None) is not None:
                self._built = None

    def ready(self, generation: IndexGeneration, database: Database) -> Learned:
        """Return what is learned so far. Questions new since the last call are cut and embedded first."""
        with self._changing:
            if self._built is None or self._built[0] is not generation:
                self._added = list(self._pairs.values())
                empty = Learned(self._translation, QuestionMemory(), self._lay.prior)
                self._built = generation, empty
            if self._added:
                self._built = generation, _grown(self._built[1], self._added, generation, database)
                self._added = []
            learned = self._built[1]
            return learned if self.has_history else replace(learned, prior=self._lay.prior)

    def save(self, folder: Path) -> None:
        """Write everything into `folder`, which may exist."""
        lines = "".join(json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in self.pairs)
        write_folder(folder, KIND, FORMAT, arrays=self._translation.arrays(), texts={_PAIRS: lines})

    @classmethod
    def load(cls, folder: Path) -> LearnedSignals:
        """Read what `save` wrote. Raises RankingFilesError."""
        check_folder(folder, KIND, FORMAT)
        lines = (folder / _PAIRS).read_text("utf-8").splitlines()
        pairs = [LearnedPair(**json.loads(line)) for line in lines]
        return cls(pairs, Translation.from_arrays(read_arrays(folder)))


def _key(pair: LearnedPair) -> tuple[str, str, str]:
    return fold_for_comparison(pair.question), pair.entry_id, pair.clause_id


def _grown(learned: Learned, pairs: Sequence[LearnedPair], generation: IndexGeneration, database: Database) -> Learned:
    live = generation.lexical[Placement.LIVE]
    streams = (generation.segmenter.streams(pair.question) for pair in pairs)
    vectors = [question_vector(question_terms(found, live)) for found in streams]
    meanings = generation.embedder.embed_questions([pair.question for pair in pairs])
    with database.reading() as session:
        titles = PassageRepository(session).live_titles({pair.entry_id for pair in pairs})
    prior = learned.prior.copy()
    for pair in pairs:
        if pair.entry_id in titles:
            prior.add(word_number(instrument_of(titles[pair.entry_id])), pair.entry_id, pair.weight)
    return replace(learned, memory=learned.memory.and_then(pairs, vectors, meanings), prior=prior)


def _answered(pairs: Sequence[LearnedPair], database: Database) -> list[AnsweredQuestion]:
    """Return the questions of `pairs` with the published texts they point at; the rest is left out."""
    with database.reading() as session:
        by_entry = PassageRepository(session).live_by_entry({pair.entry_id for pair in pairs})
    answered = []
    for pair in pairs:
        meant = [p for p in by_entry.get(pair.entry_id, ()) if pair.covers(p.clause_id)]
        if meant:
            parts = [meant[0].title, *dict.fromkeys(part for p in meant for part in (p.context, p.text) if part)]
            answered.append(AnsweredQuestion(pair.question, "\n".join(parts)))
    return answered


__all__ = ["Learned", "LearnedSignals", "QuestionTerms"]
