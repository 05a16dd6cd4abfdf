"""Reading the lists that people keep: header words, units in header or cell, rows that cannot be read."""

from __future__ import annotations

from datetime import date

import pytest

from enterprises.errors import UnusableProfileListError
from enterprises.listing import ListOrigin, read_rows
from enterprises.types import FactSource
from tests.enterprises.conftest import CODE

ORIGIN = ListOrigin(FactSource.REGISTRY, date(2026, 1, 1), verified=True)
HEADER = ("统一社会信用代码*", "企业名称", "所属行业", "从业人员（人）", "营业收入（亿元）", "资产总额", "数据日期")


def test_amounts_are_read_in_wan_yuan_whatever_unit_they_are_written_in() -> None:
    rows = [
        ("企业名录",),
        HEADER,
        (CODE, "云岭星屿", "I65 软件和信息技术服务业", "1,103人", "1.5", "12,000", "2025年12月31日"),
        (CODE, "云岭星屿", "专用设备制造业", "１０", "2000万元", "50000元", "2025/6/30"),
        ("", "", "", "", "", "", ""),
    ]
    listed, problems = read_rows(rows, ORIGIN)
    assert problems == []
    first, second = (profile.facts for profile in listed)
    assert (first.industry.value, first.employees.value, first.revenue.value) == ("I65", 1103, 15_000)  # type: ignore[union-attr]
    assert (first.total_assets.value, first.name.as_of) == (12_000, date(2025, 12, 31))  # type: ignore[union-attr]
    assert (second.industry.value, second.employees.value, second.revenue.value) == ("C35", 10, 2000)  # type: ignore[union-attr]
    assert second.total_assets.value == 5  # type: ignore[union-attr]
    assert (listed[0].row, first.name.source, first.name.verified) == (3, FactSource.REGISTRY, True)


def test_cells_that_cannot_be_read_are_listed_by_row() -> None:
    rows = [
        HEADER,
        (CODE, "甲", "I65", "很多", "1", "1", ""),
        (CODE, "乙", "I65", "10.5", "1", "1", ""),
        (CODE, "丙", "I65", "10", "1美元", "1", ""),
        (CODE, "丁", "I65", "10", "1", "1", "去年年底"),
        (CODE, "戊", "I65", "10", "1", "1", "2025-02-30"),
    ]
    listed, problems = read_rows(rows, ORIGIN)
    assert listed == []
    assert [(p.row, p.code) for p in problems] == [
        (2, "number"), (3, "employees"), (4, "number"), (5, "as_of"), (6, "as_of")
    ]  # fmt: skip


def test_empty_cells_are_unknown_and_not_zero() -> None:
    listed, _ = read_rows([HEADER[:4], (CODE, "甲", "", "")], ORIGIN)
    assert (listed[0].facts.industry, listed[0].facts.employees, listed[0].facts.revenue) == (None, None, None)


@pytest.mark.parametrize("rows", [[], [("企业名称", "从业人员"), ("甲", "1")]])
def test_a_table_without_code_and_name_in_its_header_is_refused(rows: list[tuple[str, ...]]) -> None:
    with pytest.raises(UnusableProfileListError):
        read_rows(rows, ORIGIN)
