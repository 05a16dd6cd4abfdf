"""Rank metrics over binary or graded judgements, and ROUGE-L. What has nothing to be measured by is undefined, never 0.

Names and definitions are those of trec_eval (Buckley & Voorhees) and Manning, Raghavan & Schütze, "Introduction to
Information Retrieval", ch. 8; `tests/eval/test_metrics.py` compares every one with ir-measures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.text import fold_for_comparison

Judgements = Mapping[str, int]
"""Gain by document id for one question; a gain of 0 or less means not relevant."""

Metric = Callable[[Sequence[str], Judgements], float | None]


def hit_at_k(ranking: Sequence[str], judgements: Judgements, k: int) -> float | None:
    """Return 1 when a relevant document stands among the first `k`, else 0; None when none is relevant."""
    relevant = _relevant(judgements)
    return float(any(doc in relevant for doc in ranking[:k])) if relevant else None


def recall_at_k(ranking: Sequence[str], judgements: Judgements, k: int) -> float | None:
    """Return the share of relevant documents among the first `k`, 0..1; None when none is relevant."""
    relevant = _relevant(judgements)
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else None


def reciprocal_rank_at_k(ranking: Sequence[str], judgements: Judgements, k: int) -> float | None:
    """Return 1 / rank of the first relevant document within `k`, 0 when there is none; None when none is relevant.

    Its mean is MRR@k (Voorhees, TREC-8 question answering track, 1999).
    """
    relevant = _relevant(judgements)
    if not relevant:
        return None
    return next((1 / rank for rank, doc in enumerate(ranking[:k], start=1) if doc in relevant), 0.0)


def ndcg_at_k(ranking: Sequence[str], judgements: Judgements, k: int) -> float | None:
    """Return discounted gain over that of the ideal ranking, 0..1; None when none is relevant.

    Gains are taken as they are (not 2^gain − 1) and divided by log2(rank + 1), as trec_eval's ndcg_cut does.
    Source: Järvelin & Kekäläinen, ACM TOIS 20(4), 2002.
    """
    ideal = _discounted(sorted((gain for gain in judgements.values() if gain > 0), reverse=True)[:k])
    return _discounted([max(judgements.get(doc, 0), 0) for doc in ranking[:k]]) / ideal if ideal else None


def _hit(k: int) -> Metric:
    return lambda ranking, judgements: hit_at_k(ranking, judgements, k)


METRICS: dict[str, Metric] = {
    "hit@1": _hit(1),
    "hit@5": _hit(5),
    "hit@10": _hit(10),
    "mrr@10": lambda ranking, judgements: reciprocal_rank_at_k(ranking, judgements, 10),
    "recall@10": lambda ranking, judgements: recall_at_k(ranking, judgements, 10),
    "ndcg@10": lambda ranking, judgements: ndcg_at_k(ranking, judgements, 10),
}
"""What a retrieval run reports, in the order in which it is printed."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Means over the defined questions, by metric; `undefined` counts the questions left out of every mean."""

    means: dict[str, float]
    defined: int
    undefined: int


def score(ranking: Sequence[str], judgements: Judgements) -> dict[str, float | None]:
    """Return every metric of one question. Raises ValueError when `ranking` names a document twice."""
    if len(set(ranking)) != len(ranking):
        raise ValueError("a ranking names a document twice; fold passages to documents first")
    return {name: metric(ranking, judgements) for name, metric in METRICS.items()}


def aggregate(rows: Sequence[Mapping[str, float | None]]) -> Aggregate:
    """Average the rows of `score` over the questions that have a relevant document; 0 questions give means of 0."""
    defined = [row for row in rows if all(value is not None for value in row.values())]
    means = {name: math.fsum(row[name] or 0.0 for row in defined) / max(1, len(defined)) for name in METRICS}
    return Aggregate(means, len(defined), len(rows) - len(defined))


def rouge_l(candidate: str, reference: str, *, beta: float = 1.0) -> float | None:
    """Return ROUGE-L of two texts over characters, 0..1; None for a reference that is empty after folding.

    Both are folded first (`core.text.fold_for_comparison`: script, width, case, thousands commas, quotation marks and
    blanks); other punctuation counts as a character. With L the length of their longest common subsequence,
    P = L / len(candidate) and R = L / len(reference), it is (1 + β²) P R / (R + β² P): for β = 1 the harmonic mean of
    P and R, 0 when L is 0.
    Source: Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", ACL 2004 workshop, equations 2 to 4.
    """
    found, wanted = fold_for_comparison(candidate), fold_for_comparison(reference)
    if not wanted:
        return None
    common = _longest_common_subsequence(found, wanted)
    if not common:
        return 0.0
    precision, recall = common / len(found), common / len(wanted)
    return (1 + beta**2) * precision * recall / (recall + beta**2 * precision)


def _longest_common_subsequence(one: str, other: str) -> int:
    """Return the length of the longest common subsequence, a whole row of the table at a time in one integer.

    Source: Hyyrö, "Bit-parallel LCS-length computation revisited", AWOCA 2004.
    """
    places: dict[str, int] = {}
    for place, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << place
    full = row = (1 << len(one)) - 1
    for character in other:
        matched = row & places.get(character, 0)
        row = (row + matched | row - matched) & full
    return len(one) - row.bit_count()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` (0..1) of `values` do not exceed; 0 for no values.

    The nearest-rank definition: always a value that was measured, never one in between.
    """
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _relevant(judgements: Judgements) -> set[str]:
    return {doc for doc, gain in judgements.items() if gain > 0}


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
