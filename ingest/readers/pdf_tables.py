"""Ruled tables of PDF pages, and one table out of its parts on several pages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog

from ingest.cleaning.lines import row_text
from ingest.readers.printed import PageTable, PrintedLine, tidy
from ingest.types import Block, BlockKind

_log = structlog.get_logger(__name__)
_MAX_PAGES = 200
"""Looking for tables is slow; a file with more ruled pages than this keeps the rest as lines."""

_CONTINUED = re.compile(r"^(?:续\s*表.{0,20}|.{0,30}[（(]续(?:表|上页)?[)）])$")
_SAME_WIDTH = 0.06
_HEADER_CHARS = 12
_CUT_CHARS = 12  # a shorter cell is not cut by the end of a page
_SENTENCE_END = "。；！？;:："


@dataclass(frozen=True, slots=True)
class FoundTables:
    """The tables of each page, and the pages on which nothing could be looked for."""

    by_page: dict[int, list[PageTable]]
    unread: tuple[int, ...] = ()


def find_tables(content: bytes, pages: Sequence[int]) -> FoundTables:
    """Return the tables of the given pages (numbered from 0); a frame of one column or row is none."""
    found: dict[int, list[PageTable]] = {}
    unread = list(pages[_MAX_PAGES:])
    if not pages:
        return FoundTables(found)
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            for number in pages[:_MAX_PAGES]:
                try:
                    page = document.pages[number]
                    found[number] = list(_tables_of(page, number))
                    page.close()
                except Exception as error:  # see below
                    unread.append(number)
                    _log.info("tables_not_read", page=number + 1, kind=type(error).__name__)
    except Exception as error:
        # A second program reads the same file here, and raises anything from struct.error to RecursionError on one
        # that pdfium could open. The words of the page have been read; only the grid of its tables is lost.
        _log.info("tables_not_read", kind=type(error).__name__)
        return FoundTables({}, tuple(pages))
    return FoundTables(found, tuple(unread))


def _tables_of(page: Any, number: int) -> Iterator[PageTable]:
    shown = page.cropbox if page.rotation == 0 else page.bbox
    foot, left_edge = page.height - (shown[3] - page.mediabox[1]), shown[0]
    for table in page.find_tables():
        rows = _rows(table.extract())
        if rows and max(len(row) for row in rows) >= 2:
            left, top, right, bottom = table.bbox
            height = page.height
            yield PageTable(
                number, left - left_edge, right - left_edge, height - bottom - foot, height - top - foot, rows
            )


def _rows(cells: Sequence[Sequence[str | None]]) -> tuple[tuple[str, ...], ...]:
    """Fill values merged downwards (None under a value); a cell's printed lines are joined."""
    rows: list[tuple[str, ...]] = []
    for row in cells:
        line = []
        for column, cell in enumerate(row):
            above = rows[-1][column] if rows and column < len(rows[-1]) else ""
            merged_across = cell is None and column > 0 and rows and row[column - 1] is not None and not above
            line.append(_cell(cell) if cell is not None else ("" if merged_across else above))
        if any(line):
            rows.append(tuple(line))
    return tuple(rows)


def _cell(text: str) -> str:
    joined = ""
    for line in filter(None, (part.strip() for part in text.split("\n"))):
        needs_blank = joined[-1:].isascii() and joined[-1:].isalpha() and line[0].isascii() and line[0].isalpha()
        joined += (" " if needs_blank else "") + line
    return joined


# -- a table over several pages ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class JoinedTable:
    """A table from its first page on. `starts` are the numbers of the rows with which its further pages begin."""

    first: PageTable
    rows: tuple[tuple[str, ...], ...]
    last: PageTable
    starts: tuple[tuple[int, int], ...] = ()  # (page, row)

    def block(self) -> Block:
        """Return the table as one block, with the places where its pages begin."""
        lines = [row_text(row) for row in self.rows]
        offsets = [0]
        for line in lines:
            offsets.append(offsets[-1] + len(line) + 1)
        breaks, page = [], self.first.page
        for next_page, row in self.starts:
            breaks += [min(offsets[row], offsets[-1] - 1)] * (next_page - page)
            page = next_page
        text = "\n".join(lines)
        return Block(BlockKind.TABLE, text, page=self.first.page + 1, rows=self.rows, page_breaks=tuple(breaks))


def join_tables(lines: Sequence[PrintedLine]) -> list[PrintedLine | JoinedTable]:
    """Return the elements of a document with the parts of each table joined.

    A part goes on with the table before it when nothing stands between them but a page break (and a 续表 line), and
    its columns are the same. A header that is printed again goes.
    """
    joined: list[PrintedLine | JoinedTable] = []
    waiting: list[PrintedLine] = []  # 续表 lines under which the table may go on
    for line in lines:
        before = joined[-1] if joined else None
        if line.table is None:
            if isinstance(before, JoinedTable) and line.page > before.last.page and _CONTINUED.match(line.text):
                waiting.append(line)
                continue
            joined += [*waiting, line]
        elif isinstance(before, JoinedTable) and _goes_on(before, line.table):
            joined[-1] = _with_part(before, line.table)
        elif len(line.table.rows) < 2:  # a row in a frame, and no table that it would go on with
            joined += [*waiting, replace(line, text=tidy(" ".join(line.table.rows[0])), table=None)]
        else:
            joined += [*waiting, JoinedTable(line.table, line.table.rows, line.table)]
        waiting = []
    return [*joined, *waiting]


def _goes_on(table: JoinedTable, part: PageTable) -> bool:
    last = table.last
    width, part_width = last.right - last.left, part.right - part.left
    return (
        part.page == last.page + 1
        and len(part.rows[0]) == len(table.rows[0])
        and abs(width - part_width) <= _SAME_WIDTH * width
        and not _has_own_header(table, part)
    )


def _has_own_header(table: JoinedTable, part: PageTable) -> bool:
    """Whether a part begins with a header of its own: a row of short words above rows with figures."""
    first = part.rows[0]
    if first == table.rows[0]:
        return False
    are_words = all(0 < len(cell) <= _HEADER_CHARS and not any(c.isdigit() for c in cell) for cell in first)
    return are_words and _has_figures(part.rows[1:])


def _has_figures(rows: Sequence[Sequence[str]]) -> bool:
    return any(c.isdigit() for row in rows[:3] for cell in row for c in cell)


def _with_part(table: JoinedTable, part: PageTable) -> JoinedTable:
    rows, header = list(table.rows), _header_height(table, part)
    start, more = len(rows), list(part.rows[header:])
    if more and _continues_row(rows[-1], more[0]):
        rows[-1] = tuple(above + below for above, below in zip(rows[-1], more.pop(0), strict=True))
    elif more and not more[0][0]:  # a cell merged downwards was cut by the end of the page
        more[0] = tuple(cell or above for cell, above in zip(more[0], rows[-1], strict=True))
    rows += more
    return JoinedTable(table.first, tuple(rows), part, (*table.starts, (part.page, min(start, len(rows) - 1))))


def _header_height(table: JoinedTable, part: PageTable) -> int:
    """Return how many rows at the top of a part repeat the top of the table."""
    height = 0
    while height < min(len(part.rows), len(table.first.rows), 3) and part.rows[height] == table.rows[height]:
        height += 1
    return height


def _continues_row(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the first row of a page goes on with one that the end of the page cut: its cells end in mid-sentence."""
    cut = [up for up, down in zip(above, below, strict=True) if down]
    return not below[0] and all(len(up) >= _CUT_CHARS and up[-1] not in _SENTENCE_END for up in cut)
