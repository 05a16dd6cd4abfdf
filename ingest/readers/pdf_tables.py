"""Ruled tables of PDF pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.cleaning.lines import row_text
from ingest.types import Block, BlockKind

_MAX_PAGES = 200
"""Looking for tables is slow; a file with more ruled pages than this keeps the rest as lines."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table with the box it fills; y grows upwards from the foot of the page."""

    page: int
    number: int
    left: float
    right: float
    bottom: float
    top: float
    rows: tuple[tuple[str, ...], ...]

    def holds(self, bottom: float, top: float, left: float) -> bool:
        """Say whether a line with this box lies in the table."""
        middle = (bottom + top) / 2
        return self.bottom - 2 <= middle <= self.top + 2 and self.left - 4 <= left <= self.right + 4

    def block(self) -> Block:
        """Return the table as a block."""
        return Block(BlockKind.TABLE, "\n".join(row_text(row) for row in self.rows), page=self.page + 1, rows=self.rows)


def find_tables(content: bytes, pages: Sequence[int]) -> dict[int, list[PageTable]]:
    """Return the tables of the given pages (numbered from 0); a frame of one column or row is none."""
    if not pages:
        return {}
    import pdfplumber

    found: dict[int, list[PageTable]] = {}
    with pdfplumber.open(io.BytesIO(content)) as document:
        for number in pages[:_MAX_PAGES]:
            page = document.pages[number]
            try:
                tables = page.find_tables()
            except (ValueError, TypeError, LookupError):  # a drawing that makes no sense; its words are read as lines
                continue
            for index, table in enumerate(tables):
                rows = _rows(table.extract())
                if len(rows) >= 2 and max(len(row) for row in rows) >= 2:
                    left, top, right, bottom = table.bbox
                    found.setdefault(number, []).append(
                        PageTable(number, index, left, right, page.height - bottom, page.height - top, rows)
                    )
            page.close()
    return found


def _rows(cells: Sequence[Sequence[str | None]]) -> tuple[tuple[str, ...], ...]:
    """Fill values merged downwards (None under a value); a cell's printed lines are joined."""
    rows: list[tuple[str, ...]] = []
    for row in cells:
        line = []
        for column, cell in enumerate(row):
            above = rows[-1][column] if rows and column < len(rows[-1]) else ""
            merged_across = cell is None and column > 0 and rows and row[column - 1] is not None and not above
            line.append("".join(cell.split("\n")).strip() if cell is not None else ("" if merged_across else above))
        if any(line):
            rows.append(tuple(line))
    return tuple(rows)
