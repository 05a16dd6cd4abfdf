"""A whole retrieval run on a small data set: production indexing and search, both baselines, the contract's shape."""

from __future__ import annotations

import json

import pytest

from core.settings import KnowledgeSettings
from eval.datasets import read_dataset
from eval.retrieval import RetrievalReport, run_retrieval, settings_of

FIGURES = {"hit@1", "hit@5", "hit@10", "mrr@10", "recall@10", "ndcg@10", "p50_ms", "p95_ms"}
LONG = "申请研发费用补助的企业应当依法纳税。" * 40 + "高新技术企业认定奖励二十万元。"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> RetrievalReport:
    folder = tmp_path_factory.mktemp("beir")
    corpus = [
        ("d1", "研发补助办法", LONG),
        ("d2", "贷款贴息办法", "首次贷款贴息比例为百分之五十。"),
        ("d3", "", "租金减免三个月。"),
    ]
    (folder / "corpus.jsonl").write_text(
        "".join(json.dumps({"_id": i, "title": t, "text": b}, ensure_ascii=False) + "\n" for i, t, b in corpus), "utf-8"
    )
    asked = [("q1", "首次贷款贴息多少"), ("q2", "高新技术企业认定奖励多少"), ("q3", "垃圾分类")]
    (folder / "queries.jsonl").write_text(
        "".join(json.dumps({"_id": i, "text": t}, ensure_ascii=False) + "\n" for i, t in asked), "utf-8"
    )
    (folder / "qrels").mkdir()
    (folder / "qrels/test.tsv").write_text("q1\td2\t1\nq2\td1\t1\nq3\td3\t0\n", "utf-8")
    (folder / "qrels/train.tsv").write_text("q3\td3\t1\n", "utf-8")
    return run_retrieval(read_dataset(folder), KnowledgeSettings(_env_file=None))  # type: ignore[call-arg]


def test_the_report_has_exactly_the_shape_of_the_contract(report: RetrievalReport) -> None:
    found = report.to_json()
    assert set(found) == FIGURES | {"queries", "index_seconds", "peak_rss_mb", "baselines"}
    assert {name: set(figures) for name, figures in found["baselines"].items()} == {"bm25": FIGURES, "dense": FIGURES}  # type: ignore[attr-defined]


def test_a_long_row_is_found_by_a_sentence_at_its_end(report: RetrievalReport) -> None:
    ranking = {row.id: [d.id for d in row.ranking] for row in report.hybrid.rows}
    assert ranking["q1"][0] == "d2"
    assert ranking["q2"][0] == "d1"
    assert report.passages > report.documents


def test_no_ranking_names_a_document_twice(report: RetrievalReport) -> None:
    for system in (report.hybrid, *report.baselines.values()):
        for row in system.rows:
            assert len({d.id for d in row.ranking}) == len(row.ranking)


def test_a_question_without_a_relevant_document_is_counted_not_averaged(report: RetrievalReport) -> None:
    assert (report.hybrid.aggregate.defined, report.hybrid.aggregate.undefined) == (2, 1)
    assert report.to_json()["queries"] == 3
    assert report.hybrid.figures()["hit@1"] == 1.0


def test_the_run_says_what_repeats_it(report: RetrievalReport) -> None:
    found = settings_of(report, KnowledgeSettings(), "test")
    assert found["train_questions"] == 1
    assert found["knowledge"]["embedder"] == "static"  # type: ignore[index]
