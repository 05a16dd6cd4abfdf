"""Questions that lean on the last turn are made to stand alone; those that stand alone are left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.follow_up import leans_on_context
from assistant.steps.rewrite_follow_up import RewriteFollowUp
from assistant.types import Action, Draft, Outcome, Reply, Turn
from assistant.wording import follow_up_rules
from tests.support.answers import draft

LAST = Turn("首次贷款贴息标准是多少？", "首次贷款贴息标准是多少？", Outcome.ANSWERED, ("pol_9",))


def rewritten(text: str) -> Draft:
    result = RewriteFollowUp().run(draft(text, turns=(LAST,)))
    assert isinstance(result, Draft)
    return result


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("那小微企业呢？", "小微企业"),
        ("那个体工商户的话？", "个体工商户"),
        ("如果是高新技术企业呢", "高新技术企业"),
    ],
)
def test_a_fragment_is_put_behind_the_last_question(text: str, wanted: str) -> None:
    result = rewritten(text)
    assert result.text.startswith("首次贷款贴息标准是多少")
    assert wanted in result.text
    assert not result.text.endswith(("呢", "？", "的话"))
    assert result.notes["context_entry_ids"] == ["pol_9"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("申请材料呢", "首次贷款贴息 申请材料"),
        ("最高额度", "首次贷款贴息 最高额度"),
        ("它什么时候截止？", "首次贷款贴息 什么时候截止"),
        ("怎么申请", "首次贷款贴息 怎么申请"),
        ("不是，我是问申请期限", "首次贷款贴息 申请期限"),
    ],
)
def test_a_fragment_that_asks_takes_the_place_of_what_was_asked(text: str, wanted: str) -> None:
    assert rewritten(text).text == wanted


@pytest.mark.parametrize(
    "text",
    [
        "研发费用补助的申报截止时间是什么时候？",
        "办理食品经营许可变更需要提交哪些材料？",
        "高层次人才购房补贴的比例和上限分别是多少？",
    ],
)
def test_a_question_that_stands_alone_is_a_change_of_topic(text: str) -> None:
    assert rewritten(text).text == text


@pytest.mark.parametrize("text", ["那小微企业呢？", "它什么时候截止？"])
def test_the_first_question_has_nothing_to_lean_on(text: str) -> None:
    given = draft(text)
    assert RewriteFollowUp().run(given) is given


def test_a_chain_of_fragments_keeps_the_question_they_all_lean_on() -> None:
    second = Turn("那小微企业呢？", "首次贷款贴息标准是多少 小微企业", Outcome.ANSWERED, ("pol_9",))
    result = RewriteFollowUp().run(draft("材料呢？", turns=(LAST, second)))
    assert isinstance(result, Draft)
    assert result.text == "首次贷款贴息 小微企业 材料"


@pytest.mark.parametrize("text", ["那小微企业呢？", "这个要交什么材料？", "申请材料呢", "不是，我说的是研发"])
def test_leaning_questions_are_known(text: str) -> None:
    assert leans_on_context(text, follow_up_rules())


def test_a_follow_up_is_answered_from_the_document_of_the_turn_before(ask: Callable[..., Reply]) -> None:
    first = ask("我们是做软件的小微企业，第一次贷款能贴息吗？贴多少？")
    assert first.answer.outcome is Outcome.ANSWERED
    second = ask("那申请期限呢？", conversation_id=first.conversation_id)
    assert second.conversation_id == first.conversation_id
    assert second.question.text == "那申请期限呢？"
    assert second.rewritten == "中小企业首次贷款贴息 申请期限"
    cited = {citation.document_id for citation in first.answer.citations}
    assert {citation.document_id for citation in second.answer.citations} <= cited


@pytest.mark.parametrize(
    ("asked", "fragment", "wanted"),
    [
        ("大型企业稳岗补贴比例是多少？", "那小微企业呢？", "小微企业稳岗补贴比例是多少"),
        ("A类人才租房补贴每月多少？", "B类呢", "B类人才租房补贴每月多少"),
        ("省级企业技术中心奖励多少？", "国家级呢？", "国家级企业技术中心奖励多少"),
    ],
)
def test_a_fragment_takes_the_place_of_the_value_it_changes(asked: str, fragment: str, wanted: str) -> None:
    last = Turn(asked, asked, Outcome.ANSWERED, ())
    result = RewriteFollowUp().run(draft(fragment, turns=(last,)))
    assert isinstance(result, Draft)
    assert result.text == wanted


def test_the_same_question_about_another_size_is_answered_for_that_size(ask: Callable[..., Reply]) -> None:
    first = ask("大型企业稳岗补贴比例是多少")
    second = ask("那小微企业呢？", conversation_id=first.conversation_id)
    assert "30%" in second.answer.text


@pytest.mark.parametrize("question", ["补贴怎么申请", "怎么办理", "需要什么材料"])
def test_every_matter_that_is_offered_is_answered_when_it_is_chosen(ask: Callable[..., Reply], question: str) -> None:
    offered = [each.params for each in ask(question).answer.next_actions if each.action is Action.CHOOSE]
    assert len(offered) >= 2
    for choice in offered:
        chosen = ask(choice["question"], conversation_id=ask(question).conversation_id).answer
        assert (chosen.outcome, chosen.citations != ()) == (Outcome.ANSWERED, True), choice["value"]
