"""Reading BEIR folders: what comes out, and what a wrong file says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.datasets import read_dataset
from eval.errors import DatasetError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data set of two documents and three questions, one of them for training."""
    write(tmp_path / "corpus.jsonl", [{"_id": "d1", "title": "甲", "text": "一"}, {"_id": 2, "text": "二"}])
    write(
        tmp_path / "queries.jsonl",
        [{"_id": "q1", "text": "问一"}, {"_id": "q2", "text": "问二"}, {"_id": "q3", "text": "问三"}],
    )
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels/test.tsv").write_text("query-id\tcorpus-id\tscore\nq2\t2\t1\nq1\td1\t2\nq1\t2\t0\n", "utf-8")
    (tmp_path / "qrels/train.tsv").write_text("query-id\tcorpus-id\tscore\nq3\td1\t1\n", "utf-8")
    return tmp_path


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def test_questions_come_in_the_order_of_the_question_file(folder: Path) -> None:
    found = read_dataset(folder)
    assert [(q.id, q.judgements) for q in found.questions] == [("q1", {"d1": 2, "2": 0}), ("q2", {"2": 1})]


def test_a_missing_title_is_empty_and_a_number_is_an_id(folder: Path) -> None:
    assert [(row.id, row.title) for row in read_dataset(folder).corpus] == [("d1", "甲"), ("2", "")]


def test_the_training_questions_come_along_unless_they_are_what_is_measured(folder: Path) -> None:
    assert [q.id for q in read_dataset(folder).train] == ["q3"]
    measured = read_dataset(folder, split="train")
    assert ([q.id for q in measured.questions], measured.train) == (["q3"], ())


def test_a_qrels_file_without_a_header_loses_no_row(folder: Path) -> None:
    (folder / "qrels/test.tsv").write_text("q1\td1\t1\n", "utf-8")
    assert len(read_dataset(folder).questions) == 1


def test_an_unknown_split_lists_those_that_are_there(folder: Path) -> None:
    with pytest.raises(DatasetError, match="test, train"):
        read_dataset(folder, split="dev")


def test_a_missing_folder_says_what_belongs_there(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"corpus\.jsonl"):
        read_dataset(tmp_path / "none")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("corpus.jsonl", "{not json}\n", "line 1.*not JSON"),
        ("corpus.jsonl", "[1]\n", "line 1.*one JSON object"),
        ("corpus.jsonl", '{"_id": "a"}\n', "'text' is missing"),
        ("corpus.jsonl", '{"_id": "a", "text": ["x"]}\n', "'text' must be text"),
        ("corpus.jsonl", '{"_id": "a", "text": "x"}\n\n{"_id": "a", "text": "y"}\n', "line 3.*stands twice"),
        ("queries.jsonl", '{"_id": "q1", "text": "x"}\n{"_id": "q1", "text": "x"}\n', "stands twice"),
        ("qrels/test.tsv", "q1\td1\n", "line 1.*split by tabs"),
        ("qrels/test.tsv", "q1\td1\tmuch\n", "line 1.*whole number"),
        ("qrels/test.tsv", "q9\td1\t1\n", r"question 'q9'.*queries\.jsonl lacks"),
        ("qrels/test.tsv", "q1\td9\t1\n", r"document 'd9'.*corpus\.jsonl lacks"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\n", "nothing to measure"),
    ],
)
def test_a_wrong_file_is_named_with_line_and_reason(folder: Path, name: str, text: str, words: str) -> None:
    (folder / name).write_text(text, "utf-8")
    with pytest.raises(DatasetError, match=words):
        read_dataset(folder)


def test_a_missing_corpus_is_named(folder: Path) -> None:
    (folder / "corpus.jsonl").unlink()
    with pytest.raises(DatasetError, match="no such file"):
        read_dataset(folder)
