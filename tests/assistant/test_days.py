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
    assert day is None or 2000 <= day.year <= 2099
