"""Tables of Word documents: rows as marked up, and the blocks they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.cleaning.lines import row_text
from ingest.readers.grid import Cell, arrange
from ingest.readers.word_parts import number_of, value_of, w
from ingest.types import Block, BlockKind

_MAX_COLUMNS = 500
_ROW_WRAPPERS = frozenset({w("sdt"), w("sdtContent"), w("customXml"), w("ins"), w("moveTo")})


@dataclass(slots=True)
class TableCell:
    """A cell in its place. A continued one is the lower part of a cell merged downwards; it shows nothing."""

    element: Any
    column: int
    columns: int
    is_continued: bool
    blocks: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(" ".join(block.text.split()) for block in self.blocks).strip()


@dataclass(slots=True)
class TableRow:
    """A row with the cells it is written with."""

    cells: list[TableCell]
    is_deleted: bool


def read_rows(table: Any) -> Iterator[TableRow]:
    """Yield the rows of a table, also those inside content controls; the text of their cells is not read yet."""
    for element in _unwrapped(table, w("tr")):
        properties = element.find(w("trPr"))
        column = min(max(number_of(properties, "gridBefore") or 0, 0), _MAX_COLUMNS)
        cells: list[TableCell] = []
        for cell in _unwrapped(element, w("tc")):
            own = cell.find(w("tcPr"))
            span = min(max(number_of(own, "gridSpan") or 1, 1), _MAX_COLUMNS)
            if cells and _merged(own, "hMerge") == "continue":
                cells[-1].columns += span
            else:
                cells.append(TableCell(cell, column, span, _merged(own, "vMerge") == "continue"))
            column += span
        yield TableRow(cells, is_deleted=properties is not None and properties.find(w("del")) is not None)


def frame_or_table(rows: Sequence[TableRow]) -> Iterator[Block]:
    """Yield the blocks of a table; one with a single column is a frame around text, which stands as such."""
    if all(len(row.cells) <= 1 for row in rows):
        for row in rows:
            for cell in row.cells:
                yield from cell.blocks
        return
    arranged = arrange(_with_spans(rows))
    for text in arranged.titles:
        yield Block(BlockKind.PARAGRAPH, text)
    if arranged.rows:
        yield Block(BlockKind.TABLE, "\n".join(row_text(row) for row in arranged.rows), rows=arranged.rows)
    for text in arranged.notes:
        yield Block(BlockKind.PARAGRAPH, text)


def _with_spans(rows: Sequence[TableRow]) -> list[list[Cell]]:
    """Return cells with how many rows they cover: as far down as cells at the same place go on."""
    written: list[list[Cell]] = []
    for number, row in enumerate(rows):
        line: list[Cell] = []
        at = 0
        for cell in row.cells:
            if cell.is_continued and number and any(c.column == cell.column for c in rows[number - 1].cells):
                at = cell.column + cell.columns
                continue
            if cell.column > at and not line:
                line.append(Cell("", columns=cell.column - at))
            line.append(Cell(cell.text, rows=_depth(rows, number, cell.column), columns=cell.columns))
            at = cell.column + cell.columns
        written.append(line)
    return written


def _depth(rows: Sequence[TableRow], number: int, column: int) -> int:
    end = number + 1
    while end < len(rows) and any(cell.column == column and cell.is_continued for cell in rows[end].cells):
        end += 1
    return end - number


def _merged(properties: Any | None, name: str) -> str | None:
    """Return "restart" or "continue" where a cell is part of a merged one; without a value it goes on."""
    if properties is None or properties.find(w(name)) is None:
        return None
    return value_of(properties, name) or "continue"


def _unwrapped(parent: Any, wanted: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in _ROW_WRAPPERS:
            yield from _unwrapped(child, wanted)
