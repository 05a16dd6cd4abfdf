"""Saved runs: written, read, compared and shown."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from core.errors import InvalidInputError
from eval.comparison import NamedSystem, compare_systems, read_system
from eval.errors import DatasetError
from eval.report.page import report_page
from eval.report.worst import worst_questions
from eval.saved import OWN, SavedQuestion, SavedRun, read_run, write_run


def row(key: str, hit: float | None, *, rank: int | None = None, **values: object) -> SavedQuestion:
    return SavedQuestion(key, f"问题{key}", {"hit@1": hit}, 1.5, rank=rank, **values)  # type: ignore[arg-type]


def run(rows: list[SavedQuestion], *, kind: str = "retrieval", **systems: list[SavedQuestion]) -> SavedRun:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return SavedRun(kind, "甲", "abc+", at, {"dense_weight": 0.4}, {"documents": 3}, {OWN: rows, **systems})


ROWS = [row("q2", 1.0, rank=1, confidence=0.9, is_right=True), row("q1", 0.0, rank=7, confidence=0.2, is_right=False),
        row("q3", None), row("q4", 0.0)]  # fmt: skip


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = run(ROWS, bm25=[row("q1", 1.0, rank=1)])
    write_run(tmp_path / "r", written)
    assert read_run(tmp_path / "r") == written


def test_rows_stand_in_dataset_order_and_undefined_scores_are_counted(tmp_path: Path) -> None:
    write_run(tmp_path, run(ROWS))
    lines = (tmp_path / "questions" / "youda.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["q2", "q1", "q3", "q4"]
    head = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert (head["commit"], head["configuration"]) == ("abc+", {"dense_weight": 0.4})
    found = head["systems"]["youda"]["hit@1"]
    assert (found["mean"], found["count"], found["undefined"]) == (pytest.approx(1 / 3), 3, 1)


def test_a_folder_without_a_run_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="--save"):
        read_run(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", '{"kind": "retrieval"}', '{"kind":'])
def test_a_damaged_run_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.json").write_text(text, "utf-8")
    with pytest.raises(DatasetError, match="not a saved run"):
        read_run(tmp_path)


def test_a_damaged_row_is_named_with_its_line(tmp_path: Path) -> None:
    write_run(tmp_path, run(ROWS))
    (tmp_path / "questions" / "youda.jsonl").write_text('{"id": "q1"}\n', "utf-8")
    with pytest.raises(DatasetError, match="line 1"):
        read_run(tmp_path)


def test_runs_are_compared_over_the_questions_that_both_were_asked() -> None:
    a = NamedSystem("a", run(ROWS), ROWS)
    later = [row("q1", 1.0, rank=1), row("q2", 1.0, rank=1), row("q5", 1.0), SavedQuestion("q4", "别的", {}, 1.0)]
    found = compare_systems(a, NamedSystem("b", run(later), later))
    assert (found.shared, found.only_a, found.only_b) == (2, 2, 2)
    assert (found.metrics["hit@1"].better, found.metrics["hit@1"].same) == (1, 1)
    assert found.metrics["hit@1"].difference.mean == 0.5


def test_a_run_can_be_compared_with_its_own_baseline(tmp_path: Path) -> None:
    write_run(tmp_path, run(ROWS, bm25=[row("q1", 1.0, rank=1)]))
    found = compare_systems(read_system(f"{tmp_path}#bm25"), read_system(str(tmp_path)))
    assert found.metrics["hit@1"].difference.mean == -1.0


def test_a_system_that_a_run_has_not_is_refused_naming_those_it_has(tmp_path: Path) -> None:
    write_run(tmp_path, run(ROWS))
    with pytest.raises(InvalidInputError, match="It has: youda"):
        read_system(f"{tmp_path}#dense")


def test_runs_of_different_kinds_or_questions_are_not_compared() -> None:
    a = NamedSystem("a", run(ROWS), ROWS)
    with pytest.raises(InvalidInputError, match="cannot be compared"):
        compare_systems(a, NamedSystem("b", run(ROWS, kind="answers"), ROWS))
    with pytest.raises(InvalidInputError, match="share no question"):
        compare_systems(a, NamedSystem("b", run([row("x", 1.0)]), [row("x", 1.0)]))


def test_the_worst_retrieval_is_what_was_not_found_and_then_what_stood_far_down() -> None:
    assert [found.id for found in worst_questions("retrieval", ROWS)] == ["q4", "q1"]


def test_the_worst_answers_are_false_ones_the_surest_first_then_wrong_then_missing() -> None:
    rows = [
        row("right", None, confidence=0.9, is_right=True),
        row("missing", None, confidence=0.1),
        row("wrong", None, confidence=0.8, is_right=False),
        row("false", None, confidence=0.7, is_right=False, is_answerable=False),
        row("surest", None, confidence=0.9, is_right=False, is_answerable=False),
        row("declined", None, confidence=0.1, is_answerable=False),
    ]
    assert [found.id for found in worst_questions("answers", rows)] == ["surest", "false", "wrong", "missing"]


def test_the_report_shows_measures_plots_and_the_worst_and_loads_nothing() -> None:
    shown = report_page([NamedSystem("runs/a", run(ROWS, bm25=[row("q1", 1.0, rank=1)]), ROWS)])
    page = html.fromstring(shown)
    assert len(page.findall(".//figure")) == 4
    assert all(image.get("src").startswith("data:image/svg+xml") and image.get("alt") for image in page.iter("img"))
    assert not page.findall(".//script")
    assert not [value for element in page.iter() for name, value in element.attrib.items()
                if name in ("src", "href") and not value.startswith("data:")]  # fmt: skip
    text = page.text_content()
    assert "问题q4" in text
    assert "0.333" in text


def test_what_documents_and_questions_say_is_text_in_the_report_never_markup() -> None:
    hostile = "<script>alert(1)</script>\u202e\x00"
    rows = [SavedQuestion("q", hostile, {"hit@1": 0.0}, 1.0, found=[hostile], expected=[hostile])]
    shown = report_page([NamedSystem(hostile, run(rows), rows)])
    assert "<script>" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "\u202e" not in shown


def test_several_runs_are_compared_with_the_first_of_their_kind() -> None:
    later = [row("q1", 1.0, rank=1), row("q2", 1.0, rank=1)]
    shown = report_page([NamedSystem("a", run(ROWS), ROWS), NamedSystem("b", run(later), later)])
    assert "b 与 a 相比，2 道相同的题" in html.fromstring(shown).text_content()
