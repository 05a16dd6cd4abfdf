"""The day a question is about, read from its words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.days import day_asked_about, time_asked_about

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027年1月以后招应届生补贴多少", date(2027, 1, 1)),
        ("2027年3月15日之后申请行不行", date(2027, 3, 15)),
        ("二〇二七年三月起怎么算", date(2027, 3, 1)),
        ("2027年起标准是多少", date(2027, 1, 1)),
        ("2023年5月的时候房租能减免吗", date(2023, 5, 1)),
        ("当时是2023年5月6日，有什么政策", date(2023, 5, 6)),
        ("2020年时，《公司法》第十五条是怎么规定的", date(2020, 12, 31)),
        ("2019年底的时候，补贴多少", date(2019, 12, 31)),
        ("2018年的《公司法》第十五条", date(2018, 12, 31)),
        ("《公司法》（2018修正）第十五条", date(2018, 12, 31)),
        ("1998年时，注册资本最低多少", date(1998, 12, 31)),
        ("2024年注册的企业，当时补贴多少", date(2024, 12, 31)),
        ("2020年以前的规定是什么", date(2019, 12, 31)),
        ("2023年5月前的标准是多少", date(2023, 4, 30)),
        ("2020年的时候注册的企业能申请吗", None),
        ("2024年底前注册的企业能申请吗", None),
        ("2026年时，标准是多少", None),
        ("2025年度研发费用怎么补", None),
        ("我们2024年3月注册的，能申请吗", None),
        ("2023年时租金怎么减免", date(2023, 12, 31)),
        ("2022年的补贴标准是多少", date(2022, 12, 31)),
        ("去年的补贴标准是多少", date(2025, 12, 31)),
        ("明年担保费补助多少", date(2027, 1, 1)),
        ("我们去年研发花了1200万，补几个点", None),
        ("去年出过突发环境事件，还能申请奖励吗", None),
        ("2023年时成立的企业有什么补贴", None),
        ("现在能申请吗", None),
        ("2027年13月以后呢", None),
        ("2027年2月30日以后呢", None),
        ("", None),
    ],
)
def test_a_coming_day_or_a_past_one_with_a_word_for_then_is_the_day_asked_about(text: str, day: date | None) -> None:
    assert day_asked_about(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "贴息之前的规定是什么",
        "修订前的《贴息办法》怎么规定",
        "旧办法的比例是多少",
        "以前的标准是多少",
        "贴息之前的办法比例是多少",
        "原办法贴多少",
    ],
)
def test_words_for_before_mean_the_text_before_the_one_in_force(text: str) -> None:
    asked = time_asked_about(text, TODAY)
    assert asked is not None
    assert asked.is_previous
    assert day_asked_about(text, TODAY) is None


@pytest.mark.parametrize(
    "text", ["之前的申请材料丢了怎么办", "投资项目按原规定提交材料吗", "以前贷过款还能申请吗", "第一次贷款之前要做什么"]
)
def test_what_happened_before_is_a_fact(text: str) -> None:
    assert time_asked_about(text, TODAY) is None


@given(st.text(max_size=40))
def test_no_text_makes_reading_the_day_fail(text: str) -> None:
    day = day_asked_about(text, TODAY)
    assert day is None or 1899 <= day.year <= 2099
