"""Run files: readable by other evaluators, in the order that was measured."""

from __future__ import annotations

import json
from pathlib import Path

import ir_measures
import pytest
from ir_measures import RR

from eval.errors import DatasetError
from eval.runs import QuestionResult, Ranked, commit_id, write_question_rows, write_trec_run

ROWS = [
    QuestionResult("q2", (Ranked("b", 1.0), Ranked("a", 1.0), Ranked("c", 1.0)), {"hit@1": 1.0}, 3.0),
    QuestionResult("q 1", (Ranked("x y", 0.25),), {"hit@1": None}, 2.0),
]


def test_a_run_keeps_dataset_order_ranks_and_one_token_per_column(tmp_path: Path) -> None:
    write_trec_run(tmp_path / "run.txt", ROWS, tag="youda")
    lines = [line.split() for line in (tmp_path / "run.txt").read_text("utf-8").splitlines()]
    assert [(line[0], line[2], line[3], line[5]) for line in lines] == [
        ("q2", "b", "1", "youda"), ("q2", "a", "2", "youda"), ("q2", "c", "3", "youda"), ("q_1", "x_y", "1", "youda"),
    ]  # fmt: skip


def test_equal_scores_are_told_apart_so_that_other_evaluators_see_the_same_order(tmp_path: Path) -> None:
    write_trec_run(tmp_path / "run.txt", ROWS, tag="t")
    run = list(ir_measures.read_trec_run(str(tmp_path / "run.txt")))
    for relevant, rank in (("b", 1), ("a", 2), ("c", 3)):
        measured = ir_measures.calc_aggregate([RR], [ir_measures.Qrel("q2", relevant, 1)], run)
        assert measured[RR] == pytest.approx(1 / rank)


def test_question_rows_begin_with_settings_and_commit(tmp_path: Path) -> None:
    write_question_rows(tmp_path / "rows.jsonl", ROWS, settings={"dense_weight": 0.4})
    head, *rows = [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text("utf-8").splitlines()]
    assert head == {"settings": {"dense_weight": 0.4}, "commit": commit_id()}
    assert [row["id"] for row in rows] == ["q2", "q 1"]
    assert rows[1]["hit@1"] is None


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatasetError, match="cannot be written"):
        write_trec_run(tmp_path / "file" / "run.txt", ROWS, tag="t")
