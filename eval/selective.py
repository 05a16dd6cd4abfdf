"""Answering only when sure: risk against coverage, false answers against answers, and what confidence is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class JudgedConfidence:
    """How sure a system was of one answer, 0..1, and whether it was right."""

    confidence: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """At this threshold `coverage` of all questions are answered, and `risk` of those wrongly."""

    threshold: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class RefusalPoint:
    """At this threshold `answered` of the answerable and `false_answers` of the unanswerable questions are answered."""

    threshold: float
    answered: float
    false_answers: float


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Answers whose confidence lies in [low, high): how many, how sure on average, how many of them right (a share)."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def risk_coverage(rows: Sequence[JudgedConfidence]) -> list[RiskPoint]:
    """Return risk and coverage for every threshold that changes them, the surest answers first.

    Answers of equal confidence are taken together: no threshold tells them apart.
    Source: El-Yaniv & Wiener, JMLR 11, 2010.
    """
    points, taken, wrong = [], 0, 0
    for confidence, group in groupby(_surest_first(rows), key=lambda row: row.confidence):
        verdicts = [row.is_right for row in group]
        taken, wrong = taken + len(verdicts), wrong + verdicts.count(False)
        points.append(RiskPoint(confidence, taken / len(rows), wrong / taken))
    return points


def area_under_risk_coverage(rows: Sequence[JudgedConfidence]) -> float | None:
    """Return AURC, the mean risk over all coverages, 0..1, less is better; None for no rows.

    The mean over k of the risk among the k surest; answers of equal confidence are as wrong as their mean, so that the
    order of rows does not count. Source: Geifman, Uziel & El-Yaniv, ICLR 2019.
    """
    if not rows:
        return None
    total, taken, wrong = 0.0, 0, 0.0
    for _, group in groupby(_surest_first(rows), key=lambda row: row.confidence):
        verdicts = [row.is_right for row in group]
        share_wrong = verdicts.count(False) / len(verdicts)
        for _verdict in verdicts:
            taken, wrong = taken + 1, wrong + share_wrong
            total += wrong / taken
    return total / len(rows)


def refusal_curve(answerable: Sequence[float], unanswerable: Sequence[float]) -> list[RefusalPoint]:
    """Return what share of either kind is answered at every confidence that occurs, the highest threshold first.

    Empty when one of the kinds is: there is nothing to be a share of.
    """
    if not answerable or not unanswerable:
        return []
    return [
        RefusalPoint(
            threshold,
            sum(value >= threshold for value in answerable) / len(answerable),
            sum(value >= threshold for value in unanswerable) / len(unanswerable),
        )
        for threshold in sorted({*answerable, *unanswerable}, reverse=True)
    ]


def reliability(rows: Sequence[JudgedConfidence], *, bins: int = 10) -> list[ReliabilityBin]:
    """Return the answers by confidence, in bins of equal width over 0..1; empty bins are left out."""
    found = []
    for number in range(bins):
        low, high = number / bins, (number + 1) / bins
        inside = [row for row in rows if min(int(row.confidence * bins), bins - 1) == number]
        if inside:
            sure = sum(row.confidence for row in inside) / len(inside)
            right = sum(row.is_right for row in inside) / len(inside)
            found.append(ReliabilityBin(low, high, len(inside), sure, right))
    return found


def expected_calibration_error(rows: Sequence[JudgedConfidence], *, bins: int = 10) -> float | None:
    """Return the mean distance between confidence and share of right answers over the bins, by count; None for no rows.

    Source: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
    """
    if not rows:
        return None
    return sum(found.count * abs(found.confidence - found.right) for found in reliability(rows, bins=bins)) / len(rows)


def _surest_first(rows: Sequence[JudgedConfidence]) -> list[JudgedConfidence]:
    return sorted(rows, key=lambda row: -row.confidence)
