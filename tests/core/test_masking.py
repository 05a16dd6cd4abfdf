"""The masking table of DOMAIN §7 and its checks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.masking import (
    find_personal_data,
    is_credit_code,
    is_identity_number,
    mask,
    mask_name,
    mask_phone,
    mask_values,
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证11010519491231002X", "身份证110***********002X"),
        ("11010519491231002X", "110***********002X"),
        ("身份证号：110105491231002", "身份证号：110********1002"),
        ("身份证号码为 110105194912310021", "身份证号码为 110***********0021"),
        ("电话139 0000 0000。", "电话139****0000。"),
        ("138-0000-0000", "138****0000"),
        ("+86 13800000000", "138****0000"),
        ("１３８００００００００", "138****0000"),
        ("卡号 4111 1111 1111 1111 到账", "卡号 **** **** **** 1111 到账"),
        ("6222021234567890128", "**** **** **** 0128"),
        ("邮箱 zhang.san@example.com 收", "邮箱 z*** 收"),
        ("座机0512-65432100", "座机0***"),
        ("座机(0512)65432100", "座机0***"),
        ("住址：云岭市星湖街1号，联系人", "住址：云***，联系人"),
        ("车牌苏E12345停在门口", "车牌苏***停在门口"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "20231234567",
        "请拨打12345、110、119、120或122",
        "苏府〔2023〕5号",
        "2026年11月20日 17:00",
        "补助金额1234567890元",
        "工单SQ202611200041",
        "91320505MA1TESTX0K",
        "订单号4111111111111111",
        "1.5亿元，3000万元",
    ],
)
def test_codes_amounts_dates_and_hotlines_stay_readable(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("last", "013456789")
def test_an_identity_number_with_a_wrong_check_digit_and_no_label_is_not_masked(last: str) -> None:
    number = "11010519491231002" + last
    assert mask(number) == number


def test_an_enterprise_code_made_of_digits_is_not_taken_for_a_person() -> None:
    digits = next(c for n in range(10**4) if is_credit_code(c := f"9111010800000{n:05d}") and is_identity_number(c))
    assert mask(digits) == digits


def test_official_contacts_are_shown_and_other_numbers_are_not() -> None:
    text = "咨询 0512-65432100，企业 0512-65432101"
    assert mask(text, official_contacts=["0512 65432100"]) == "咨询 0512-65432100，企业 0***"


def test_nested_values_are_masked_and_other_types_kept() -> None:
    assert mask_values({"phone": ["13800000000", 3], "at": None}) == {"phone": ["138****0000", 3], "at": None}


def test_names_and_stored_phones_keep_only_their_edges() -> None:
    assert [mask_name("王小明"), mask_name("王"), mask_name("")] == ["王**", "*", ""]
    assert [mask_phone("13800001234"), mask_phone("051265432100"), mask_phone("12345")] == [
        "138****1234",
        "051****2100",
        "***45",
    ]


def test_the_check_characters_of_known_numbers_are_right() -> None:
    assert is_identity_number("11010519491231002X")
    assert not is_identity_number("110105194912310021")
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y44")
    assert not is_credit_code("9135010OM000100Y43")


@given(st.text(alphabet="0139X- 身份证号12345@a.电话苏E，", max_size=80))
def test_found_data_never_overlaps_and_masking_keeps_the_rest(text: str) -> None:
    found = find_personal_data(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    if not found:
        assert mask(text) == text
