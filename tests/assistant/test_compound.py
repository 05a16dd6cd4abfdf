"""A question that asks several things is split; one that asks one thing is left alone, however many clauses it has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.compound import parts_of
from assistant.matters import are_opposite, asks_otherwise
from assistant.steps.split_question import SplitQuestion
from assistant.types import Draft, Fork
from tests.support.answers import draft


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "首次贷款贴息能补多少，怎么申请，什么时候截止？",
            ["首次贷款贴息能补多少", "首次贷款贴息 怎么申请", "首次贷款贴息 什么时候截止"],
        ),
        ("专利资助什么时候受理？另外出口信保补多少？", ["专利资助什么时候受理", "出口信保补多少"]),
        ("稳岗补贴和研发费用补助分别是多少", ["稳岗补贴是多少", "研发费用补助是多少"]),
        ("首次认定高企奖励多少，需要什么材料", ["首次认定高企奖励多少", "首次认定高企奖励 需要什么材料"]),
        ("数字化改造补助的标准是什么？绿色工厂奖励多少？", ["数字化改造补助的标准是什么", "绿色工厂奖励多少"]),
        (  # where the asker is holds for every part
            "我们公司注册在苏州市，专利资助什么时候受理？另外出口信保补多少？",
            ["我们公司注册在苏州市，专利资助什么时候受理", "我们公司注册在苏州市，出口信保补多少"],
        ),
        (
            "我们是苏州的企业，想迁过来，专利资助什么时候受理？另外出口信保补多少？",
            ["我们是苏州的企业，想迁过来，专利资助什么时候受理", "出口信保补多少"],
        ),
    ],
)
def test_what_asks_several_things_is_split_into_questions_that_stand_alone(text: str, wanted: list[str]) -> None:
    assert [part.question for part in parts_of(text)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "我们是做软件的小微企业，第一次贷款能贴息吗？贴多少？",
        "去国外参加展会,展位费能补多少?一年封顶多少万",
        "当事人对竣工日期有争议，如何确定竣工日期？",
        "国家级和省级企业技术中心分别奖多少",
        "A类、B类人才租房补贴分别是多少",
        "企业做质量管理咨询，补贴比例和最高限额分别是多少",
        "内江市住房和城乡建设局对各县（市、区）建设行政主管部门提出了哪些要求？",
        "食品经营许可变更地址要几天？",
        "",
    ],
)
def test_what_asks_one_thing_is_left_alone(text: str) -> None:
    assert parts_of(text) == ()


def test_a_question_that_names_a_clause_is_not_split() -> None:
    given = draft("《公司法》第十五条规定了什么条件，期限是多久？")
    assert SplitQuestion().run(given) is given


def test_each_part_is_a_draft_of_its_own_under_the_askers_words() -> None:
    fork = SplitQuestion().run(draft("首次貸款貼息能補多少，怎麼申請？"))
    assert isinstance(fork, Fork)
    assert fork.labels == ("首次贷款贴息能补多少", "怎么申请")
    assert [part.notes["part"] for part in fork.parts] == [1, 2]
    assert isinstance(fork.whole, Draft)


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("首次贷款贴息要交什么材料", "首次贷款贴息能贴多少？", True),
        ("光伏奖励几月份受理", "厂房屋顶装光伏有奖励吗？", True),
        ("首贷贴息最高多少", "首次贷款贴息能贴多少？", False),
        ("首贷贴息", "首次贷款贴息能贴多少？", False),
        ("高企认定要花多少钱", "首次认定高企奖多少", True),
        ("数字化改造补助一家公司可以报几个项目", "数字化改造补助现在可以报吗", True),
        ("认定专精特新企业，营业收入要达到什么标准", "专精特新企业奖励标准是多少", True),
    ],
)
def test_questions_that_ask_for_different_things_are_told_apart(first: str, second: str, *, apart: bool) -> None:
    assert asks_otherwise(first, second) is apart


@pytest.mark.parametrize(
    ("question", "told", "apart"),
    [
        ("去欧洲参加展会，展位费补多少", "参加国内展会展位费能补多少？ 展位费补一半吗", True),
        ("去欧洲参加展会，展位费补多少", "参加国外展会展位费能补多少？", False),
        ("购房的B类人才，补多少", "高层次人才租房补贴每月多少？ B类人才租房补多少", True),
        ("租房和购房补贴能一起拿吗", "高层次人才租房补贴每月多少？", False),
        ("展位费补多少", "参加国内展会展位费能补多少？", False),
        ("省级供应链企业奖多少", "首次获评国家级供应链企业的，给予奖励", True),
        ("省级绿色工厂奖多少", "按照国家级55万元、省级35万元、市级15万元的标准给予奖励", False),
        ("第一次办食品经营许可要什么材料", "食品经营许可变更申请书", True),
        ("首次认定后变更名称要办什么", "高新技术企业更名，变更证书", False),
    ],
)
def test_what_speaks_of_the_other_side_of_a_matter_is_told_apart(question: str, told: str, *, apart: bool) -> None:
    assert are_opposite(question, told) is apart
    assert are_opposite(told, question) is apart


@given(st.text(max_size=80))
def test_no_text_makes_splitting_fail(text: str) -> None:
    parts = parts_of(text)
    assert len(parts) != 1
    assert len(parts) <= 4
