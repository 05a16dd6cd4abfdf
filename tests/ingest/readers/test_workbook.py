"""Spreadsheets: what is shown is read, what is hidden is counted, and no sheet is too large to be refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook as NewWorkbook
from openpyxl.comments import Comment

from core.messages import has_message
from ingest.errors import UnreadableFileError
from ingest.readers.sheet import Workbook, read_csv, tables_document
from ingest.readers.workbook import read_workbook
from ingest.service import parse_file
from ingest.types import BlockKind, ReadLimits
from tests.support.packages import zipped


def saved(fill: Callable[[Any, Any], None]) -> bytes:
    book = NewWorkbook()
    fill(book, book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(fill: Callable[[Any, Any], None], limits: ReadLimits | None = None) -> Workbook:
    return read_workbook("a.xlsx", saved(fill), limits or ReadLimits())


def losses(book: Workbook) -> dict[str, int]:
    assert all(has_message(f"ingest.loss.{loss.code}") for loss in book.losses)
    return {loss.code: loss.count for loss in book.losses}


def blocks(book: Workbook) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in tables_document(book.sheets, "x").blocks]


def test_merged_cells_are_filled_and_header_groups_are_joined() -> None:
    def fill(_: Any, sheet: Any) -> None:
        for row in (["类别", "金额", None], [None, "2023年", "2024年"], ["甲", 1, 2], [None, 3, 4]):
            sheet.append(row)
        for area in ("A1:A2", "B1:C1", "A3:A4"):
            sheet.merge_cells(area)

    assert blocks(read(fill)) == [(BlockKind.TABLE, "类别 | 金额/2023年 | 金额/2024年\n甲 | 1 | 2\n甲 | 3 | 4")]


def test_titles_above_and_notes_below_stand_around_the_table() -> None:
    def fill(_: Any, sheet: Any) -> None:
        for row in (["补贴标准表"], ["单位：万元"], ["类别", "金额"], ["甲", 1], ["注：以文件为准"]):
            sheet.append(row)
        sheet.merge_cells("A1:B1")

    assert blocks(read(fill)) == [
        (BlockKind.PARAGRAPH, "补贴标准表"),
        (BlockKind.PARAGRAPH, "单位：万元"),
        (BlockKind.TABLE, "类别 | 金额\n甲 | 1"),
        (BlockKind.PARAGRAPH, "注：以文件为准"),
    ]


def test_empty_rows_divide_tables_but_not_the_rows_of_one() -> None:
    def fill(_: Any, sheet: Any) -> None:
        for row in (["类别", "金额"], ["甲", 1], [], ["乙", 2], [], ["联系方式"]):
            sheet.append(row)
        for row in (["窗口", "电话", "地址"], ["一", "12345", "路"]):
            sheet.append(row)

    assert blocks(read(fill)) == [
        (BlockKind.TABLE, "类别 | 金额\n甲 | 1\n乙 | 2"),
        (BlockKind.PARAGRAPH, "联系方式"),
        (BlockKind.TABLE, "窗口 | 电话 | 地址\n一 | 12345 | 路"),
    ]


def test_hidden_rows_columns_and_sheets_are_left_out_and_counted() -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row in (["类别", "内部", "金额"], ["甲", "密", 1], ["乙", "密", 2]):
            sheet.append(row)
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True
        other = book.create_sheet("底稿")
        other.append(["密", "密"])
        other.sheet_state = "hidden"

    book = read(fill)
    assert blocks(book) == [(BlockKind.TABLE, "类别 | 金额\n甲 | 1")]
    assert losses(book) == {"hidden_row_dropped": 1, "hidden_column_dropped": 1, "hidden_sheet_dropped": 1}


def test_values_are_written_as_shown() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.append(["比例", "金额", "日期"])
        sheet.append([0.3, 1234.5, datetime(2024, 1, 5)])
        for cell, format_ in zip(sheet[2], ("0%", "#,##0.00", 'yyyy"年"m"月"d"日"'), strict=True):
            cell.number_format = format_

    assert blocks(read(fill)) == [(BlockKind.TABLE, "比例 | 金额 | 日期\n30% | 1,234.50 | 2024年1月5日")]


def test_formulas_without_a_value_errors_and_comments_are_counted() -> None:
    def fill(_: Any, sheet: Any) -> None:
        for row in (["甲", "乙"], ["一", "=1+1"], ["二", "#REF!"]):
            sheet.append(row)
        sheet["A1"].comment = Comment("内部", "某人")

    book = read(fill)
    assert blocks(book)[0][1] == "甲 | 乙\n一 | \n二 | "
    assert losses(book) == {"formula_without_value": 1, "cell_error": 1, "comments_dropped": 1}


def test_far_cells_cost_nothing_and_too_many_are_refused() -> None:
    def far(_: Any, sheet: Any) -> None:
        sheet.append(["甲", "乙"])
        sheet["XFD1048576"] = "远"

    assert read(far).sheets[0].rows == (("甲", "乙", ""), ("", "", "远"))

    def many(_: Any, sheet: Any) -> None:
        for number in range(200):
            sheet.append([number] * 10)

    with pytest.raises(UnreadableFileError) as caught:
        read(many, ReadLimits(max_table_cells=1000))
    assert caught.value.reason == "too_many_cells"


def test_cells_along_a_diagonal_are_refused_before_their_gaps_are_written() -> None:
    def diagonal(_: Any, sheet: Any) -> None:
        for number in range(1, 500):
            sheet.cell(number, number, "文")

    with pytest.raises(UnreadableFileError) as caught:
        read(diagonal, ReadLimits(max_table_cells=1000))
    assert caught.value.reason == "too_many_cells"


@pytest.mark.timeout(60)
def test_a_sheet_of_millions_of_cells_is_refused_while_it_is_streamed() -> None:
    cells = b'<row r="1">' + b'<c r="A1"><v>1</v></c>' * 100 + b"</row>"
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    content = saved(lambda _, sheet: sheet.append(["甲", "乙"]))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml":
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(head)
            for _ in range(20_000):
                part.write(cells)
            part.write(b"</sheetData></worksheet>")
    with pytest.raises(UnreadableFileError) as caught:
        read_workbook("a.xlsx", buffer.getvalue(), ReadLimits())
    assert caught.value.reason == "too_many_cells"


def test_strict_workbooks_are_read_like_others() -> None:
    content = saved(lambda _, sheet: sheet.append(["甲", "乙"]))
    members = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            text = package.read(name).decode()
            for kind in ("spreadsheetml", "officeDocument"):
                text = text.replace(
                    f"http://schemas.openxmlformats.org/{kind}/2006/", f"http://purl.oclc.org/ooxml/{kind}/"
                )
            members[name] = text
    assert read_workbook("a.xlsx", zipped(members), ReadLimits()).sheets[0].rows == (("甲", "乙"),)


def test_what_a_workbook_loses_is_in_the_report_of_its_file() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.append(["类别", "金额"])
        sheet.append(["甲", 1])
        book.create_sheet("底稿").sheet_state = "hidden"

    parsed = parse_file("a.xlsx", saved(fill))
    assert [loss.code for loss in parsed.losses] == ["hidden_sheet_dropped"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("甲,乙\n1,2\n", (("甲", "乙"), ("1", "2"))),
        ("甲\t乙\n1,5\t2\n", (("甲", "乙"), ("1,5", "2"))),
        ("甲；乙\n1；2\n", (("甲；乙",), ("1；2",))),
        ("甲;乙\n一,二;三\n", (("甲", "乙"), ("一,二", "三"))),
        ('甲,乙\n"一,二\n三",4\n', (("甲", "乙"), ("一,二\n三", "4"))),
        ("甲,乙,丙\n1\n2,3,4\n", (("甲", "乙", "丙"), ("1",), ("2", "3", "4"))),
        ("标题\n甲,乙\n1,2\n", (("标题",), ("甲", "乙"), ("1", "2"))),
    ],
)
def test_the_delimiter_of_separated_text_is_found(text: str, rows: tuple[tuple[str, ...], ...]) -> None:
    assert read_csv("a.csv", text.encode(), ReadLimits()).sheets[0].rows == rows


def test_a_field_longer_than_any_cell_is_named_damage() -> None:
    content = ('甲,乙\n"' + "文" * 11_000_000).encode()
    with pytest.raises(UnreadableFileError) as caught:
        read_csv("a.csv", content, ReadLimits())
    assert caught.value.reason == "damaged"
