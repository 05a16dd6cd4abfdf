"""Metrics against numbers worked by hand, and against ir-measures."""

from __future__ import annotations

import math
import random

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, R, Success, nDCG

from eval.metrics import (
    METRICS,
    aggregate,
    hit_at_k,
    ndcg_at_k,
    percentile,
    recall_at_k,
    reciprocal_rank_at_k,
    rouge_l,
    score,
)

RANKING = ["d3", "d1", "d7", "d2", "d9"]
JUDGED = {"d1": 1, "d2": 1, "d5": 1, "d3": 0}


def test_hit_looks_at_the_first_k_only() -> None:
    assert hit_at_k(RANKING, JUDGED, 1) == 0.0
    assert hit_at_k(RANKING, JUDGED, 2) == 1.0


def test_recall_divides_by_all_relevant_documents_found_or_not() -> None:
    assert recall_at_k(RANKING, JUDGED, 3) == pytest.approx(1 / 3)
    assert recall_at_k(RANKING, JUDGED, 5) == pytest.approx(2 / 3)


def test_reciprocal_rank_is_that_of_the_first_relevant_document_within_k() -> None:
    assert reciprocal_rank_at_k(RANKING, JUDGED, 10) == 0.5
    assert reciprocal_rank_at_k(RANKING, JUDGED, 1) == 0.0


def test_ndcg_of_a_binary_ranking_equals_the_sum_worked_by_hand() -> None:
    gained = 1 / math.log2(3) + 1 / math.log2(5)  # relevant at ranks 2 and 4
    ideal = 1 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg_at_k(RANKING, JUDGED, 10) == pytest.approx(gained / ideal)


def test_ndcg_takes_gains_as_they_are_and_ignores_negative_ones() -> None:
    judged = {"a": 3, "b": 1, "c": -1}
    gained = 1 / math.log2(2) + 3 / math.log2(4)  # b, c, a
    ideal = 3 / math.log2(2) + 1 / math.log2(3)
    assert ndcg_at_k(["b", "c", "a"], judged, 10) == pytest.approx(gained / ideal)


def test_an_empty_ranking_scores_zero_on_every_metric() -> None:
    assert score([], JUDGED) == dict.fromkeys(METRICS, 0.0)


@pytest.mark.parametrize("judged", [{}, {"d1": 0}, {"d1": -1}])
def test_a_question_without_a_relevant_document_is_undefined(judged: dict[str, int]) -> None:
    assert score(RANKING, judged) == dict.fromkeys(METRICS)


def test_undefined_questions_are_counted_and_left_out_of_the_mean() -> None:
    found = aggregate([score(["a"], {"a": 1}), score(["b"], {"a": 1}), score(["a"], {})])
    assert (found.defined, found.undefined) == (2, 1)
    assert found.means["hit@1"] == 0.5


def test_the_mean_over_no_question_is_zero_and_says_so() -> None:
    found = aggregate([])
    assert found.defined == 0
    assert set(found.means.values()) == {0.0}


def test_a_ranking_that_names_a_document_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        score(["a", "a"], {"a": 1})


def test_percentile_is_a_measured_value_by_nearest_rank() -> None:
    assert percentile([], 0.5) == 0.0
    assert percentile([4.0], 0.95) == 4.0
    assert percentile([1.0, 2.0, 3.0, 4.0], 0.5) == 2.0
    assert percentile([float(n) for n in range(1, 101)], 0.95) == 95.0


def test_rouge_l_of_two_texts_equals_the_value_worked_by_hand() -> None:
    # 补 贴 2 0 万 元 against 最 高 2 0 万 元: the common subsequence is 2 0 万 元, 4 of 6 and 4 of 6.
    assert rouge_l("补贴20万元", "最高20万元") == pytest.approx(4 / 6)
    # 甲 乙 丙 丁 戊 against 甲 丙 丁: 3 of 5 and 3 of 3, so 2 × 0.6 × 1 / 1.6.
    assert rouge_l("甲乙丙丁戊", "甲丙丁") == pytest.approx(0.75)
    # β = 2 weighs recall four times: 5 × 0.6 × 1 / (1 + 4 × 0.6).
    assert rouge_l("甲乙丙丁戊", "甲丙丁", beta=2) == pytest.approx(3.0 / 3.4)


def test_rouge_l_minds_order_but_not_script_width_or_blanks() -> None:
    assert rouge_l("甲乙", "乙甲") == pytest.approx(0.5)
    assert rouge_l("貼息 ５０%", "“贴息”50%") == 1.0


def test_rouge_l_against_nothing_is_undefined_and_of_nothing_zero() -> None:
    assert rouge_l("甲", " \n") is None
    assert rouge_l("", "甲") == 0.0
    assert rouge_l("甲", "乙") == 0.0


@given(st.text("甲乙丙丁", max_size=30), st.text("甲乙丙丁", min_size=1, max_size=30))
def test_rouge_l_agrees_with_the_textbook_table(found: str, wanted: str) -> None:
    table = [[0] * (len(wanted) + 1) for _ in range(len(found) + 1)]
    for i, a in enumerate(found, start=1):
        for j, b in enumerate(wanted, start=1):
            table[i][j] = table[i - 1][j - 1] + 1 if a == b else max(table[i - 1][j], table[i][j - 1])
    common = table[-1][-1]
    expected = 2 * common / (len(found) + len(wanted)) if common else 0.0  # F1 of L/m and L/n
    assert rouge_l(found, wanted) == pytest.approx(expected)


def test_every_metric_agrees_with_ir_measures_on_random_runs() -> None:
    chance = random.Random(5)
    documents = [f"d{n}" for n in range(30)]
    qrels: dict[str, dict[str, int]] = {}
    run: dict[str, dict[str, float]] = {}
    for number in range(40):
        qrels[f"q{number}"] = {d: chance.choice([0, 1, 1, 2]) for d in chance.sample(documents, 6)} | {"d0": 1}
        found = chance.sample(documents, chance.randint(1, 20))
        run[f"q{number}"] = {d: float(100 - rank) for rank, d in enumerate(found)}
    theirs = {
        "hit@1": Success @ 1, "hit@5": Success @ 5, "hit@10": Success @ 10,
        "mrr@10": RR @ 10, "recall@10": R @ 10, "ndcg@10": nDCG @ 10,
    }  # fmt: skip
    expected = ir_measures.calc_aggregate(list(theirs.values()), qrels, run)
    rankings = {key: sorted(scores, key=lambda d: -scores[d]) for key, scores in run.items()}
    ours = aggregate([score(rankings[key], judged) for key, judged in qrels.items()])
    for name, measure in theirs.items():
        assert ours.means[name] == pytest.approx(expected[measure]), name
