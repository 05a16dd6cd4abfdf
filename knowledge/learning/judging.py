"""How well a search answers questions whose answers are confirmed, and whether another does better.

hit@1, recall@10 and mrr@10 are those of trec_eval; a passage is relevant when a confirmed target covers it. A target
counts once, at its best passage.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.ranking.types import LearnedPair
from knowledge.types import Passage

METRICS = ("hit@1", "recall@10", "mrr@10")
DEPTH = 10
_SAMPLES = 2_000

Scores = npt.NDArray[np.float64]
"""One row per question, one column per metric, in the order of METRICS."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question and the distinct pairs that say what answers it."""

    text: str
    key: str
    pairs: tuple[LearnedPair, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """After minus before, paired by question: the mean, its 95 % bootstrap interval, and questions won and lost."""

    mean: float
    low: float
    high: float
    won: int
    lost: int


def score_question(ranking: Sequence[Passage], pairs: Sequence[LearnedPair]) -> tuple[float, float, float]:
    """Return hit@1, recall@10 and mrr@10 of passages, best first. Passages of one clause count as one place."""
    clauses = list({(passage.entry_id, passage.clause_id): None for passage in ranking})[:DEPTH]
    ranks = [
        next(
            (rank for rank, (entry, clause) in enumerate(clauses, 1) if entry == pair.entry_id and pair.covers(clause)),
            0,
        )
        for pair in pairs
    ]
    found = [rank for rank in ranks if rank]
    first = min(found, default=0)
    return float(first == 1), len(found) / len(pairs), 1 / first if first else 0.0


def score_all(ask: Callable[[str], Sequence[Passage]], questions: Sequence[AskedQuestion]) -> Scores:
    """Return the scores of every question, in order."""
    rows = [score_question(ask(question.text), question.pairs) for question in questions]
    return np.array(rows, dtype=np.float64).reshape(len(questions), len(METRICS))


def means(scores: Scores) -> dict[str, float]:
    """Return the mean of each metric; 0 without questions."""
    return {
        name: round(float(scores[:, place].mean()), 4) if len(scores) else 0.0 for place, name in enumerate(METRICS)
    }


def compare(before: Scores, after: Scores, *, seed: int = 7) -> dict[str, Difference]:
    """Compare two searches over the same questions, metric by metric.

    The interval is the paired percentile bootstrap over questions (Efron & Tibshirani 1993, ch. 13).
    """
    changes = after - before
    drawn = np.random.default_rng(seed).integers(0, len(changes), (_SAMPLES, len(changes)))
    compared = {}
    for place, name in enumerate(METRICS):
        change = changes[:, place]
        low, high = np.quantile(change[drawn].mean(axis=1), (0.025, 0.975))
        won, lost = int((change > 0).sum()), int((change < 0).sum())
        compared[name] = Difference(
            round(float(change.mean()), 4), round(float(low), 4), round(float(high), 4), won, lost
        )
    return compared
