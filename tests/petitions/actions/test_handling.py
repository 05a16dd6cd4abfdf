"""The quality check of an answer and answers from knowledge: T15, T24."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from core.actors import OPERATOR
from core.clock import SHANGHAI
from core.errors import ConflictError, InvalidInputError, NotAllowedError
from knowledge.build import build_knowledge
from knowledge.types import EntryDraft, EntryKind, Visibility
from tests.support.drafts import policy


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


NUMBER = "云高管规〔2025〕3号"


def publish(office, draft: EntryDraft) -> str:
    with office.database.unit_of_work() as session:
        return build_knowledge(office.clock).publish_import(session, draft, OPERATOR).entry_id


def test_a_rejected_answer_lets_the_clock_run_on_as_if_it_had_never_stopped(office) -> None:
    number = office.processing()
    office.clock.advance_to(at("2026-11-24 10:00"))
    due = office.reply(number, text="补贴由其他部门负责。").due_at
    office.clock.advance_to(at("2026-11-26 09:00"))
    rejected = office.do("reject_reply", number, reason="没有回答到账时间")
    assert (rejected.state, rejected.due_at, rejected.alert) == ("processing", due, "yellow")
    assert rejected.replies[0].rejected_reason == "没有回答到账时间"
    seen = office.lookup(number)
    assert (seen.replies, seen.is_overdue) == ((), True)
    assert seen.timeline[0].text == "答复经核查不完整，已要求人力资源局重新答复"
    again = office.reply(number, text="补贴 11 月 30 日到账。")
    assert [reply.text for reply in office.lookup(number).replies] == ["补贴 11 月 30 日到账。"]
    assert (again.alert, len(again.replies)) == ("yellow", 2)
    assert office.rate(number, 5).state == "closed"


def test_an_answer_is_rejected_with_a_reason_by_the_dispatcher_before_it_is_rated(office) -> None:
    number = office.answered()
    with pytest.raises(InvalidInputError):
        office.do("reject_reply", number, reason=" ")
    with pytest.raises(NotAllowedError):
        office.do("reject_reply", number, office.handler, reason="不完整")
    for _ in range(2):
        office.rate(number, 1)
        office.sign(number)
        office.reply(number)
    office.rate(number, 1)
    with pytest.raises(ConflictError, match="已经评价过"):
        office.do("reject_reply", number, reason="不完整")


def test_an_accepted_petition_is_answered_from_a_published_clause(office) -> None:
    entry = publish(office, policy(document_number=NUMBER))
    number = office.accepted()
    answered = office.do(
        "answer_directly", number, office.agent, text="按实际支出的百分之十补助。", citations=(f"{entry}#t2",)
    )
    assert (answered.state, answered.lead_department) == ("answered", None)
    assert answered.replies[0].basis == ("《云岭高新区企业研发费用补助办法》（云高管规〔2025〕3号）第二条",)
    seen = office.lookup(number)
    assert seen.headline == "已答复。请您评价；不满意的，会重新办理，前次答复保留。"
    with pytest.raises(ConflictError, match="即时答复"):
        office.do("reject_reply", number, reason="不完整")
    again = office.rate(number, 1)
    assert (again.state, again.department) == ("dispatched", "人力资源局")


def test_a_direct_answer_cites_what_is_published_in_force_and_public(office) -> None:
    entry = publish(office, policy(document_number=NUMBER))
    future = publish(office, policy("将来的办法", effective_from=date(2030, 1, 1)))
    hidden = publish(office, policy("内部口径", visibility=Visibility.INTERNAL))
    news = publish(office, replace(policy("一则新闻"), kind=EntryKind.ARTICLE))
    number = office.accepted()
    for wrong in ((), ("pol_missing",), (f"{entry}#t99",), (entry, "pol_missing"), (future,), (hidden,), (news,)):
        with pytest.raises(InvalidInputError) as caught:
            office.do("answer_directly", number, office.agent, text="见办法。", citations=wrong)
        assert set(caught.value.details) == {"citations"}, wrong
    assert office.detail(number).state == "accepted"


@pytest.mark.parametrize("text", [" ", "字" * 10_001])
def test_an_answer_has_words_and_at_most_ten_thousand_of_them(office, text: str) -> None:
    number = office.processing()
    with pytest.raises(InvalidInputError) as caught:
        office.reply(number, text=text)
    assert set(caught.value.details) == {"text"}
    assert len(office.reply(number, text="应届生补贴" * 2_000).replies[0].text) == 10_000
