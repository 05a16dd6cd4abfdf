from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import parse_chinese_numeral
from ingest.clauses.numbering import Mark, collapse_inner_blanks, read_opening, to_chinese_numeral


@pytest.mark.parametrize(
    ("line", "mark", "number"),
    [
        ("第一章 总则", Mark.CHAPTER, "1"),
        ("第十条之一 申请人", Mark.ARTICLE, "10-1"),
        ("（二）支持对象", Mark.LEVEL2, "2"),
        ("(二)支持对象", Mark.LEVEL2, "2"),
        ("1．申报条件", Mark.LEVEL3, "1"),
        ("1.申报条件", Mark.LEVEL3, "1"),
        ("（1）注册地", Mark.LEVEL4, "1"),
        ("①上年度", Mark.LEVEL5, "1"),
        ("二、支持政策", Mark.LEVEL1, "2"),
        ("附件1：申请表", Mark.APPENDIX, "1"),
        ("附件", Mark.APPENDIX, ""),
        ("第二分编 所有权", Mark.SUBPART, "2"),
    ],
)
def test_a_line_with_a_mark_opens_a_clause(line: str, mark: Mark, number: str) -> None:
    opening = read_opening(line)
    assert opening is not None
    assert (opening.mark, opening.number) == (mark, number)


@pytest.mark.parametrize(
    "line",
    ["第三条第二款规定的", "第三条、第四条", "三是网络联动", "1.5亿元", "2023年11月", "附件所列材料", "第一章的规定"],
)
def test_a_reference_or_a_number_at_the_start_of_a_line_opens_nothing(line: str) -> None:
    assert read_opening(line) is None


def test_blanks_inside_a_mark_are_collapsed_and_nothing_else_is() -> None:
    assert collapse_inner_blanks("第 十 条 申请 人") == "第十条 申请 人"
    assert collapse_inner_blanks("第 三 方 机构的条 件") == "第 三 方 机构的条 件"


@given(st.integers(min_value=1, max_value=9999))
def test_a_written_numeral_reads_back_as_the_same_number(value: int) -> None:
    assert parse_chinese_numeral(to_chinese_numeral(value)) == value
