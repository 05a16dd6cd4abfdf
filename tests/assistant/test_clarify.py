"""What a question leaves open, and the rows of a table that a question means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.clarify import open_matter, open_region, open_row, open_year
from assistant.follow_up import chosen_of, is_vague
from assistant.matters import matter_name
from assistant.slots import is_same_value, slots_of, stated_slots
from assistant.table_rows import Row, row_of, rows_meant, telling_columns
from assistant.types import Choice, Outcome, Turn
from tests.support.answers import hit, passage

HEADER = "补助标准 第八条 档次 | 企业类型 | 上一年度研发费用 | 补助比例"
CELLS = [
    "一档 | 科技型中小企业 | 50万元以上 | 8%",
    "二档 | 高新技术企业 | 200万元以上、不足1000万元 | 6%",
    "三档 | 高新技术企业 | 1000万元以上 | 7%",
]
CHOICES = (
    Choice("size", "大型企业", "大型企业 稳岗补贴多少"),
    Choice("size", "小型、微型企业", "小型、微型企业 稳岗补贴多少"),
)


def rows() -> list[Row]:
    made = [row_of(passage(number, text=text, context=HEADER)) for number, text in enumerate(CELLS)]
    return [row for row in made if row is not None]


@pytest.mark.parametrize(
    "text", ["补贴多少", "怎么申请？", "有什么补贴", "我们是小微企业", "申请条件是什么", "要交哪些材料"]
)
def test_a_question_that_names_no_matter_is_vague(text: str) -> None:
    assert is_vague(text)


@pytest.mark.parametrize(
    "text",
    ["稳岗补贴多少", "怎么申请高企认定", "夜班交通补贴", "《公司法》怎么规定", "平台密码忘了怎么办", "用地有什么政策"],
)
def test_a_question_that_names_a_matter_is_not_vague(text: str) -> None:
    assert not is_vague(text)


def test_the_matters_of_the_base_are_the_choices() -> None:
    hits = [hit(1, title="云岭高新区企业稳岗扩岗补贴实施办法"), hit(2, title="高层次人才安居补贴申请")]
    found = open_matter("补贴多少？", hits)
    assert found is not None
    assert [choice.value for choice in found.choices] == ["企业稳岗扩岗补贴", "高层次人才安居补贴"]
    assert found.choices[0].question == "企业稳岗扩岗补贴 补贴多少"
    assert open_matter("补贴多少？", hits[:1]) is None


def test_documents_that_differ_only_in_their_place_or_year_are_told_apart() -> None:
    places = [hit(1, title="苏州市研发补助办法"), hit(2, title="杭州市研发补助办法"), hit(3, title="用地办法")]
    found = open_region("研发补助多少", places)
    assert found is not None
    assert {choice.value for choice in found.choices} == {"苏州", "杭州"} or len(found.choices) == 2
    assert open_region("苏州研发补助多少", places) is None
    years = [hit(1, title="关于申报2025年度研发补助的通知"), hit(2, title="关于申报2026年度研发补助的通知")]
    found = open_year("研发补助什么时候申报", years)
    assert found is not None
    assert [choice.value for choice in found.choices] == ["2026年度", "2025年度"]
    assert open_year("2025年研发补助什么时候申报", years) is None


def test_columns_that_say_whom_a_row_is_for_hold_no_values() -> None:
    assert telling_columns(rows()) == (1, 2)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("科技型中小企业研发费用补助比例", [0]),
        ("我们是高企，去年研发花了1200万，补助比例多少", [2]),
        ("高新技术企业研发费用800万元，补多少", [1]),
        ("高新技术企业研发费用补助比例", [1, 2]),
        ("研发费用补助比例", [0, 1, 2]),
    ],
)
def test_a_row_is_meant_by_its_words_or_by_an_amount_between_its_bounds(question: str, meant: list[int]) -> None:
    question = question.replace("高企", "高新技术企业")
    found = rows_meant(question, rows(), telling_columns(rows()))
    assert [CELLS.index(row.passage.text) for row in found] == meant


def test_the_cases_of_a_table_are_asked_for_by_the_name_of_their_column() -> None:
    found = open_row("研发费用补助比例", rows())
    assert found is not None
    assert (found.slot, found.name) == ("category", "企业类型")
    assert len({choice.value for choice in found.choices}) == 3
    assert open_row("研发费用补助比例", rows()[:1]) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("第二个", 1),
        ("2", 1),
        ("最后一个", 1),
        ("小微企业", 1),
        ("我们是大型企业", 0),
        ("大型", 0),
        ("第三个", None),
        ("你好", None),
    ],
)
def test_a_typed_reply_means_one_of_the_choices(text: str, wanted: int | None) -> None:
    chosen = chosen_of(text, CHOICES)
    assert chosen == (None if wanted is None else CHOICES[wanted])


def test_what_the_asker_says_of_itself_counts_until_another_enterprise_is_asked_for() -> None:
    turn = Turn("我们是小微企业，贴息多少", "贴息多少", Outcome.ANSWERED, ())
    assert stated_slots("那材料呢", (turn,)) == {"size": "小微企业"}
    assert stated_slots("大型企业补多少", (turn,)) == {"size": "小微企业"}
    assert stated_slots("换一家公司，稳岗补贴多少", (turn,)) == {}
    offered = replace(turn, question="稳岗补贴多少", choices=CHOICES)
    assert stated_slots(CHOICES[0].question, (offered,)) == {"size": "大型企业"}


def test_values_are_the_same_in_other_words() -> None:
    assert is_same_value("小微企业", "小型、微型企业")
    assert not is_same_value("大型企业", "中型企业")
    assert not is_same_value("", "中型企业")
    assert slots_of("B类人才在省级平台工作")["class"] == "B类"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("云岭高新区企业研发费用补助实施细则", "企业研发费用补助"),
        ("关于组织申报2026年度制造业数字化改造补助的通知", "制造业数字化改造补助"),
        ("办法", "办法"),
    ],
)
def test_a_matter_is_called_by_what_its_document_is_about(title: str, name: str) -> None:
    assert matter_name(title) == name
