"""The day a question is about, read from its words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.days import day_asked_about

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
        ("现在能申请吗", None),
        ("2027年13月以后呢", None),
        ("2027年2月30日以后呢", None),
        ("", None),
    ],
)
def test_a_coming_day_or_a_past_one_with_a_word_for_then_is_the_day_asked_about(text: str, day: date | None) -> None:
    assert day_asked_about(text, TODAY) == day


@given(st.text(max_size=40))
def test_no_text_makes_reading_the_day_fail(text: str) -> None:
    day = day_asked_about(text, TODAY)
    assert day is None or 1899 <= day.year <= 2099
