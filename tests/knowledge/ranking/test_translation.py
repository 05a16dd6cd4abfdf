"""The translation is the ridge regression it says it is, and the memory and the prior count what was confirmed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ranking.memory import NO_VOTES, QuestionMemory
from knowledge.ranking.prior import CitationPrior
from knowledge.ranking.terms import Weighted
from knowledge.ranking.translation import MOST_PAIRS, NO_TRANSLATION, Postings, SparseRows, Translation
from knowledge.ranking.types import LearnedPair


def dense(row: Weighted, width: int = 12) -> np.ndarray:
    vector = np.zeros(width)
    vector[row.keys] = row.weights
    return vector


def unit_rows(count: int, seed: int) -> list[Weighted]:
    random = np.random.default_rng(seed)
    rows = []
    for _ in range(count):
        keys = np.sort(random.choice(12, size=4, replace=False))
        weights = random.random(4) + 0.1
        rows.append(Weighted(keys.astype(np.int64), weights / np.linalg.norm(weights)))
    return rows


@pytest.mark.parametrize("seed", range(4))
def test_an_expansion_is_the_closed_form_of_ridge_regression(seed: int) -> None:
    questions, passages, (asked,) = unit_rows(7, seed), unit_rows(7, seed + 50), unit_rows(1, seed + 99)
    q, a = np.array([dense(row) for row in questions]), np.array([dense(row) for row in passages])
    wanted = np.linalg.solve(q @ q.T + np.eye(7), q @ dense(asked)) @ a
    found = Translation(SparseRows.of(questions), SparseRows.of(passages)).expand(asked)
    assert dense(found) == pytest.approx(np.maximum(wanted, 0), abs=1e-5)


def test_what_was_learned_together_is_learned_from_both() -> None:
    questions, passages = unit_rows(6, 1), unit_rows(6, 2)
    whole = Translation(SparseRows.of(questions), SparseRows.of(passages))
    halves = [Translation(SparseRows.of(questions[part]), SparseRows.of(passages[part]))
              for part in (slice(0, 2), slice(2, 6))]  # fmt: skip
    (asked,) = unit_rows(1, 3)
    assert dense(halves[0].and_then(halves[1]).expand(asked)) == pytest.approx(dense(whole.expand(asked)), abs=1e-6)
    assert NO_TRANSLATION.and_then(whole) is whole
    assert whole.and_then(NO_TRANSLATION) is whole


def test_nothing_learned_translates_to_nothing_and_so_does_an_unknown_question() -> None:
    (asked,) = unit_rows(1, 3)
    assert len(NO_TRANSLATION.expand(asked)) == 0
    learned = Translation(SparseRows.of(unit_rows(3, 1)), SparseRows.of(unit_rows(3, 2)))
    assert len(learned.expand(Weighted(np.array([99]), np.array([1.0])))) == 0


def test_arrays_bring_a_translation_back() -> None:
    learned = Translation(SparseRows.of(unit_rows(5, 1)), SparseRows.of(unit_rows(5, 2)))
    (asked,) = unit_rows(1, 3)
    again = Translation.from_arrays(learned.arrays())
    assert dense(again.expand(asked)).tolist() == dense(learned.expand(asked)).tolist()


def test_the_newest_pairs_are_kept() -> None:
    rows = SparseRows.of([Weighted(np.array([n]), np.array([1.0])) for n in range(MOST_PAIRS + 5)])
    assert rows.newest(MOST_PAIRS).row(0).keys.tolist() == [5]
    assert len(rows.newest(MOST_PAIRS)) == MOST_PAIRS


@given(st.integers(0, 1_000))
def test_postings_give_every_dot_product(seed: int) -> None:
    rows, (asked,) = unit_rows(5, seed), unit_rows(1, seed + 1)
    wanted = [float(dense(row) @ dense(asked)) for row in rows]
    assert Postings(SparseRows.of(rows)).dot(asked).tolist() == pytest.approx(wanted)


def memory(pairs: list[LearnedPair]) -> QuestionMemory:
    """A memory whose n-th question is about the n-th key alone."""
    words = [Weighted(np.array([n]), np.array([1.0])) for n in range(len(pairs))]
    return QuestionMemory(pairs, words, np.eye(len(pairs), 8, dtype=np.float32))


def test_the_nearest_question_votes_for_its_clause_and_what_lies_in_it() -> None:
    found = memory([LearnedPair("甲", "e1", "t2"), LearnedPair("乙", "e2")]).vote(
        Weighted(np.array([0]), np.array([1.0])), np.eye(1, 8, dtype=np.float32)
    )
    assert found.of("e1", "t2") == found.of("e1", "t2.k1") == (1.0, 1.0)
    assert found.of("e1", "t3") == found.of("e2", "t2") == (0, 0)


def test_a_vote_counts_as_much_as_its_pair_is_trusted() -> None:
    asked = Weighted(np.array([0]), np.array([1.0])), np.eye(1, 8, dtype=np.float32)
    trusted, doubted = (memory([LearnedPair("甲", "e1", weight=weight)]).vote(*asked) for weight in (1.0, 0.5))
    assert doubted.of("e1", "t1") == tuple(value / 2 for value in trusted.of("e1", "t1"))


def test_votes_name_the_groups_to_search_within_the_best_first() -> None:
    asked = Weighted(np.array([0, 1]), np.array([0.9, 0.4])), np.eye(1, 8, dtype=np.float32)
    found = memory([LearnedPair("甲", "e1", "t2.k1"), LearnedPair("乙", "e2")]).vote(*asked)
    assert found.groups(5) == ["e1#t2.k1", "e1#t2", "e2"]
    assert found.groups(1) == ["e1#t2.k1", "e1#t2"]


def test_an_empty_memory_does_not_vote() -> None:
    assert QuestionMemory().vote(Weighted(np.array([0]), np.array([1.0])), np.zeros((1, 8), np.float32)) is NO_VOTES


def test_the_prior_is_as_worked_by_hand() -> None:
    prior = CitationPrior()
    for _ in range(3):
        prior.add(1, "e1", 1.0)
    prior.add(2, "e2", 1.0)
    assert prior.of_instrument(1, 70) == pytest.approx(math.log((700 * 3 / 4 + 0.3) / 100))
    assert prior.of_instrument(9, 70) == pytest.approx(math.log(0.3 / 100))
    assert prior.of_entry("e1") == pytest.approx(math.log(4))
    copy = prior.copy()
    copy.add(1, "e1", 1.0)
    assert prior.of_entry("e1") == pytest.approx(math.log(4))
