"""The BM25 baseline against a plain, slow reading of the formula."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from eval.baselines import CharacterBm25, character_terms
from eval.datasets import CorpusRow

CORPUS = [
    CorpusRow("d1", "研发补助", "企业研发费用补助,最高50万元。"),
    CorpusRow("d2", "", "贷款贴息办法"),
    CorpusRow("d3", "贴息", "研发贷款贴息补助"),
    CorpusRow("d4", "", ""),
]


def slow_terms(text: str) -> list[str]:
    runs = [run for run in text.replace("\n", ",").replace("。", ",").split(",") if run]
    return [c for run in runs for c in run] + [run[i : i + 2] for run in runs for i in range(len(run) - 1)]


def slow_scores(question: str) -> dict[str, float]:
    documents = {row.id: Counter(slow_terms(f"{row.title}\n{row.text}")) for row in CORPUS}
    mean = sum(sum(terms.values()) for terms in documents.values()) / len(documents)
    scores = dict.fromkeys(documents, 0.0)
    for term in set(slow_terms(question)):
        holding = sum(term in terms for terms in documents.values())
        idf = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
        for key, terms in documents.items():
            length = 1 - 0.75 + 0.75 * sum(terms.values()) / mean
            scores[key] += idf * terms[term] * 2.2 / (terms[term] + 1.2 * length)
    return {key: value for key, value in scores.items() if value > 0}


def test_scores_equal_the_formula_read_slowly() -> None:
    found = {hit.id: hit.score for hit in CharacterBm25(CORPUS).search("研发贷款补助", limit=10)}
    assert found == pytest.approx(slow_scores("研发贷款补助"), rel=1e-5)


def test_rows_without_a_common_character_are_not_returned() -> None:
    assert CharacterBm25(CORPUS).search("垃圾分类", limit=10) == []


def test_the_limit_holds_and_the_best_comes_first() -> None:
    hits = CharacterBm25(CORPUS).search("贷款贴息", limit=1)
    assert [hit.id for hit in hits] == ["d2"]


def test_pairs_do_not_cross_punctuation() -> None:
    assert len(character_terms("甲乙,丙")) == 4  # three characters, one pair


def test_traditional_and_simplified_script_give_the_same_terms() -> None:
    assert character_terms("貸款貼息").tolist() == character_terms("贷款贴息").tolist()
