"""What a ranker is trained on: candidates that search itself found for confirmed questions, with their features."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.database import Database
from knowledge.learning.judging import AskedQuestion
from knowledge.learning.trials import Bench, Progress
from knowledge.ranking.features import FEATURES
from knowledge.ranking.signals import LearnedSignals
from knowledge.ranking.training import RankingSet
from knowledge.ranking.types import LearnedPair
from knowledge.types import SearchHit

_FOLDS = 3
_CANDIDATES = 200


def ranking_rows(
    bench: Bench,
    questions: Sequence[AskedQuestion],
    curated: Sequence[LearnedPair],
    database: Database,
    on_progress: Progress,
) -> RankingSet:
    """Return the candidates of every question, its features made by signals that never saw it.

    Passages beside the confirmed one in the same entry weigh nothing: nobody said that they do not answer.
    """
    rows: list[list[float]] = []
    answers, numbers, weights = [], [], []
    done = 0
    for fold in range(_FOLDS):
        seen = [pair for question in questions if _fold(question) != fold for pair in question.pairs]
        fitted = LearnedSignals.fit([*seen, *curated], database, bench.indexer).translation
        bench.search.use(LearnedSignals(seen, fitted), None)
        for number, question in enumerate(questions):
            if _fold(question) != fold:
                continue
            for hit in bench.hits(question.text, limit=_CANDIDATES):
                is_answer = _is_answer(hit, question)
                rows.append([hit.features.get(name, np.nan) for name in FEATURES])
                answers.append(is_answer)
                numbers.append(number)
                weights.append(1.0 if is_answer or not _is_beside(hit, question) else 0.0)
            done += 1
            on_progress("learning.progress.features", done, len(questions))
    return RankingSet(
        np.array(rows, np.float32), np.array(answers, np.bool_), np.array(numbers, np.int32),
        np.array(weights, np.float32),
    )  # fmt: skip


def _fold(question: AskedQuestion) -> int:
    return int(question.key[8:16], 16) % _FOLDS


def _is_answer(hit: SearchHit, question: AskedQuestion) -> bool:
    found = hit.passage
    return any(pair.entry_id == found.entry_id and pair.covers(found.clause_id) for pair in question.pairs)


def _is_beside(hit: SearchHit, question: AskedQuestion) -> bool:
    return any(pair.entry_id == hit.passage.entry_id for pair in question.pairs)
