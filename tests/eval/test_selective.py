"""Curves over confidence against points worked by hand, with ties, empty kinds and extremes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.selective import (
    JudgedConfidence,
    RefusalPoint,
    RiskPoint,
    area_under_risk_coverage,
    expected_calibration_error,
    refusal_curve,
    reliability,
    risk_coverage,
)

ROWS = [JudgedConfidence(0.9, True), JudgedConfidence(0.8, False), JudgedConfidence(0.7, True),
        JudgedConfidence(0.7, False)]  # fmt: skip
JUDGED = st.lists(st.builds(JudgedConfidence, st.sampled_from([0.0, 0.3, 0.5, 1.0]), st.booleans()), min_size=1)


def test_risk_is_the_share_of_wrong_answers_among_the_surest() -> None:
    assert risk_coverage(ROWS) == [RiskPoint(0.9, 0.25, 0.0), RiskPoint(0.8, 0.5, 0.5), RiskPoint(0.7, 1.0, 0.5)]


def test_the_area_is_the_mean_risk_over_all_coverages() -> None:
    # Risks at 1, 2, 3, 4 answers: 0, 1/2, (1 + 1/2)/3, 2/4; the two of 0.7 are half wrong each.
    assert area_under_risk_coverage(ROWS) == pytest.approx((0 + 0.5 + 0.5 + 0.5) / 4)
    assert area_under_risk_coverage([]) is None


@given(JUDGED)
def test_the_order_of_rows_changes_nothing(rows: list[JudgedConfidence]) -> None:
    assert area_under_risk_coverage(rows) == pytest.approx(area_under_risk_coverage(rows[::-1]))
    assert risk_coverage(rows) == risk_coverage(rows[::-1])
    assert risk_coverage(rows)[-1].coverage == 1.0


def test_a_refusal_point_counts_both_kinds_at_the_threshold() -> None:
    assert refusal_curve([0.9, 0.6], [0.7, 0.2]) == [
        RefusalPoint(0.9, 0.5, 0.0), RefusalPoint(0.7, 0.5, 0.5), RefusalPoint(0.6, 1.0, 0.5),
        RefusalPoint(0.2, 1.0, 1.0),
    ]  # fmt: skip


@pytest.mark.parametrize(("answerable", "unanswerable"), [([0.5], []), ([], [0.5]), ([], [])])
def test_without_both_kinds_there_is_no_refusal_curve(answerable: list[float], unanswerable: list[float]) -> None:
    assert refusal_curve(answerable, unanswerable) == []


def test_reliability_puts_full_confidence_into_the_last_bin_and_leaves_empty_ones_out() -> None:
    found = reliability([JudgedConfidence(1.0, True), JudgedConfidence(0.95, False), JudgedConfidence(0.05, False)])
    assert [(b.low, b.count, b.right) for b in found] == [(0.0, 1, 0.0), (0.9, 2, 0.5)]


def test_the_calibration_error_is_the_mean_distance_by_count() -> None:
    rows = [JudgedConfidence(0.95, True), JudgedConfidence(0.95, False), JudgedConfidence(0.15, False)]
    assert expected_calibration_error(rows) == pytest.approx((2 * 0.45 + 0.15) / 3)
    assert expected_calibration_error([]) is None
