"""Two clauses side by side: the same, the same with other amounts, or about other things."""

from __future__ import annotations

import pytest

from knowledge.conflicts.amounts import compare_clauses

LOAN = "对首次取得银行贷款的小微企业，按照实际支付利息的50%给予贴息，每户每年最高不超过20万元。"


def test_another_number_at_the_start_and_other_marks_are_the_same_clause() -> None:
    other = "第九条 对首次取得银行贷款的小微企业,按照实际支付利息的百分之五十给予贴息,每户每年最高不超过200000元。"
    alike = compare_clauses(f"第六条 {LOAN}", other)
    assert alike is not None
    assert (alike.is_same, alike.differences) == (True, ())


@pytest.mark.parametrize(
    ("changed", "differences"),
    [
        (LOAN.replace("20万元", "30万元"), (("20万元", "30万元"),)),
        (LOAN.replace("50%", "60%"), (("50%", "60%"),)),
        (LOAN.replace("按照实际支付利息", "按实际付出的利息").replace("20万元", "三十万元"), (("20万元", "30万元"),)),
    ],
)
def test_other_amounts_for_the_same_matter_are_named(changed: str, differences: tuple[tuple[str, str], ...]) -> None:
    alike = compare_clauses(LOAN, changed)
    assert alike is not None
    assert (alike.is_same, alike.differences) == (False, differences)


def test_an_amount_is_compared_with_the_one_in_its_place_only() -> None:
    left = "企业应当在付息后60日内提出申请，主管部门应当在收到申请之日起15个工作日内审核完毕。"
    right = "企业应当在付息后90日内提出申请，主管部门应当在收到申请之日起15个工作日内审核完毕。"
    alike = compare_clauses(left, right)
    assert alike is not None
    assert alike.differences == (("60日", "90日"),)


@pytest.mark.parametrize(
    "other",
    [
        "对新引进的博士研究生，给予每人每月三千元的住房补贴，最长不超过三年，由人力资源局核定后发放。",
        "本办法自2025年7月1日起施行。",
        "",
    ],
)
def test_clauses_about_other_things_are_not_compared(other: str) -> None:
    assert compare_clauses(LOAN, other) is None


def test_years_and_dates_are_no_amounts() -> None:
    alike = compare_clauses(LOAN + "2024年1月1日起执行。", LOAN + "2025年3月1日起执行。")
    assert alike is not None
    assert alike.differences == ()
