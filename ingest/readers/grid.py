"""Merged cells: every row of a table gets the values that a merged cell spreads over it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MAX_COLUMNS = 500
_MAX_HEADER_ROWS = 4
_HEADER_JOINT = "/"
_LONG_TEXT = 15
_NOTE = re.compile(r"^(?:注|备注|附注|说明|填表|资料来源|数据来源|联系|[*※])")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as marked up, with how many rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Arranged:
    """A table with one header row, and what stood above and below it in rows of their own."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def fill_grid(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Return the rows with values merged downwards repeated, so that each row can be read alone.

    A value merged across stands in its first column; the others it covers are empty.
    """
    return _spread(rows, across=False)


def arrange(rows: Sequence[Sequence[Cell]], *, is_sheet: bool = False) -> Arranged:
    """Return a table as its readers take it in: a title above, one header, rows, notes below.

    A row that one cell fills is a title or a note; on a sheet, where titles are often left unmerged, a row with only
    one value is too. Header rows under groups that cover several columns become one row ("金额/2024年").
    """
    grid = fill_grid(rows)
    width = max((len(row) for row in grid), default=0)

    def is_apart(number: int) -> bool:
        filled = [cell for cell in rows[number] if cell.text]
        is_whole = len(filled) == 1 and len(rows[number]) == 1 and filled[0].columns >= width > 1
        return is_whole or (is_sheet and width > 1 and sum(bool(text) for text in grid[number]) == 1)

    def is_note(number: int) -> bool:
        # The last row of a table may have a value in its first column only.
        text = next((text for text in grid[number] if text), "")
        return is_apart(number) and (len(rows[number]) == 1 or len(text) > _LONG_TEXT or bool(_NOTE.match(text)))

    first, last = 0, len(grid)
    while first < last and is_apart(first):
        first += 1
    while last > first and is_note(last - 1):
        last -= 1
    depth = _header_depth(rows[first:last])
    header = [_joined_header(_spread(rows[first : first + depth], across=True))] if depth > 1 else []
    body = [*header, *grid[first + len(header) * depth : last]]
    body = _without_empty_columns(body) if is_sheet else body
    return Arranged(
        titles=tuple(next(text for text in row if text) for row in grid[:first]),
        rows=tuple(tuple(row) for row in body if any(row)),
        notes=tuple(next(text for text in row if text) for row in grid[last:]),
    )


def _without_empty_columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    used = sorted({n for row in rows for n, text in enumerate(row) if text})
    return [[row[n] if n < len(row) else "" for n in used] for row in rows]


def _spread(rows: Sequence[Sequence[Cell]], *, across: bool) -> list[list[str]]:
    taken: dict[tuple[int, int], str] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            for down in range(min(cell.rows, len(rows) - number)):
                for step in range(min(cell.columns, _MAX_COLUMNS - column)):
                    taken[(number + down, column + step)] = cell.text if across or step == 0 else ""
            column += cell.columns
    widths: dict[int, int] = {}
    for number, column in taken:
        widths[number] = max(widths.get(number, 0), column + 1)
    return [[taken.get((n, column), "") for column in range(widths.get(n, 0))] for n in range(len(rows))]


def _header_depth(rows: Sequence[Sequence[Cell]]) -> int:
    """Return how many rows make the header: more than one only where each cell of the first is a group or runs down.

    A form's first row ("单位名称 | … | 电话 | …") has cells that do neither, and stays a row.
    """
    first = rows[0] if rows else []
    groups = [cell for cell in first if cell.columns > 1]
    depth = max((cell.rows for cell in first), default=1)
    depth = max(depth, 2) if groups else 1
    whole = all((cell.columns > 1 and cell.text) or cell.rows == depth for cell in first)
    is_alone = len(first) == 1
    return depth if whole and not is_alone and depth <= _MAX_HEADER_ROWS and depth < len(rows) else 1


def _joined_header(rows: Sequence[Sequence[str]]) -> list[str]:
    width = max(len(row) for row in rows)
    columns = ([row[n] for row in rows if n < len(row) and row[n]] for n in range(width))
    return [_HEADER_JOINT.join(dict.fromkeys(column)) for column in columns]
