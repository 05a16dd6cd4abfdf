"""Intervals and tests against values worked by hand, against scipy, and against what must hold for any values."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from eval.statistics import bootstrap_interval, compare_paired, randomisation_p, sign_test_p

SCORES = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=40)


def test_an_interval_over_equal_values_is_a_point() -> None:
    found = bootstrap_interval([0.5] * 10)
    assert found is not None
    assert (found.mean, found.low, found.high, found.count) == (0.5, 0.5, 0.5, 10)


def test_an_interval_over_nothing_is_undefined() -> None:
    assert bootstrap_interval([]) is None
    assert compare_paired([], []) is None


def test_the_interval_of_a_share_is_about_that_of_the_normal_approximation() -> None:
    found = bootstrap_interval([1.0] * 80 + [0.0] * 20)
    assert found is not None
    half = 1.96 * (0.8 * 0.2 / 100) ** 0.5
    assert found.low == pytest.approx(0.8 - half, abs=0.015)
    assert found.high == pytest.approx(0.8 + half, abs=0.015)


@given(SCORES)
def test_the_mean_lies_inside_its_interval_and_repeats(values: list[float]) -> None:
    found = bootstrap_interval(values, resamples=500)
    assert found is not None
    assert found.low <= found.mean + 1e-9
    assert found.mean <= found.high + 1e-9
    assert found == bootstrap_interval(values, resamples=500)


def test_the_sign_test_equals_the_value_worked_by_hand() -> None:
    assert sign_test_p(5, 0) == pytest.approx(2 / 32)
    assert sign_test_p(8, 2) == pytest.approx(2 * (1 + 10 + 45) / 1024)
    assert sign_test_p(3, 3) == 1.0
    assert sign_test_p(0, 0) == 1.0


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_sign_test_agrees_with_scipy(better: int, worse: int) -> None:
    if better + worse:
        assert sign_test_p(better, worse) == pytest.approx(binomtest(better, better + worse).pvalue, abs=1e-9)


def test_the_randomisation_test_agrees_with_counting_every_sign() -> None:
    differences = [1.0, 1.0, 1.0, 0.5, 0.0]
    totals = [sum(d * s for d, s in zip(differences, signs, strict=True))
              for signs in product((-1, 1), repeat=5)]  # fmt: skip
    exact = sum(abs(total) >= 3.5 for total in totals) / len(totals)
    assert randomisation_p(differences, resamples=20_000) == pytest.approx(exact, abs=0.01)


def test_systems_that_agree_on_every_question_do_not_differ() -> None:
    found = compare_paired([1.0, 0.0, 1.0], [1.0, 0.0, 1.0])
    assert found is not None
    assert (found.randomisation_p, found.sign_p, found.difference.mean) == (1.0, 1.0, 0.0)
    assert not found.is_certain


def test_a_large_difference_is_certain_and_a_small_one_is_not() -> None:
    chance = random.Random(3)
    worse = [float(chance.random() < 0.5) for _ in range(200)]
    better = [value or float(chance.random() < 0.6) for value in worse]
    large = compare_paired(worse, better)
    assert large is not None
    assert large.is_certain
    assert (large.worse, large.better + large.same) == (0, 200)
    small = compare_paired(worse, [*better[:3], *worse[3:]])
    assert small is not None
    assert not small.is_certain


@given(SCORES)
def test_turning_the_systems_round_turns_the_difference_round(values: list[float]) -> None:
    other = values[::-1]
    there, back = compare_paired(values, other, resamples=300), compare_paired(other, values, resamples=300)
    assert there is not None
    assert back is not None
    assert there.difference.mean == pytest.approx(-back.difference.mean)
    assert (there.better, there.worse) == (back.worse, back.better)
    assert there.randomisation_p == back.randomisation_p


def test_systems_over_different_questions_cannot_be_paired() -> None:
    with pytest.raises(ValueError, match="every question"):
        compare_paired([1.0], [1.0, 0.0])
