"""Judging by held-out questions: figures worked by hand, an honest split, an interval that holds what it says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.learning.judging import AskedQuestion, compare, means, score_all, score_question
from knowledge.learning.questions import divide, is_held_out
from knowledge.learning.service import question_key
from knowledge.ranking.types import LearnedPair
from tests.support.answers import passage

QUESTIONS = st.text("甲乙丙丁戊己庚辛壬癸", min_size=1, max_size=6)


def found(*places: tuple[int, str]) -> list:
    return [passage(number, clause_id=clause) for number, clause in places]


def test_figures_of_one_question_are_those_worked_by_hand() -> None:
    pairs = [LearnedPair("问", "pol_1", "t2"), LearnedPair("问", "pol_3")]
    ranking = found((2, "t1"), (1, "t2"), (1, "t2"), (3, "t9"))
    assert score_question(ranking, pairs) == (0.0, 1.0, 0.5)
    assert score_question(found((3, "t1")), pairs) == (1.0, 0.5, 1.0)
    assert score_question(found((1, "t1")), pairs) == (0.0, 0.0, 0.0)
    assert score_question([], pairs) == (0.0, 0.0, 0.0)


def test_pieces_of_one_clause_take_one_place() -> None:
    pieces = [(2, "t1")] * 12 + [(1, "t2")]
    assert score_question(found(*pieces), [LearnedPair("问", "pol_1", "t2")]) == (0.0, 1.0, 0.5)


def test_what_stands_below_the_tenth_clause_does_not_count() -> None:
    ranking = found(*((2, f"t{n}") for n in range(10)), (1, "t2"))
    assert score_question(ranking, [LearnedPair("问", "pol_1", "t2")]) == (0.0, 0.0, 0.0)


def test_means_are_over_questions_and_zero_without_any() -> None:
    asked = [AskedQuestion(text, text, (LearnedPair(text, "pol_1", "t2"),)) for text in ("甲", "乙")]
    answers = {"甲": found((1, "t2")), "乙": found((2, "t1"), (1, "t2"))}
    assert means(score_all(answers.__getitem__, asked)) == {"hit@1": 0.5, "recall@10": 1.0, "mrr@10": 0.75}
    assert means(score_all(answers.__getitem__, [])) == {"hit@1": 0.0, "recall@10": 0.0, "mrr@10": 0.0}


def test_a_comparison_counts_wins_and_losses_and_brackets_the_mean() -> None:
    before = np.zeros((40, 3))
    after = np.zeros((40, 3))
    after[:30, 0], before[30:34, 0] = 1.0, 1.0
    hit = compare(before, after)["hit@1"]
    assert (hit.won, hit.lost, hit.mean) == (30, 4, 0.65)
    assert 0 < hit.low < hit.mean < hit.high <= 1
    assert compare(before, before)["mrr@10"].mean == 0


@given(st.lists(QUESTIONS, max_size=60), st.lists(QUESTIONS, max_size=20))
def test_no_held_out_question_is_ever_trained_on(confirmed: list[str], phrasings: list[str]) -> None:
    pairs = [LearnedPair(text, "pol_1", f"t{number % 3}") for number, text in enumerate(confirmed)]
    curated = [LearnedPair(text, "pol_2") for text in phrasings]
    divided = divide(pairs, curated)
    trained = {question_key(pair.question) for pair in divided.pairs}
    held_out = {question.key for question in divided.held_out}
    assert not trained & held_out
    assert {question_key(text) for text in confirmed} == held_out | {question.key for question in divided.learned}
    assert {question.key for question in divide(pairs[::-1], curated).held_out} == held_out


def test_about_one_question_in_five_is_held_out() -> None:
    share = np.mean([is_held_out(question_key(f"问题{number}")) for number in range(2_000)])
    assert share == pytest.approx(0.2, abs=0.03)
