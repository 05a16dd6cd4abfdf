"""Spreadsheets (XLSX, XLSM): visible cells as they are shown, with merged ones filled."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from openpyxl import load_workbook

from ingest.errors import UnreadableFileError
from ingest.readers.cell_formats import shown
from ingest.readers.damage import naming_damage, refuse_hostile_xml
from ingest.readers.grid import Cell, fill_grid
from ingest.readers.package import as_transitional, open_package
from ingest.readers.sheet import Sheet, Workbook, make_sheet
from ingest.types import Loss, ReadLimits

_SHEETS = "xl/worksheets/"
_PICTURES = "xl/media/"
_CHARTS = "xl/charts/chart"
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_EMPTY_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_CHUNK, _MAX_ROW = 1024 * 1024, 16 * 1024 * 1024
_MAX_COLUMNS = 16_384
_STRICT_MARK = b"purl.oclc.org/ooxml"


def read_workbook(name: str, content: bytes, limits: ReadLimits) -> Workbook:
    """Read the visible sheets of a workbook; formulas give the value last computed for them.

    Raises UnreadableFileError when it is damaged, locked, or has more cells than the limit: cells are counted before
    the workbook is held in memory.
    """
    losses: Counter[str] = Counter()
    with open_package(name, content, limits) as package:
        refuse_hostile_xml(name, package, limits)
        with naming_damage(name):
            _check_parts(name, package, limits)
            losses["formula_without_value"] = _count_cells(name, package, limits)
            members = [member.lower() for member in package.namelist()]
            losses["macros_ignored"] = int(any(member.endswith("vbaproject.bin") for member in members))
            losses["picture_not_read"] = sum(member.startswith(_PICTURES) for member in members)
            losses["object_not_read"] = sum(member.startswith(_CHARTS) for member in members)
            content = _transitional(package, content)
    with naming_damage(name), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library tells of every extension that it passes over
        book = load_workbook(io.BytesIO(content), data_only=True)
        sheets = tuple(_sheets(name, book, limits, losses))
    return Workbook(sheets, tuple(Loss(code=code, count=count) for code, count in sorted(losses.items()) if count))


def _check_parts(name: str, package: zipfile.ZipFile, limits: ReadLimits) -> None:
    """Refuse a part that is held whole and too large for that; sheets are streamed."""
    for member in package.infolist():
        is_tree = member.filename.endswith((".xml", ".rels")) and not member.filename.startswith(_SHEETS)
        if is_tree and member.file_size > limits.max_part_bytes:
            raise UnreadableFileError("part_too_large", file=name, limit_mb=limits.max_part_bytes // 1024**2)


def _count_cells(name: str, package: zipfile.ZipFile, limits: ReadLimits) -> int:
    """Return how many formulas have no value; refuse a workbook with too many cells."""
    cells = without_value = 0
    for member in package.namelist():
        if not (member.startswith(_SHEETS) and member.endswith(".xml")):
            continue
        with package.open(member) as file:
            for part in _rows_of(file):
                cells += len(_CELL.findall(part))
                without_value += sum(b't="str"' not in match[1] for match in _EMPTY_FORMULA.finditer(part))
                if cells > limits.max_table_cells:
                    raise UnreadableFileError("too_many_cells", file=name, limit=limits.max_table_cells)
    return without_value


def _rows_of(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the text of a sheet in pieces that end with a row; a parse would take ten times as long."""
    kept = b""
    while chunk := file.read(_CHUNK):
        kept += chunk
        end = kept.rfind(b"</row") if len(kept) < _MAX_ROW else len(kept)
        if end > 0:
            yield kept[:end]
            kept = kept[end:]
    yield kept


def _transitional(package: zipfile.ZipFile, content: bytes) -> bytes:
    """Return the workbook with the usual namespaces: the library does not know those of strict OOXML."""
    with package.open("xl/workbook.xml" if "xl/workbook.xml" in package.namelist() else package.namelist()[0]) as part:
        if _STRICT_MARK not in part.read(4096):
            return content
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as rewritten:
        for member in package.namelist():
            rewritten.writestr(member, as_transitional(package.read(member)))
    return buffer.getvalue()


def _sheets(name: str, book: Any, limits: ReadLimits, losses: Counter[str]) -> Iterator[Sheet]:
    losses["object_not_read"] += len(book.chartsheets)
    if sum(len(sheet._cells) for sheet in book.worksheets) > limits.max_table_cells:
        raise UnreadableFileError("too_many_cells", file=name, limit=limits.max_table_cells)
    area = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            losses["hidden_sheet_dropped"] += 1
            continue
        view = _View(sheet, losses)
        area += len(view.rows) * len(view.columns)
        if area > limits.max_table_cells * 4:  # far-off cells make a sheet of nothing but gaps
            raise UnreadableFileError("too_many_cells", file=name, limit=limits.max_table_cells)
        cells = view.cells()
        made = make_sheet(sheet.title, cells, fill_grid(cells))
        if made.rows:
            yield made


class _View:
    """What a sheet shows: its rows and columns that have values and are not hidden."""

    def __init__(self, sheet: Any, losses: Counter[str]) -> None:
        self._sheet, self._losses = sheet, losses
        self._values = {place: cell for place, cell in sheet._cells.items() if cell.value is not None}
        losses["comments_dropped"] += sum(cell.comment is not None for cell in sheet._cells.values())
        self._areas = [(a.min_row, a.max_row, a.min_col, a.max_col) for a in sheet.merged_cells.ranges]
        hidden_rows, hidden_columns = _hidden(sheet)
        used_rows, used_columns = {row for row, _ in self._values}, {column for _, column in self._values}
        losses["hidden_row_dropped"] += len(hidden_rows & used_rows)
        losses["hidden_column_dropped"] += len(hidden_columns & used_columns)
        # One empty row is left where there was any: it divides tables. One that a merged cell covers does not.
        gaps = {row - 1 for row in used_rows if row > 1} - used_rows
        gaps = (
            {row for row in gaps if not any(top < row <= bottom for top, bottom, _, _ in self._areas)} if gaps else gaps
        )
        self.rows = sorted((used_rows | gaps) - hidden_rows)
        self.columns = sorted(used_columns - hidden_columns)

    def cells(self) -> list[list[Cell]]:
        """Return the cells row by row; the places that a merged one covers are left out."""
        merged, covered = self._merged()
        rows = []
        for row in self.rows:
            line = []
            for column in self.columns:
                if (row, column) in merged:
                    line.append(merged[(row, column)])
                elif (row, column) not in covered:
                    line.append(Cell(self._text(row, column)))
            rows.append(line)
        return rows

    def _merged(self) -> tuple[dict[tuple[int, int], Cell], set[tuple[int, int]]]:
        merged: dict[tuple[int, int], Cell] = {}
        covered: set[tuple[int, int]] = set()
        for top, bottom, left, right in self._areas:
            rows = self.rows[bisect_left(self.rows, top) : bisect_right(self.rows, bottom)]
            columns = self.columns[bisect_left(self.columns, left) : bisect_right(self.columns, right)]
            if rows and columns and (rows[0], columns[0]) not in covered:
                covered |= {(row, column) for row in rows for column in columns}
                merged[(rows[0], columns[0])] = Cell(self._text(top, left), len(rows), len(columns))
        return merged, covered

    def _text(self, row: int, column: int) -> str:
        cell = self._values.get((row, column))
        if cell is None:
            return ""
        if cell.data_type == "e":
            self._losses["cell_error"] += 1
            return ""
        return shown(cell.value, cell.number_format or "")


def _hidden(sheet: Any) -> tuple[set[int], set[int]]:
    rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    groups = [group for group in sheet.column_dimensions.values() if group.hidden]
    return rows, {n for group in groups for n in range(group.min or 0, min(group.max or 0, _MAX_COLUMNS) + 1)}
