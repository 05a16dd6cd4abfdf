"""An answer keeps only the lines that its cited clauses state; one left without support is none."""

from __future__ import annotations

from dataclasses import replace

from assistant.types import Action, Answer, NextAction, Outcome, Rung
from assistant.verify import verified
from tests.support.answers import citation

CLAUSE = "第六条 按实际支付利息的百分之五十给予贴息，单户每年最高二十万元。"


def answer(text: str, *markers: int) -> Answer:
    return Answer(
        outcome=Outcome.ANSWERED,
        rung=Rung.EXTRACTIVE,
        reason="extractive_answer",
        text=text,
        citations=tuple(citation(marker) for marker in markers or (1,)),
        next_actions=(NextAction(Action.ASK_AGAIN, "再问"),),
    )


def test_a_supported_answer_is_left_as_it_is() -> None:
    given = answer("按**50%**贴息，最高**20万元**[1]。")
    assert verified(given, {1: CLAUSE}) == given


def test_an_unsupported_line_is_removed_and_the_rest_stays() -> None:
    checked = verified(answer("按50%贴息[1]。\n\n另有一次性奖励30万元[1]。"), {1: CLAUSE})
    assert checked is not None
    assert checked.text == "按50%贴息[1]。"


def test_a_line_without_a_mark_is_no_answer() -> None:
    assert verified(answer("按50%贴息。"), {1: CLAUSE}) is None


def test_an_answer_whose_every_line_is_unsupported_is_none() -> None:
    assert verified(answer("最高30万元[1]。"), {1: CLAUSE}) is None
    assert verified(answer("按50%贴息[1]。"), {1: ""}) is None


def test_words_shown_as_quoted_must_stand_in_the_clause_verbatim() -> None:
    assert verified(answer("“按实际支付利息的百分之五十给予贴息”[1]"), {1: CLAUSE}) is not None
    assert verified(answer("“按实际利息的百分之五十给予贴息”[1]"), {1: CLAUSE}) is None


def test_a_heading_goes_with_the_lines_below_it() -> None:
    text = "按50%贴息[1]。\n\n## 条件\n注册满9年[2]。\n\n## 办理\n提出申请[2]。"
    checked = verified(answer(text, 1, 2), {1: CLAUSE, 2: "提出申请。"})
    assert checked is not None
    assert checked.text == "按50%贴息[1]。\n\n## 办理\n提出申请[2]。"


def test_citations_that_no_line_uses_go_and_the_rest_are_numbered_anew() -> None:
    checked = verified(
        answer("最高30万元[1]。\n\n提出申请[2]。\n\n按50%贴息[3]。", 1, 2, 3), {1: CLAUSE, 2: "提出申请。", 3: CLAUSE}
    )
    assert checked is not None
    assert checked.text == "提出申请[1]。\n\n按50%贴息[2]。"
    assert [c.marker for c in checked.citations] == [1, 2]
    assert [c.clause_id for c in checked.citations] == ["t2", "t3"]


def test_square_brackets_of_a_quoted_text_are_no_marks() -> None:
    clause = "根据云高管规[2025]3号和注释[9]办理。"
    checked = verified(answer(f"“{clause}”[1]"), {1: clause})
    assert checked is not None
    assert checked.text == f"“{clause}”[1]"


def test_a_line_may_rest_on_two_clauses_together() -> None:
    checked = verified(answer("按50%贴息，60日内申请[1][2]。", 1, 2), {1: CLAUSE, 2: "六十日内申请。"})
    assert checked is not None
    assert len(checked.citations) == 2


def test_a_mark_that_cites_nothing_supports_nothing() -> None:
    assert verified(replace(answer("提出申请[7]。"), citations=(citation(1),)), {1: "提出申请。"}) is None
