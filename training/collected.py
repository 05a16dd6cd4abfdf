"""Candidates that production search finds for judged questions, with their features, as arrays that can be kept.

A ranker sees here exactly what it will see in the product. Collecting costs minutes, a ranker then seconds.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.settings import KnowledgeSettings
from eval.base import ThrowAwayBase
from eval.datasets import JudgedQuestion
from eval.passages import draft_of
from eval.retrieval import confirmed_pairs
from knowledge.index.static_model import StaticEmbedder
from knowledge.index.store import Placement
from knowledge.passages import PassageRepository
from knowledge.ranking.features import FEATURES, HISTORY
from knowledge.ranking.lay import LayKnowledge
from knowledge.ranking.prior import CitationPrior
from knowledge.ranking.scoring import score_candidates
from knowledge.ranking.signals import LearnedSignals
from knowledge.ranking.training import RankingSet
from knowledge.search import TRUST_IN_REPEATS, asking_words
from training.judged_sets import JudgedSet

_CUT = 10


@dataclass(frozen=True, slots=True)
class Collected:
    """Rows of candidates of some questions. `relevant` says whether the document is, `holds` whether the passage is
    known to hold the answer; `questions` numbers the question of each row; `gold` counts the relevant documents of
    each question.
    """

    matrix: npt.NDArray[np.float32]
    repeated: npt.NDArray[np.float64]
    relevant: npt.NDArray[np.bool_]
    holds: npt.NDArray[np.bool_]
    questions: npt.NDArray[np.int32]
    documents: npt.NDArray[np.int32]
    gold: npt.NDArray[np.int32]
    milliseconds: npt.NDArray[np.float64]

    def save(self, path: Path) -> None:
        np.savez_compressed(path, **{f.name: getattr(self, f.name) for f in fields(self)})

    @staticmethod
    def load(path: Path) -> Collected:
        with np.load(path, allow_pickle=False) as found:
            return Collected(**found)

    def as_ranking_set(self) -> RankingSet:
        """Return what a ranker learns: of the passages of a right document, one that holds the answer, or the one
        that fits best where nobody said which; the others of it are not judged.
        """
        fused = self.matrix[:, FEATURES.index("fused_share")]
        best = np.lexsort((-fused, self.documents, self.questions))
        pairs = np.stack([self.questions[best], self.documents[best]])
        is_first = np.concatenate([[True], (np.diff(pairs) != 0).any(axis=0)])
        first = np.zeros(len(best), dtype=np.bool_)
        first[best[is_first]] = True
        answers = self.holds if self.holds.any() else self.relevant & first
        return RankingSet(self.matrix, answers, self.questions, (~self.relevant | answers).astype(np.float32))

    def judged(self, scores: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """Return hit@1, recall@10, hit@10 and reciprocal rank at 10 of each question, shape (questions, 4).

        Documents count by their best passage; ties go to the smaller number.
        """
        final = 1 - (1 - scores) * (1 - TRUST_IN_REPEATS * self.repeated)
        rows = np.zeros((len(self.gold), 4))
        for number, gold in enumerate(self.gold):
            mine = np.flatnonzero(self.questions == number)
            order = mine[np.lexsort((self.documents[mine], -final[mine]))]
            _, places = np.unique(self.documents[order], return_index=True)
            right = self.relevant[order[np.sort(places)]][:_CUT]
            first = np.flatnonzero(right)
            rows[number] = (
                right[:1].any(), right.sum() / gold, right.any(), 1 / (first[0] + 1) if len(first) else 0.0
            )  # fmt: skip
        return rows


class SetBase:
    """A throw-away base that holds the documents of one set, whose embedder can be changed."""

    def __init__(self, judged: JudgedSet, table: Path) -> None:
        settings = KnowledgeSettings(embedder=str(table), _env_file=None)  # type: ignore[call-arg]
        self.judged, self._each = judged, settings.candidates
        self._base = ThrowAwayBase(settings)
        ids = self._base.publish([draft_of(row) for row in judged.corpus])
        self._corpus_ids = dict(zip(ids, (row.id for row in judged.corpus), strict=True))
        self._numbers = {row.id: number for number, row in enumerate(judged.corpus)}

    def use_table(self, table: Path) -> None:
        """Index again with another embedding table."""
        embedder = StaticEmbedder(table)
        if embedder.name != self._base.indexer.embedder.name:
            self._base.indexer.use_embedder(embedder)

    def learned(self, questions: Sequence[JudgedQuestion], lay: LayKnowledge) -> LearnedSignals:
        """Return what `youda train` would learn from `questions`."""
        pairs = confirmed_pairs(questions, self._corpus_ids)
        return LearnedSignals.fit(pairs, self._base.database, self._base.indexer, lay=lay)

    def lay_knowledge(self, questions: Sequence[JudgedQuestion]) -> LayKnowledge:
        """Return the lay knowledge that `questions` teach."""
        signals = self.learned(questions, LayKnowledge())
        with self._base.indexer.reading() as generation:
            prior = signals.ready(generation, self._base.database).prior
        return LayKnowledge(signals.translation, CitationPrior(prior.instruments))

    def collect(self, questions: Sequence[JudgedQuestion], signals: LearnedSignals) -> Collected:
        """Ask every question as production search does and keep its candidates."""
        parts = list[dict[str, Any]]()
        with self._base.indexer.reading() as generation:
            learned = signals.ready(generation, self._base.database)
            for number, question in enumerate(questions):
                begun = time.perf_counter()
                scored = score_candidates(
                    question.text, generation, learned, [Placement.LIVE], lambda ids: ids,
                    each=self._each, asking_words=asking_words(),
                )  # fmt: skip
                documents = [self._corpus_ids[key.split(".", 1)[0]] for key in scored.ids]
                parts.append({
                    "matrix": scored.matrix, "repeated": scored.repeated,
                    "relevant": np.array([document in question.judgements for document in documents], np.bool_),
                    "holds": self._holds(question, scored.ids),
                    "questions": np.full(len(scored.ids), number, np.int32),
                    "documents": np.array([self._numbers[document] for document in documents], np.int32),
                    "gold": np.array([len(question.judgements)], np.int32),
                    "milliseconds": np.array([(time.perf_counter() - begun) * 1000]),
                })  # fmt: skip
        return Collected(**{f.name: np.concatenate([part[f.name] for part in parts]) for f in fields(Collected)})

    def _holds(self, question: JudgedQuestion, ids: Sequence[str]) -> npt.NDArray[np.bool_]:
        spans = self.judged.spans.get(question.id, ())
        if not spans:
            return np.zeros(len(ids), np.bool_)
        with self._base.database.reading() as session:
            passages = PassageRepository(session).by_id(ids)
        return np.array([
            self._corpus_ids[passages[key].entry_id] in question.judgements
            and any(span in passages[key].text for span in spans) for key in ids
        ], np.bool_)  # fmt: skip

    def close(self) -> None:
        self._base.close()


def without_history(collected: RankingSet) -> RankingSet:
    """Return the rows as a base without confirmed pairs has them."""
    return collected.without(HISTORY)
