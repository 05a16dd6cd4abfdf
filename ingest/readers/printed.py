"""What a page shows: pieces of print with their boxes, whether a text layer or a picture gave them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_HAN = "\u3400-\u9fff"
_JUSTIFYING_GAP = re.compile(
    rf"(?<=[{_HAN}，。、；：（）《》“”]) (?=[\d〔])|(?<=[\d%〕]) (?=[{_HAN}，。、；：（）《》“”])"
)
_BLANK_WIDTH = 0.3  # of an em: a smaller gap between two pieces of a line is none


@dataclass(frozen=True, slots=True)
class PageTable:
    """A ruled table with the box it fills; y grows upwards from the foot of the page."""

    page: int
    left: float
    right: float
    bottom: float
    top: float
    rows: tuple[tuple[str, ...], ...]

    def holds(self, piece: PrintedLine) -> bool:
        """Say whether a piece of print lies in the table."""
        middle = (piece.bottom + piece.top) / 2
        return self.bottom - 2 <= middle <= self.top + 2 and self.left - 4 <= piece.left <= self.right + 4


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A printed line, a piece of one, or a table in its place, with its box in points; y grows upwards.

    `em` is the width of a Han character of the line. `column` is empty where the page has one column, else "l" or "r".
    Pages count from 0.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    em: float
    page: int
    page_height: float
    column: str = ""
    is_recognised: bool = False
    table: PageTable | None = None

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    def shares_line_with(self, other: PrintedLine) -> bool:
        """Say whether the middle of one lies well within the height of the other."""
        taller, smaller = (self, other) if self.top - self.bottom >= other.top - other.bottom else (other, self)
        margin = 0.15 * (taller.top - taller.bottom)
        return taller.bottom + margin < smaller.middle < taller.top - margin


def printed_table(table: PageTable, page_height: float) -> PrintedLine:
    """Return a table as an element of the page."""
    return PrintedLine("", table.left, table.right, table.bottom, table.top, 10, table.page, page_height, table=table)


def tidy(text: str) -> str:
    """Return printed text with single blanks, and without those that only justify a line of Han characters."""
    return _JUSTIFYING_GAP.sub("", " ".join(text.split()))


def merge_lines(pieces: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return the lines that pieces of one column make, from the top down."""
    lines: list[list[PrintedLine]] = []
    for piece in sorted(pieces, key=lambda p: -p.middle):
        # A raised mark may stand above the middle of the line before it, so the last two lines are tried.
        home = next((line for line in lines[:-3:-1] if _fits(line, piece)), None)
        if home is None:
            lines.append([piece])
        else:
            home.append(piece)
    return [_joined(sorted(line, key=lambda p: p.left)) for line in lines]


def _fits(line: Sequence[PrintedLine], piece: PrintedLine) -> bool:
    tallest = max(line, key=lambda p: p.top - p.bottom)
    return piece.table is None and tallest.table is None and tallest.shares_line_with(piece)


def _joined(pieces: Sequence[PrintedLine]) -> PrintedLine:
    if len(pieces) == 1:
        return pieces[0]
    text, right = pieces[0].text, pieces[0].right
    for piece in pieces[1:]:
        text += (" " if piece.left - right > _BLANK_WIDTH * piece.em else "") + piece.text
        right = max(right, piece.right)
    widest = max(pieces, key=lambda p: p.right - p.left)
    return replace(
        widest,
        text=tidy(text),
        left=pieces[0].left,
        right=right,
        bottom=min(p.bottom for p in pieces),
        top=max(p.top for p in pieces),
    )
