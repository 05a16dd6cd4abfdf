"""Ruled tables: cells found from straight lines, filled with the print that stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.readers.grid import Cell, fill_grid
from ingest.readers.printed import PageTable, PrintedLine, merge_lines

_SNAP = 3.0  # points
_MIN_LENGTH = 4.0
MAX_RULES = 3000
"""Crossings are looked for pair by pair; a page with more rules is a drawing."""

Box = tuple[float, float, float, float]


class Rule(NamedTuple):
    """A straight line in points from the top left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float
    is_level: bool


@dataclass(frozen=True, slots=True)
class RuledTable:
    """The cells of one table as boxes (left, top, right, bottom), from the top of the page."""

    cells: tuple[Box, ...]

    def filled(self, pieces: Sequence[PrintedLine], page: int, height: float) -> PageTable | None:
        """Return the table with its print, None for a frame of one row or column."""
        columns, rows = sorted({cell[0] for cell in self.cells}), sorted({cell[1] for cell in self.cells})
        right, foot = max(cell[2] for cell in self.cells), max(cell[3] for cell in self.cells)
        if len(columns) < 2 or len(rows) < 2:
            return None
        written: list[list[Cell]] = [[] for _ in rows]
        for left, top, end, bottom in sorted(self.cells, key=lambda cell: (cell[1], cell[0])):
            inside = [p for p in pieces if left <= (p.left + p.right) / 2 <= end and top <= height - p.middle <= bottom]
            text = "".join(line.text for line in merge_lines(inside))
            covered_rows = sum(top <= row < bottom for row in rows)
            covered_columns = sum(left <= column < end for column in columns)
            written[rows.index(top)].append(Cell(text, covered_rows, covered_columns))
        grid = tuple(tuple(row) for row in fill_grid(written) if any(row))
        if len(grid) < 2:
            return None
        return PageTable(page, columns[0], right, height - foot, height - rows[0], grid)


def ruled_tables(rules: Sequence[Rule]) -> Iterator[RuledTable]:
    """Yield the tables that rules make, from the top down."""
    if not 4 <= len(rules) <= MAX_RULES:
        return
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = [
        {
            "x0": rule.left,
            "x1": rule.right,
            "top": rule.top,
            "bottom": rule.bottom,
            "width": rule.right - rule.left,
            "height": rule.bottom - rule.top,
            "orientation": "h" if rule.is_level else "v",
        }
        for rule in rules
        if max(rule.right - rule.left, rule.bottom - rule.top) >= _MIN_LENGTH
    ]
    merged = merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    cells = intersections_to_cells(edges_to_intersections(merged, _SNAP, _SNAP))
    for table in cells_to_tables(cells):
        yield RuledTable(tuple(table))
