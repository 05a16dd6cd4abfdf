"""A linear scorer that learns which candidate of a question comes first. Needs scipy and scikit-learn.

Boosted trees see every candidate alone; this one sees those of a question together, and being linear it overfits less.
Their log odds averaged order better than either (docs/evaluation.md).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.ranking.features import Matrix

Vector = npt.NDArray[np.float64]

_PENALTY = 3.0
_STEPS = 200


@dataclass(frozen=True, slots=True)
class LinearScorer:
    """Log odds = bias + weights · features, a missing feature counting as 0."""

    weights: Vector
    bias: float


def fit_listwise(
    matrix: Matrix,
    answers: npt.NDArray[np.bool_],
    questions: npt.NDArray[np.int32],
    *,
    never_negative: Collection[int],
) -> LinearScorer:
    """Fit weights by softmax cross-entropy over the candidates of each question, then log odds by logistic loss.

    Questions without an answer among their candidates teach the log odds only. Columns in `never_negative` get no
    weight below 0. Source: Cao et al., "Learning to rank: from pairwise approach to listwise approach", ICML 2007.
    """
    from scipy.optimize import minimize

    columns = np.flatnonzero(~np.isnan(matrix).all(axis=0))
    values = np.nan_to_num(matrix[:, columns]).astype(np.float64)
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-6
    values = (values - mean) / scale
    loss = _CrossEntropy.of(values, answers, questions)
    bounds = [(0 if column in never_negative else None, None) for column in columns.tolist()]
    found = minimize(
        loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": _STEPS}
    ).x
    slope, intercept = _as_log_odds(values @ found, answers)
    weights = np.zeros(matrix.shape[1])
    weights[columns] = slope * found / scale
    return LinearScorer(weights, intercept - float(weights[columns] @ mean))


@dataclass(frozen=True, slots=True)
class _CrossEntropy:
    """Between the softmax of scores and the answers of each question, which share its weight; with its gradient."""

    values: Vector
    targets: Vector
    starts: npt.NDArray[np.intp]
    counts: npt.NDArray[np.intp]

    @staticmethod
    def of(values: Vector, answers: npt.NDArray[np.bool_], questions: npt.NDArray[np.int32]) -> _CrossEntropy:
        kept = np.flatnonzero(np.isin(questions, questions[answers]))
        kept = kept[np.argsort(questions[kept], kind="stable")]
        starts = np.flatnonzero(np.diff(questions[kept], prepend=-1))
        counts = np.diff(starts, append=len(kept))
        right = answers[kept].astype(np.float64)
        return _CrossEntropy(values[kept], right / np.repeat(np.add.reduceat(right, starts), counts), starts, counts)

    def __call__(self, weights: Vector) -> tuple[float, Vector]:
        scores = self.values @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, self.starts), self.counts)
        powers = np.exp(scores)
        sums = np.add.reduceat(powers, self.starts)
        loss = np.log(sums).sum() - self.targets @ scores + _PENALTY / 2 * (weights @ weights)
        gradient = self.values.T @ (powers / np.repeat(sums, self.counts) - self.targets) + _PENALTY * weights
        return float(loss), gradient


def _as_log_odds(scores: Vector, answers: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and intercept that turn scores into the log odds of being an answer."""
    from sklearn.linear_model import LogisticRegression

    fitted: Any = LogisticRegression(C=1e6).fit(scores[:, None], answers)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
