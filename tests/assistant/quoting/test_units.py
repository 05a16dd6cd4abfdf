"""Units: cut at commas and full stops, never inside brackets, quotation marks or numbers; nothing is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.quoting.units import units_of


def texts(text: str) -> list[str]:
    return [text[unit.start : unit.end] for unit in units_of(text)]


@given(st.text(alphabet="企业补助，。；：\n（）《》“”1,.2 一是、", max_size=300))
def test_units_hold_every_character_that_is_not_blank_in_order(text: str) -> None:
    units = units_of(text)
    assert "".join("".join(text[u.start : u.end].split()) for u in units) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(units))
    assert [u.sentence for u in units] == sorted(u.sentence for u in units)


def test_a_sentence_is_cut_at_its_commas() -> None:
    text = "给予75%的贴息支持，贴息期限不超过1年。另行通知"
    assert texts(text) == ["给予75%的贴息支持，", "贴息期限不超过1年。", "另行通知"]
    assert [(u.sentence, u.place, u.ends_sentence) for u in units_of(text)] == [
        (0, 0, False),
        (0, 1, True),
        (1, 0, True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "补助12,000元",
        "《关于支持企业，促进发展的意见》",
        "各单位（含分公司，不含个体工商户）",
        "工作时间9:00至17:00",
        "“急事急办，特事特办”",
    ],
)
def test_what_belongs_together_is_not_cut(text: str) -> None:
    assert texts(text) == [text]


def test_a_bracket_that_never_closes_does_not_swallow_the_text() -> None:
    text = f"（一{'很长的话' * 20}，后面的话。"
    assert len(texts(text)) == 2


def test_headings_lead_ins_and_items_are_known() -> None:
    units = units_of("申请条件\n申请人应当：\n（一）注册；\n（二）纳税。")
    assert [u.is_heading for u in units] == [True, False, False, False]
    assert [u.is_lead_in for u in units] == [False, True, False, False]
    assert [u.is_item for u in units] == [False, False, True, True]
    assert [u.line for u in units] == [0, 1, 2, 3]
