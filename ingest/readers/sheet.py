"""Spreadsheets: XLSX and CSV as named tables of text cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from ingest.cleaning.lines import row_text
from ingest.errors import UnreadableFileError
from ingest.readers.damage import naming_damage, refuse_hostile_xml
from ingest.readers.detect import decode
from ingest.readers.package import open_package
from ingest.types import Block, BlockKind, ReadLimits, ReadResult

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text; empty rows and empty columns at the end are gone."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def read_workbook(name: str, content: bytes, limits: ReadLimits) -> list[Sheet]:
    """Read the visible sheets of an XLSX; formulas give the value last computed for them."""
    with open_package(name, content, limits) as package:
        refuse_hostile_xml(name, package, [part for part in package.namelist() if part.endswith((".xml", ".rels"))])
    with naming_damage(name):
        book = load_workbook(io.BytesIO(content), data_only=True)
        return _sheets(name, book, limits)


def _sheets(name: str, book: Any, limits: ReadLimits) -> list[Sheet]:
    sheets, cells = [], 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        cells += (sheet.max_row or 0) * (sheet.max_column or 0)
        if cells > limits.max_table_cells:
            raise UnreadableFileError("too_many_cells", file=name, limit=limits.max_table_cells)
        merged = {
            (row, column): str(sheet.cell(area.min_row, area.min_col).value or "")
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row + 1, area.max_row + 1)
            for column in range(area.min_col, area.min_col + 1)
        }
        rows = [
            tuple(merged.get((cell.row, cell.column), "") or _text(cell.value) for cell in row)
            for row in sheet.iter_rows()
        ]
        sheets.append(Sheet(sheet.title, _trimmed(rows)))
    return [sheet for sheet in sheets if sheet.rows]


def read_csv(name: str, content: bytes, limits: ReadLimits) -> list[Sheet]:
    """Read comma- or tab-separated text in any Chinese encoding."""
    text, _ = decode(name, content)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;，", key=first.count)
    csv.field_size_limit(10_000_000)
    rows: list[tuple[str, ...]] = []
    cells = 0
    for row in csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter):
        cells += len(row)
        if cells > limits.max_table_cells:
            raise UnreadableFileError("too_many_cells", file=name, limit=limits.max_table_cells)
        rows.append(tuple(cell.strip() for cell in row))
    trimmed = _trimmed(rows)
    return [Sheet("", trimmed)] if trimmed else []


def tables_document(sheets: Sequence[Sheet], media_type: str) -> ReadResult:
    """Return sheets as a document: lines above a table as text, then the table."""
    return ReadResult(blocks=tuple(_blocks(sheets)), media_type=media_type)


def _blocks(sheets: Sequence[Sheet]) -> Iterator[Block]:
    for sheet in sheets:
        top = next((n for n, row in enumerate(sheet.rows) if sum(bool(c) for c in row) > 1), len(sheet.rows))
        named = [next(c for c in row if c) for row in sheet.rows[:top]]
        if not named and len(sheets) > 1 and not re.fullmatch(r"(?:Sheet|工作表)\d*", sheet.name):
            yield Block(BlockKind.HEADING, sheet.name, level=2)
        for text in named:
            yield Block(BlockKind.PARAGRAPH, text)
        yield from _table(sheet.rows[top:])


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[Block]:
    """A table, and notes under it (rows of one long cell) as text."""
    last = len(rows)
    while last and sum(bool(cell) for cell in rows[last - 1]) == 1:
        last -= 1
    if last:
        body = tuple(rows[:last])
        yield Block(BlockKind.TABLE, "\n".join(row_text(row) for row in body), rows=body)
    for row in rows[last:]:
        yield Block(BlockKind.PARAGRAPH, next(cell for cell in row if cell))


def _trimmed(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    full = [row for row in rows if any(cell.strip() for cell in row)]
    width = max((n + 1 for row in full for n, cell in enumerate(row) if cell.strip()), default=0)
    return tuple(row[:width] for row in full)


def _text(value: object) -> str:
    """Write a cell as it is read: dates as ISO, whole floats without a fraction."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
