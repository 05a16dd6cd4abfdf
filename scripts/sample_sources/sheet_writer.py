"""Workbooks: a table of amounts, and the table of curated questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scripts.sample_sources.blocks import SOURCES, Source, save_fixed


def write_xlsx(source: Source, path: Path) -> None:
    """Write heading lines merged over the width of the table, the table, and notes below it."""
    width = max(len(row) for block in source.blocks for row in block.rows)
    book = Workbook()
    sheet = book.worksheets[0]
    for block in source.blocks:
        if block.kind == "table":
            _append_table(sheet, block.rows)
            continue
        sheet.append([block.text])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=width)
        sheet.cell(sheet.max_row, 1).font = Font(bold=block.kind == "title", size=16 if block.kind == "title" else 11)
    save_fixed(book, path)


def write_faqs(path: Path) -> None:
    """Write `faqs.xlsx`: the first source line names the columns, blank lines part the rows."""
    header, *records = (SOURCES / "faqs.txt").read_text(encoding="utf-8").strip().split("\n\n")
    columns = header.split(" | ")
    rows = [record.split("\n") for record in records]
    if bad := [row[0] for row in rows if len(row) != len(columns)]:
        raise ValueError(f"These FAQ records do not have {len(columns)} lines: {bad}")
    book = Workbook()
    _append_table(book.worksheets[0], [columns, *([row[0], row[1].replace("\uff1b", "\n"), *row[2:]] for row in rows)])
    book.worksheets[0].freeze_panes = "A2"
    save_fixed(book, path)


def _append_table(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    """Append rows with borders; figures become numbers, and the first row is bold."""
    side = Side(style="thin")
    for index, row in enumerate(rows):
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
        for cell in sheet[sheet.max_row]:
            cell.border = Border(side, side, side, side)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.font = Font(bold=index == 0)
    for column, _ in enumerate(rows[0], start=1):
        longest = max(max(map(len, row[column - 1].split("\n"))) for row in rows)
        sheet.column_dimensions[get_column_letter(column)].width = min(2 * longest + 2, 60)
