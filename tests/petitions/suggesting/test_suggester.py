"""Suggestions beside a petition: never applied, learned from what dispatchers confirm, each with its reasons."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.actors import Actor
from petitions.build import build_suggester
from petitions.errors import PetitionNotFoundError
from petitions.suggesting.service import Suggester
from petitions.suggesting.types import Suggestions
from petitions.types import Nature

CREDIT_CODE = "91990101MA000001XN"
COPY = {
    "title": "应届生补贴被退回",
    "content": "我公司今年吸纳六名应届毕业生，社保按月缴纳，就业补贴申请却被退回，请核实原因。",
    "credit_code": CREDIT_CODE,
}


@pytest.fixture
def suggester(office) -> Suggester:
    return build_suggester(office.service)


def suggest(office, suggester: Suggester, number: str, actor: Actor | None = None) -> Suggestions:
    with office.database.reading() as session:
        return suggester.suggest(session, number, actor or office.dispatcher)


def learn(office, suggester: Suggester) -> bool:
    with office.database.reading() as session:
        return suggester.learn_when_stale(session)


def test_a_new_petition_gets_categories_with_the_words_that_led_to_them(office, suggester) -> None:
    number = office.file(category_code=None).number
    found = suggest(office, suggester, number)
    assert found.categories[0].code == "04-1"
    assert {"应届", "毕业生"} & set(found.categories[0].terms)
    assert not found.categories[0].is_learned
    assert len(found.categories) <= 3
    assert found.nature.value is Nature.COMPLAINT
    assert found.departments[0].code == "human-resources"


def test_suggesting_changes_nothing(office, suggester) -> None:
    number = office.file(category_code=None).number
    before = office.detail(number)
    suggest(office, suggester, number)
    assert office.detail(number) == before
    assert before.state == "submitted"


def test_what_dispatchers_confirm_outweighs_the_cues_in_the_end(office, suggester) -> None:
    def file(text: str) -> str:
        return office.file(title="云岭塔吊", content=f"{text}，望安排人员到现场看看。", category_code=None).number

    for place in range(40):
        office.accept(file(f"第{place}号塔吊夜里亮灯招聘"), category_code="10-3")
        office.accept(file(f"第{place}条班线改道"), category_code="11-2")
    assert learn(office, suggester)
    assert not learn(office, suggester), "nothing more was confirmed since"
    found = suggest(office, suggester, file("塔吊亮灯"))
    assert found.categories[0].code == "10-3"
    assert found.categories[0].is_learned
    assert "塔吊" in found.categories[0].terms


def test_the_same_text_of_the_same_enterprise_is_a_suspected_duplicate_for_thirty_days(office, suggester) -> None:
    first = office.file(**COPY).number
    again = office.file(**COPY | {"title": "应届生补贴被退回了"}).number
    (like,) = suggest(office, suggester, again).duplicates
    assert like.number == first
    assert like.likeness >= 0.85
    assert like.terms
    office.clock.advance_to(office.clock.now() + timedelta(days=31))
    late = office.file(**COPY).number
    assert suggest(office, suggester, late).duplicates == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"credit_code": "91990101MA000007XW"},
        {"category_code": "10-2"},
        {"content": "仓库屋顶漏雨，货物受潮，物业一直没有派人维修，请协调。", "title": "屋顶漏雨"},
    ],
    ids=["another enterprise", "another category", "another matter"],
)
def test_what_differs_is_no_duplicate(office, suggester, changes: dict[str, str]) -> None:
    office.file(**COPY)
    other = office.file(**COPY | changes).number
    assert suggest(office, suggester, other).duplicates == ()


def test_a_like_case_that_was_solved_is_shown_with_its_reply(office, suggester) -> None:
    solved = office.answered()
    office.rate(solved, 5)
    number = office.file(title="毕业生就业补贴为何退回", content="吸纳应届毕业生的补贴申请又被退回。").number
    (like,) = suggest(office, suggester, number).solved
    assert like.number == solved
    assert like.reply is not None
    assert "补贴将于本月拨付" in like.reply.text
    assert "补贴" in like.terms


def test_what_the_caller_may_not_see_gets_no_suggestions(office, suggester) -> None:
    number = office.file().number
    with pytest.raises(PetitionNotFoundError):
        suggest(office, suggester, number, office.handler)
