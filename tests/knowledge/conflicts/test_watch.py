"""What the watch finds between documents, and what stays of a curator's decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from knowledge.conflicts.errors import DecidedMeanwhileError, NoReasonError
from knowledge.conflicts.repository import ConflictFilter
from knowledge.conflicts.service import ConflictService, ConflictWatch
from knowledge.conflicts.types import Conflict, ConflictKind, Decision
from knowledge.types import EntryDraft
from tests.support.base import AUTHOR, Base
from tests.support.drafts import policy, replacing

LOAN = "对首次取得银行贷款的小微企业，按照实际支付利息的50%给予贴息，每户每年最高不超过20万元。"
PREVAILS = "此前规定与本措施不一致的，以本措施为准。"
OTHER = LOAN.replace("20万元", "30万元")


def measure(title: str, *articles: str, **values: object) -> EntryDraft:
    return policy(title, *articles, **values)  # type: ignore[arg-type]


def looked(base: Base) -> list[Conflict]:
    base.indexer.follow_once()
    ConflictWatch(base.database, base.indexer, base.clock).look_at_all()
    return listed(base)


def listed(base: Base, **wanted: object) -> list[Conflict]:
    with base.database.reading() as session:
        return ConflictService(base.clock, base.service).page(session, ConflictFilter(**wanted))[1]  # type: ignore[arg-type]


def decide(base: Base, found: Conflict, reason: str = "口径不同") -> Conflict:
    with base.database.unit_of_work() as session:
        service = ConflictService(base.clock, base.service)
        return service.decide(session, found.id, Decision.NO_CONFLICT, reason, AUTHOR, lock=found.lock)


def test_other_amounts_for_the_same_matter_are_listed_once_with_both_sides(base: Base) -> None:
    one = base.publish(measure("云岭高新区贷款贴息办法", LOAN))
    other = base.do("create", measure("云岭高新区金融支持措施", OTHER), AUTHOR)
    (found,) = looked(base)
    assert (found.kind, found.differences) == (ConflictKind.AMOUNT, (("30万元", "20万元"),))
    assert {found.left.entry_id, found.right.entry_id} == {one.entry_id, other.entry_id}
    assert (found.left.text, found.right.text) == (f"第一条 {OTHER}", f"第一条 {LOAN}")
    assert looked(base) == [found]


def test_a_draft_that_repeats_a_clause_is_a_duplicate(base: Base) -> None:
    base.publish(measure("云岭高新区贷款贴息办法", LOAN))
    base.do("create", measure("云岭高新区金融支持措施", LOAN), AUTHOR)
    assert [found.kind for found in looked(base)] == [ConflictKind.DUPLICATE]


def test_what_one_document_says_it_ends_is_listed_as_supersession_and_nothing_else(base: Base) -> None:
    base.publish(measure("云岭高新区贷款贴息办法", LOAN))
    ending = replacing("云岭高新区贷款贴息办法", quote="《云岭高新区贷款贴息办法》同时废止")
    base.publish(measure("云岭高新区融资支持办法", OTHER, effective_from=date(2030, 1, 1), relations=(ending,)))
    (found,) = looked(base)
    assert found.kind is ConflictKind.SUPERSESSION
    assert "同时废止" in found.left.text + found.right.text


def test_until_when_a_measure_holds_contradicts_no_other_measure(base: Base) -> None:
    for title, years in (("云岭高新区人才安居补贴办法", 3), ("云岭高新区绿色工厂奖励办法", 5)):
        base.publish(measure(title, f"本办法自2025年1月1日起施行，有效期{years}年。"))
    assert looked(base) == []


def test_a_text_that_says_it_prevails_makes_other_amounts_a_question_of_precedence(base: Base) -> None:
    base.publish(measure("云岭高新区贷款贴息办法", LOAN))
    base.do("create", measure("云岭高新区金融支持措施", OTHER, PREVAILS), AUTHOR)
    assert [found.kind for found in looked(base)] == [ConflictKind.PRECEDENCE]


def test_a_decision_stays_until_a_side_says_something_else_and_what_was_corrected_is_gone(base: Base) -> None:
    base.publish(measure("云岭高新区贷款贴息办法", LOAN))
    draft = base.do("create", measure("云岭高新区金融支持措施", OTHER), AUTHOR)
    decide(base, looked(base)[0])
    assert looked(base) == []
    assert listed(base, is_open=False)[0].reason == "口径不同"
    changed = measure("云岭高新区金融支持措施", LOAN.replace("20万元", "40万元"))
    base.do("revise", draft.entry_id, changed, AUTHOR)
    assert [found.differences for found in looked(base)] == [(("40万元", "20万元"),)]
    agreeing = replace(changed, body=LOAN.replace("贴息，", "贴息补助，"))
    base.do("revise", draft.entry_id, measure("云岭高新区金融支持措施", agreeing.body), AUTHOR)
    assert [found.kind for found in looked(base)] in ([], [ConflictKind.DUPLICATE])


def test_a_decision_needs_a_reason_and_two_people_cannot_overwrite_each_other(base: Base) -> None:
    base.publish(measure("云岭高新区贷款贴息办法", LOAN))
    base.do("create", measure("云岭高新区金融支持措施", OTHER), AUTHOR)
    (found,) = looked(base)
    with pytest.raises(NoReasonError):
        decide(base, found, " ")
    decide(base, found)
    with pytest.raises(DecidedMeanwhileError):
        decide(base, found)


def test_what_was_stored_last_is_looked_at_first(base: Base) -> None:
    base.publish(measure("云岭高新区贷款贴息办法", LOAN))
    base.publish(measure("云岭高新区用工补贴办法", "招用一人补贴一千元。"))
    base.clock.advance_to(base.clock.now() + timedelta(minutes=5))
    base.do("create", measure("云岭高新区金融支持措施", OTHER), AUTHOR)
    base.indexer.follow_once()
    assert ConflictWatch(base.database, base.indexer, base.clock).look(most=1) == 1
    assert [found.kind for found in listed(base)] == [ConflictKind.AMOUNT]


def test_measures_of_two_places_do_not_contradict_each_other(base: Base) -> None:
    base.publish(measure("青湖区贷款贴息办法", LOAN, region_code="330106"))
    base.do("create", measure("白石区贷款贴息办法", OTHER, region_code="330108"), AUTHOR)
    assert looked(base) == []
