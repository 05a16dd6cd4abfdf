"""How sure a figure is: bootstrap intervals, and tests of whether two runs differ over the same questions.

Everything is repeatable: the same values and seed give the same interval and the same p.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 5_000
LEVEL = 0.95
_SEED = 20261122
_VALUES_AT_ONCE = 2_000_000

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the bounds of its confidence interval, and over how many values it was taken."""

    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class PairedComparison:
    """Two systems over the same questions. `difference` is B minus A, per question.

    `randomisation_p` and `sign_p` are two-sided. `better`, `worse` and `same` count the questions from B's side.
    """

    mean_a: float
    mean_b: float
    difference: Interval
    randomisation_p: float
    sign_p: float
    better: int
    worse: int
    same: int

    @property
    def is_certain(self) -> bool:
        """Say whether the interval of the difference leaves out 0 and the randomisation test agrees (p < 0.05)."""
        return (self.difference.low > 0 or self.difference.high < 0) and self.randomisation_p < 1 - LEVEL


def bootstrap_interval(values: Sequence[float], *, resamples: int = RESAMPLES, level: float = LEVEL) -> Interval | None:
    """Return the mean of `values` with its percentile bootstrap interval; None for no values.

    Source: Efron & Tibshirani, "An Introduction to the Bootstrap", 1993, ch. 13.
    """
    if not values:
        return None
    sample = np.asarray(values, dtype=np.float64)
    means = _resampled_means(sample, resamples)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(sample.mean()), float(low), float(high), len(sample))


def compare_paired(a: Sequence[float], b: Sequence[float], *, resamples: int = RESAMPLES) -> PairedComparison | None:
    """Compare two systems over the same questions, in the same order; None for no questions.

    Raises ValueError when the two have not the same length.
    """
    if len(a) != len(b):
        raise ValueError("a paired test needs one value of each system for every question")
    differences = [second - first for first, second in zip(a, b, strict=True)]
    interval = bootstrap_interval(differences, resamples=resamples)
    if interval is None:
        return None
    better, worse = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
    return PairedComparison(
        mean_a=math.fsum(a) / len(a),
        mean_b=math.fsum(b) / len(b),
        difference=interval,
        randomisation_p=randomisation_p(differences, resamples=resamples),
        sign_p=sign_test_p(better, worse),
        better=better,
        worse=worse,
        same=len(differences) - better - worse,
    )


def randomisation_p(differences: Sequence[float], *, resamples: int = RESAMPLES) -> float:
    """Return the two-sided p of Fisher's randomisation test: which share of random signs gives as large a mean.

    The observed signs count as one of them, so p is never 0. Source: Smucker, Allan & Carterette, CIKM 2007.
    """
    values = np.asarray([d for d in differences if d], dtype=np.float64)
    if not len(values):
        return 1.0
    chance, as_large = np.random.default_rng(_SEED), 0
    observed = abs(float(values.sum())) - 1e-12
    for rows in _portions(resamples, len(values)):
        signs = chance.integers(0, 2, size=(rows, len(values)), dtype=np.int8) * 2 - 1
        as_large += int((np.abs(signs @ values) >= observed).sum())
    return float((as_large + 1) / (resamples + 1))


def sign_test_p(better: int, worse: int) -> float:
    """Return the two-sided p of the exact sign test over the questions that differ; 1 when none does."""
    total, fewer = better + worse, min(better, worse)
    tail = sum(math.comb(total, k) for k in range(fewer + 1))
    return min(1.0, 2 * tail / (1 << total))


def _resampled_means(sample: Values, resamples: int) -> Values:
    chance = np.random.default_rng(_SEED)
    return np.concatenate(
        [
            sample[chance.integers(0, len(sample), size=(rows, len(sample)))].mean(axis=1)
            for rows in _portions(resamples, len(sample))
        ]
    )


def _portions(resamples: int, width: int) -> list[int]:
    """Cut the resamples so that a portion of them, `width` values each, stays small in memory."""
    most = max(1, _VALUES_AT_ONCE // max(1, width))
    return [min(most, resamples - start) for start in range(0, resamples, most)]
