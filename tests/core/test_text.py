"""One normalisation for documents and questions: script, width, numerals; display text is never touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import (
    fold_for_comparison,
    is_traditional,
    normalise_for_search,
    numerals_to_digits,
    parse_chinese_numeral,
    remove_invisible,
    to_simplified,
    to_traditional,
)

MIXED = st.text(alphabet="企業业補补助贷款１２３abc,，。 一二十百千万亿零〇两元日%百分之点\u200b\x00\n", max_size=60)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("一百零五", 105), ("两百", 200),
        ("三千四百五十六", 3456), ("二〇二四", 2024), ("一万二千", 12_000), ("十万", 100_000), ("一千万", 10_000_000),
        ("十十", None), ("二三十", None), ("百", 100), ("", None), ("甲", None), ("十千", None),
    ],
)  # fmt: skip
def test_chinese_numerals_are_read_or_refused(text: str, value: int | None) -> None:
    assert parse_chinese_numeral(text) == value


def in_chinese(number: int) -> str:
    """Write 1…99,999,999 the way documents do."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if low and low < 1_000 else ""
        return f"{in_chinese(high)}万{gap}{in_chinese(low) if low else ''}"
    written, pending = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += ("零" if pending and written else "") + "零一二三四五六七八九"[digit] + name
            pending = False
        elif written:
            pending = True
    return written


@given(st.integers(1, 99_999_999))
def test_every_number_written_in_chinese_is_read_back(number: int) -> None:
    assert parse_chinese_numeral(in_chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("最高二十万元", "最高20万元"),
        ("百分之五十", "50%"),
        ("百分之零点五", "0.5%"),
        ("十五个工作日", "15个工作日"),
        ("二〇二五年三月一日", "2025年3月1日"),
        ("第十二条", "第12条"),
        ("两年内", "2年内"),
        ("百年大计", "百年大计"),
        ("千万不要", "千万不要"),
        ("一定", "一定"),
        ("统一社会信用代码", "统一社会信用代码"),
    ],
)
def test_numerals_before_a_unit_become_digits_and_words_stay(text: str, plain: str) -> None:
    assert numerals_to_digits(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("企業研發費用補助", "企业研发费用补助"),
        ("１２０万元", "120万元"),
        ("1,200,000元", "1200000元"),
        ("1,2,3", "1,2,3"),
        ("贷\u200b款\ufeff贴息", "贷款贴息"),
        ("  A  B\n C ", "a b c"),
        ("显著", "显著"),
    ],
)
def test_search_form(text: str, plain: str) -> None:
    assert normalise_for_search(text) == plain


@given(MIXED)
def test_the_search_form_of_a_search_form_is_itself(text: str) -> None:
    once = normalise_for_search(text)
    assert normalise_for_search(once) == once


@given(MIXED)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold_for_comparison(text)
    assert fold_for_comparison(once) == once


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_no_text_breaks_normalisation(text: str) -> None:
    normalise_for_search(text).encode()
    assert "\x00" not in normalise_for_search(text)
    assert len(remove_invisible(text)) <= len(text)


@given(st.text(alphabet="企业研发费用补助办法显著后台里面", max_size=40))
def test_simplified_text_is_left_as_it_is(text: str) -> None:
    assert to_simplified(text) == text


def test_traditional_text_is_known_and_turned_into_simplified_and_back() -> None:
    assert is_traditional("雲嶺高新區企業研發費用補助辦法")
    assert not is_traditional("云岭高新区企业研发费用补助办法")
    assert not is_traditional("abc 123")
    assert to_simplified(to_traditional("企业研发费用补助")) == "企业研发费用补助"


def test_titles_are_equal_whatever_blanks_quotes_width_and_script() -> None:
    assert fold_for_comparison("雲嶺高新區 “首貸”辦法（２０２５）") == fold_for_comparison(
        "云岭高新区「首贷」办法(2025)"
    )
