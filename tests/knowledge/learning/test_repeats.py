"""A question that was confirmed before: how much the same question must be, and how far it is trusted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ranking.memory import Votes
from knowledge.ranking.types import LearnedPair

LIKENESS = st.floats(0, 1)
TRUST = st.floats(0.1, 1)


def votes(by_words: float, by_meaning: float, trust: float = 1.0) -> Votes:
    """Return the votes of one remembered question that is so alike."""
    pair = LearnedPair("问", "pol_1", "t2", trust)
    return Votes({"pol_1": [(pair, trust * by_words**2, trust * by_meaning**4)]})


@pytest.mark.parametrize(("likeness", "repeated"), [(1.0, 1.0), (0.95, 1.0), (0.85, 0.5), (0.75, 0.0), (0.3, 0.0)])
def test_only_a_question_much_like_the_one_confirmed_repeats_it(likeness: float, repeated: float) -> None:
    assert votes(likeness, likeness).repeated("pol_1", "t2") == pytest.approx(repeated)


def test_a_repeat_counts_as_far_as_its_pair_is_trusted_and_for_its_clause_alone() -> None:
    assert votes(1, 1, trust=0.5).repeated("pol_1", "t2") == pytest.approx(0.5)
    assert votes(1, 1).repeated("pol_1", "t2.1") == pytest.approx(1.0)
    assert votes(1, 1).repeated("pol_1", "t3") == 0.0
    assert votes(1, 1).repeated("pol_2", "t2") == 0.0


@given(LIKENESS, LIKENESS, TRUST)
def test_a_repeat_never_counts_more_than_its_pair_is_trusted(by_words: float, by_meaning: float, trust: float) -> None:
    assert 0 <= votes(by_words, by_meaning, trust).repeated("pol_1", "t2") <= trust
