"""Words of the base that sound like what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.spelling import vocabulary_of

TITLES = (
    "云岭高新区高新技术企业培育奖励办法",
    "高企认定奖励多少？",
    "稳岗补贴怎么申请？",
    "首次贷款贴息比例是多少？",
    "产业用房租金补助办法",
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gaoqi rending jiangli duoshao", "高企认定奖励多少"),
        ("gaoqirendingjiangli", "高企认定奖励"),
        ("wengang butie zenme shenqing", "稳岗补贴怎么申请"),
        ("高企人定奖励", "高企认定奖励"),
        ("稳岗补帖怎么申请", "稳岗补贴怎么申请"),
        ("贷款贴喜比例", "贷款贴息比例"),
        ("wengang补贴", "稳岗补贴"),
        ("我司2025年（D类）代款，贴息比例多少？", "我司2025年（D类）贷款，贴息比例多少？"),
    ],
)
def test_a_word_that_sounds_like_one_of_the_base_is_meant(typed: str, meant: str) -> None:
    assert vocabulary_of(TITLES).corrected(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "高企认定奖励多少",
        "今天天气怎么样",
        "hello world",
        "SELECT * FROM users",
        "abc",
        "",
        "？",
        "火星移民怎么办理",
        "租今天的车",
    ],
)
def test_what_is_right_or_far_from_the_base_is_left_alone(typed: str) -> None:
    assert vocabulary_of(TITLES).corrected(typed) is None


@given(st.text(max_size=60))
def test_any_text_can_be_looked_up(text: str) -> None:
    found = vocabulary_of(TITLES).corrected(text)
    assert found is None or found
