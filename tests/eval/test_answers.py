"""Judging answers: the rules on made answers, then a whole run on a small document."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.types import Outcome
from core.errors import InvalidInputError
from core.settings import Settings
from eval.answers import (
    ANSWER_CHARS,
    AnswersReport,
    CitedQuote,
    GoldenQuestion,
    JudgedAnswer,
    read_questions,
    run_answers,
)
from eval.errors import DatasetError
from eval.saving import saved_answers
from eval.statistics import bootstrap_interval
from ingest.types import RunReport

NOTHING = RunReport(files=(), seconds=0.0)


def judged(
    outcome: Outcome = Outcome.ANSWERED, *, text: str = "", keys: tuple[str, ...] = (), source: str | None = "a.txt",
    cited: tuple[CitedQuote, ...] = (),
) -> JudgedAnswer:  # fmt: skip
    return JudgedAnswer(GoldenQuestion("q", "问", keys, source, "fact"), outcome, text, cited, 1.0)


def test_every_key_must_stand_in_the_text_in_comparable_form() -> None:
    assert judged(text="最高不超过 1,000 万元", keys=("1000万元",)).key_hit
    assert judged(text="貼息百分之五十", keys=("贴息",)).key_hit
    assert not judged(text="最高20万元", keys=("20万元", "60日")).key_hit


def test_a_key_after_the_first_600_characters_does_not_count() -> None:
    assert not judged(text="甲" * ANSWER_CHARS + "20万元", keys=("20万元",)).key_hit


def test_the_source_is_a_file_name_whatever_folder_or_script_it_is_written_in() -> None:
    cited = (CitedQuote("政策/A.TXT", "x", True),)
    assert judged(source="a.txt", cited=cited).source_hit
    assert not judged(source="b.txt", cited=cited).source_hit
    assert not judged(source="a.txt", cited=(CitedQuote(None, "x", True),)).source_hit


def test_shares_are_taken_over_what_they_are_shares_of() -> None:
    quotes = (CitedQuote("a.txt", "x", True), CitedQuote("b.txt", "y", False))
    report = AnswersReport(
        (
            judged(text="20万元", keys=("20万元",), cited=quotes),
            judged(Outcome.ABSTAINED, keys=("60日",)),
            judged(Outcome.PARTIAL, source=None),
            judged(Outcome.OUT_OF_SCOPE, source=None),
            judged(Outcome.FAILED, source=None),
            judged(Outcome.CLARIFY, source=None),
        ),
        NOTHING,
    )  # fmt: skip
    assert report.shares() == {
        "answered": 0.5, "key_hit": 0.5, "citation_source_hit": 0.5, "quote_verbatim": 0.5,
        "false_answer": 0.25, "abstained_unanswerable": 0.25,
    }  # fmt: skip


def test_a_share_of_nothing_is_undefined() -> None:
    found = AnswersReport((judged(),), NOTHING).shares()
    assert (found["quote_verbatim"], found["false_answer"]) == (None, None)


def test_questions_are_read_with_null_sources_and_missing_keys(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": 1, "question": "问", "source": null}\n', "utf-8")
    assert read_questions(path) == [GoldenQuestion("1", "问", (), None, "")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"id": "a"}', "'question' is missing"),
        ('{"id": "a", "question": "问", "answer_key": "20"}', "must be a list"),
        ("", "nothing to measure"),
    ],
)
def test_a_wrong_question_file_says_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(DatasetError, match=words):
        read_questions(path)


POLICY = (
    "# 首次贷款贴息办法\n\n第一条 为支持小微企业首次贷款，制定本办法。\n\n"
    "第二条 对小微企业首次贷款，按照实际支付利息的50%给予贴息，每户最高不超过20万元。\n\n"
    "第三条 企业应当在付息后60日内提出申请。\n"
)


def test_a_run_answers_from_the_documents_and_declines_the_rest(tmp_path: Path) -> None:
    (tmp_path / "贴息.md").write_text(POLICY, "utf-8")
    asked = [
        GoldenQuestion("q1", "小微企业首次贷款贴息最高多少万元？", ("20万元",), "贴息.md", "amount"),
        GoldenQuestion("q2", "火星移民签证怎么办理？", (), None, "unanswerable"),
    ]
    report = run_answers([tmp_path], asked, Settings())
    found = report.to_json()
    assert list(found) == [
        "questions", "answered", "key_hit", "citation_source_hit", "quote_verbatim", "false_answer",
        "abstained_unanswerable", "rows",
    ]  # fmt: skip
    assert (found["questions"], found["key_hit"], found["citation_source_hit"]) == (2, 1.0, 1.0)
    assert (found["quote_verbatim"], found["false_answer"]) == (1.0, 0.0)
    rows: list[dict[str, object]] = found["rows"]  # type: ignore[assignment]
    assert [set(row) for row in rows] == [{"id", "outcome", "text", "citations"}] * 2
    assert rows[0]["citations"][0]["source"] == "贴息.md"  # type: ignore[index]


def test_documents_that_cannot_be_read_stop_the_run(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with pytest.raises(InvalidInputError, match="could be read"):
        run_answers([tmp_path], [GoldenQuestion("q", "问", (), None, "")], Settings())


def test_a_gold_span_is_read_and_scored_without_citation_marks(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(
        '{"id": 1, "question": "问", "source": "a.txt", "answer": "最高20万元。"}\n'
        '{"id": 2, "question": "问", "source": "a.txt", "answer_span": "60日内", "answer": "别的"}\n',
        "utf-8",
    )
    first, second = read_questions(path)
    assert (first.span, second.span) == ("最高20万元。", "60日内")
    row = JudgedAnswer(first, Outcome.ANSWERED, "最高**20万元**[1]。", (CitedQuote("a.txt", "最高20万元", True),), 1.0)
    assert row.rouge_l == 1.0
    assert row.quote_rouge_l == pytest.approx(2 * 6 / (6 + 7))


def test_a_question_that_was_not_answered_scores_zero_and_one_without_a_span_is_undefined() -> None:
    spanned = GoldenQuestion("q", "问", (), "a.txt", "", span="20万元")
    declined = JudgedAnswer(spanned, Outcome.ABSTAINED, "暂无依据：20万元", (), 1.0)
    assert (declined.rouge_l, declined.quote_rouge_l) == (0.0, 0.0)
    assert judged(text="20万元").rouge_l is None
    report = AnswersReport((declined, judged(text="20万元")), NOTHING)
    assert report.rouge_l() == {"rouge_l": 0.0, "quote_rouge_l": 0.0}
    assert AnswersReport((judged(),), NOTHING).rouge_l() == {"rouge_l": None, "quote_rouge_l": None}


def test_a_saved_run_of_answers_has_a_row_per_question_and_says_which_are_right() -> None:
    report = AnswersReport(
        (
            judged(text="20万元", keys=("20万元",)),
            judged(text="30万元", keys=("20万元",)),
            judged(Outcome.ABSTAINED, keys=("60日",)),
            judged(Outcome.PARTIAL, source=None),
        ),
        NOTHING,
    )
    run = saved_answers(report, "golden", Settings())
    rows = run.systems["youda"]
    assert [row.is_right for row in rows] == [True, False, None, False]
    assert [row.scores["false_answer"] for row in rows] == [None, None, None, 1.0]
    measured = run.measures("youda")
    assert (measured["answered"].interval, measured["rouge_l"].undefined) == (bootstrap_interval([1.0, 1.0, 0.0]), 4)
    assert measured["false_answer"].undefined == 3
