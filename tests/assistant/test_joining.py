"""Answers to parts become one answer: a section each, marks that count through, what is missing named."""

from __future__ import annotations

from assistant.answers import Answers
from assistant.joining import join_answers
from assistant.types import Answer, Outcome, Rung
from tests.support.answers import citation, draft

ANSWERS = Answers(zone_name="云岭高新区", hotline="12345")
MISSING = ANSWERS.no_evidence("夜班补贴", (), reason="no_evidence", misses=0)


def answered(text: str, *clauses: str, confidence: float = 0.9) -> Answer:
    citations = [citation(n, clause_id=clause, start=int(clause[1:])) for n, clause in enumerate(clauses, start=1)]
    return ANSWERS.answered(draft(confidence=confidence), Rung.EXTRACTIVE, text, citations)


def test_sections_stand_in_order_and_marks_count_through() -> None:
    joined = join_answers(
        ["补多少", "怎么申请"], [answered("贴息50%[1]", "t6"), answered("申请[1]；平台[2]", "t9", "t10")]
    )
    assert joined is not None
    assert joined.text == "## 补多少\n贴息50%[1]\n\n## 怎么申请\n申请[2]；平台[3]"
    assert [each.marker for each in joined.citations] == [1, 2, 3]
    assert joined.outcome is Outcome.ANSWERED


def test_what_two_parts_quote_alike_is_cited_once() -> None:
    joined = join_answers(["甲", "乙"], [answered("甲[1]", "t6"), answered("乙[1][2]", "t6", "t7")])
    assert joined is not None
    assert joined.text.endswith("乙[1][2]")
    assert len(joined.citations) == 2


def test_a_missing_part_is_named_and_makes_the_answer_partial() -> None:
    joined = join_answers(["补多少", "夜班补贴"], [answered("贴息50%[1]", "t6", confidence=0.8), MISSING])
    assert joined is not None
    assert (joined.outcome, joined.reason, joined.confidence) == (Outcome.PARTIAL, "parts_missing", 0.8)
    assert "## 夜班补贴\n这一部分知识库中暂无依据" in joined.text


def test_parts_that_rest_on_the_same_clause_are_asked_all_at_once() -> None:
    assert join_answers(["补多少", "封顶"], [answered("一[1]", "t6"), answered("二[1]", "t6")]) is None
    assert join_answers(["补多少", "封顶"], [MISSING, MISSING]) is None


def test_a_failed_part_fails_the_whole() -> None:
    failed = ANSWERS.failed("msg_1", ValueError())
    assert join_answers(["甲", "乙"], [answered("一[1]", "t6"), failed]) is failed


def test_words_of_the_asker_are_no_markup() -> None:
    joined = join_answers(["## [1]**粗**\n补多少", "乙"], [answered("一[1]", "t6"), MISSING])
    assert joined is not None
    assert joined.text.splitlines()[0] == "## 1 粗 补多少"


def test_which_day_it_is_about_is_said_once_before_the_first_part_that_is_answered() -> None:
    first, second = (
        answered(f"以下是2023年的规定。\n\n{text}[1]", clause) for text, clause in (("一", "t6"), ("二", "t7"))
    )
    joined, partly = join_answers(["甲", "乙"], [first, second]), join_answers(["甲", "乙"], [MISSING, second])
    assert joined is not None
    assert joined.text == "## 甲\n以下是2023年的规定。\n\n一[1]\n\n## 乙\n二[2]"
    assert partly is not None
    assert partly.text.endswith("## 乙\n以下是2023年的规定。\n\n二[1]")
