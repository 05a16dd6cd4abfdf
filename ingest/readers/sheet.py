"""Tables of text cells, from spreadsheets or separated text, and the document that they make."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.cleaning.lines import row_text
from ingest.errors import UnreadableFileError
from ingest.readers.detect import decode
from ingest.readers.grid import Arranged, Cell, arrange
from ingest.types import Block, BlockKind, Loss, ReadLimits, ReadResult

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DELIMITERS = ",\t;，|"
_SNIFFED_LINES = 50
_MAX_FIELD_CHARS = 10_000_000
_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as text. `rows` are all of it, empty rows and empty columns at the end gone; `tables` what it is read as.

    A value merged downwards repeats in `rows`; the rows of a header with groups stand one under the other.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    tables: tuple[Arranged, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets of a file that are not empty, and what of the file they leave out."""

    sheets: tuple[Sheet, ...]
    losses: tuple[Loss, ...] = ()


def make_sheet(name: str, rows: Sequence[Sequence[Cell]], filled: Sequence[Sequence[str]]) -> Sheet:
    """Return a sheet from its cells and from the same with merged values repeated, row by row."""
    tables = tuple(arrange(region, is_sheet=True) for region in _regions(rows))
    return Sheet(name, _trimmed(filled), tables)


def read_csv(name: str, content: bytes, limits: ReadLimits) -> Workbook:
    """Read separated text in any Chinese encoding. Raises UnreadableFileError when it has too many cells."""
    text, _ = decode(name, content)
    text = text.lstrip("\ufeff").replace("\x00", "")
    csv.field_size_limit(_MAX_FIELD_CHARS)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            cells += len(row)
            if cells > limits.max_table_cells:
                raise UnreadableFileError("too_many_cells", file=name, limit=limits.max_table_cells)
            rows.append([cell.strip() for cell in row])
    except csv.Error as error:  # a field longer than any cell: a quotation mark that is never closed
        raise UnreadableFileError("damaged", file=name) from error
    sheet = make_sheet("", [[Cell(text) for text in row] for row in rows], rows)
    return Workbook((sheet,) if sheet.rows else ())


def _delimiter(text: str) -> str:
    """Return the mark that gives most lines the same number of cells, more than one; the comma when none does."""
    lines = [line for line in text[:200_000].splitlines()[:_SNIFFED_LINES] if line.strip()]

    def agreement(mark: str) -> tuple[int, int]:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if len(row) > 1)
        return counts.most_common(1)[0][::-1] if counts else (0, 0)

    best = max(_DELIMITERS, key=lambda mark: (*agreement(mark), -_DELIMITERS.index(mark)))
    return best if agreement(best)[0] else ","


def tables_document(sheets: Sequence[Sheet], media_type: str) -> ReadResult:
    """Return sheets as a document: lines above a table as text, then the table, then its notes."""
    return ReadResult(blocks=tuple(_blocks(sheets)), media_type=media_type)


def _blocks(sheets: Sequence[Sheet]) -> Iterator[Block]:
    for sheet in sheets:
        tables = sheet.tables or (arrange([[Cell(c) for c in row] for row in sheet.rows], is_sheet=True),)
        is_titled = bool(tables[0].titles)
        if not is_titled and len(sheets) > 1 and not _DEFAULT_NAME.fullmatch(sheet.name):
            yield Block(BlockKind.HEADING, sheet.name, level=2)
        for table in tables:
            yield from _table(table)


def _table(table: Arranged) -> Iterator[Block]:
    for text in table.titles:
        yield Block(BlockKind.PARAGRAPH, text)
    if table.rows:
        yield Block(BlockKind.TABLE, "\n".join(row_text(row) for row in table.rows), rows=table.rows)
    for text in table.notes:
        yield Block(BlockKind.PARAGRAPH, text)


def _regions(rows: Sequence[Sequence[Cell]]) -> list[list[Sequence[Cell]]]:
    """Return the tables of a sheet, which empty rows divide; an empty row inside one table divides nothing."""
    regions: list[list[Sequence[Cell]]] = []
    is_open = False
    for row in rows:
        if not any(cell.text for cell in row):
            is_open = False
        elif is_open or (regions and not _begins_table(row, regions[-1])):
            regions[-1].append(row)
            is_open = True
        else:
            regions.append([row])
            is_open = True
    return regions


def _begins_table(row: Sequence[Cell], above: Sequence[Sequence[Cell]]) -> bool:
    """Whether a row after an empty one is a title or a header, and not more of the table above."""
    texts = [cell.text for cell in row if cell.text]
    if len(texts) == 1:
        return True
    header = next((r for r in above if sum(bool(c.text) for c in r) > 1), above[0])
    if texts == [cell.text for cell in header if cell.text]:
        return True
    is_wordy = all(not re.search(r"\d", text) and len(text) <= 20 for text in texts)
    return is_wordy and _filled_columns(row) != _filled_columns(header)


def _filled_columns(row: Sequence[Cell]) -> list[int]:
    return [number for number, cell in enumerate(row) if cell.text]


def _trimmed(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    full = [row for row in rows if any(cell.strip() for cell in row)]
    width = max((n + 1 for row in full for n, cell in enumerate(row) if cell.strip()), default=0)
    return tuple(tuple(row[:width]) for row in full)
