"""Places that questions ask about, and which documents may hold there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.regions import comes_here, holds_for, own_places, places_asked, tells_seat, without_places
from knowledge.types import Authority, EntryKind
from tests.support.answers import passage


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("苏州的首次贷款贴息是多少", ("苏州",)),
        ("请问杭州市研发费用补助标准是多少", ("杭州",)),
        ("甘肃省平凉市有什么政策", ("甘肃", "平凉")),
        ("青川高新区对首贷有没有补贴", ("青川",)),
        ("我们从苏州整体迁过来，有奖励吗", ()),
        ("去上海参加展会，展位费补多少", ()),
        ("我们在广州的分公司能申请吗", ()),
        ("我们区有什么补贴", ()),
        ("全市统一标准是多少", ()),
        ("甲小区出入口经常堵车怎么办", ()),
        ("国家级开发区奖励多少", ()),
        ("上市企业奖励多少", ()),
        ("刚评上省级企业技术中心，区里一次性奖多少", ()),
        ("获得市级荣誉有奖励吗", ()),
        ("朝阳产业有没有扶持", ()),
        ("首次贷款贴息标准是多少", ()),
    ],
)
def test_a_place_is_asked_about_when_its_policy_is(question: str, places: tuple[str, ...]) -> None:
    assert places_asked(question) == places


@pytest.mark.parametrize(
    ("clause", "is_seat"),
    [
        ("我们公司注册在苏州市", True),
        ("我们是杭州的一家电子企业", True),
        ("我们在无锡做纺织", True),
        ("厂址在成都", True),
        ("我们在广州参加了展会", False),
        ("老板是温州人", False),
        ("客户都在广东", False),
        ("从苏州迁来", False),
    ],
)
def test_a_clause_tells_where_the_asker_is(clause: str, is_seat: bool) -> None:
    assert tells_seat(clause) is is_seat


def test_who_comes_here_is_no_asker_of_another_place() -> None:
    assert comes_here("打算整体搬到你们园区")
    assert comes_here("想迁过来")
    assert not comes_here("搬到苏州")


def test_a_document_of_another_place_does_not_hold() -> None:
    ours = passage(title="云岭高新区企业研发费用补助办法", issuing_bodies=("云岭高新区管理委员会",))
    assert not holds_for(ours, ("苏州",))
    assert holds_for(ours, ("云岭",))


def test_a_document_of_the_province_holds_in_its_cities() -> None:
    assert holds_for(passage(title="江苏省研发费用奖励办法"), ("苏州",))
    assert not holds_for(passage(title="浙江省研发费用奖励办法"), ("苏州",))


def test_a_law_and_a_document_that_names_no_place_may_hold_anywhere() -> None:
    assert holds_for(passage(title="中小企业促进法", authority=Authority.LAW), ("苏州",))
    assert holds_for(passage(title="关于加快复工复产的通知"), ("苏州",))


def test_curated_answers_and_guides_are_the_deployments_own() -> None:
    faq = passage(title="首次贷款贴息能贴多少？", kind=EntryKind.FAQ)
    assert not holds_for(faq, ("苏州",))
    assert holds_for(passage(title="苏州贴息能贴多少？", kind=EntryKind.FAQ), ("苏州",))


def test_a_title_without_its_place_is_the_same_for_two_places() -> None:
    assert without_places("苏州市研发费用补助办法") == without_places("云岭高新区研发费用补助办法")
    assert own_places(passage(title="苏州市研发费用补助办法")) == {"苏州", "江苏"}


@given(st.text(max_size=60))
def test_no_text_makes_reading_places_fail(text: str) -> None:
    assert all(place in text for place in places_asked(text))
