"""Merged cells: every row of a table gets the values that a merged cell spreads over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_MAX_COLUMNS = 500


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as marked up, with how many rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


def fill_grid(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Return the rows with values merged downwards repeated, so that each row can be read alone.

    A value merged across stands in its first column; the others it covers are empty.
    """
    taken: dict[tuple[int, int], str] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            for down in range(min(cell.rows, len(rows) - number)):
                for across in range(min(cell.columns, _MAX_COLUMNS - column)):
                    taken[(number + down, column + across)] = cell.text if across == 0 else ""
            column += cell.columns
    widths: dict[int, int] = {}
    for number, column in taken:
        widths[number] = max(widths.get(number, 0), column + 1)
    return [[taken.get((n, column), "") for column in range(widths.get(n, 0))] for n in range(len(rows))]
