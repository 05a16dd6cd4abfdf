"""Reading order of a page: columns are told from tables and from lines that run over the whole width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.readers.printed import PrintedLine, merge_lines

_MIN_LINES = 4  # a side of a gutter has as many lines at least
_MIN_CHARS = 8  # running text is wider than the cells of most tables
_MIN_FULL_SHARE = 0.5
_MIN_PUNCTUATED_SHARE = 0.3  # running text has commas; lists of names and figures side by side have few
_MIN_GUTTER, _MAX_GUTTER = 0.7, 5.0  # of an em
_MAX_UNEVENNESS = 1.6  # columns are as wide as each other; labels and what they label are not
_PUNCTUATION = re.compile(r"[，。；、：,.;]")


@dataclass(frozen=True, slots=True)
class _Band:
    """A strip of the page; `right` is None where the strip has one column."""

    left: tuple[PrintedLine, ...]
    right: tuple[PrintedLine, ...] | None = None


@dataclass(frozen=True, slots=True)
class PageOrder:
    """The lines of a page as they are read. `gutter` is the x between its two columns, None for one column."""

    lines: tuple[PrintedLine, ...]
    gutter: float | None = None


def reading_order(pieces: Sequence[PrintedLine], *, usual: float | None = None) -> PageOrder:
    """Return the lines of a page in the order they are read: from the top down, columns from left to right.

    A line across the gutter (a title, a table) stands between the columns above and below it. `usual` is the gutter of
    the page before: the last page of a text in columns may hold a few lines only.
    """
    gutter = _find_gutter(pieces)
    is_known = gutter is None and usual is not None
    gutter = usual if is_known else gutter
    if gutter is None:
        return PageOrder(tuple(merge_lines(pieces)))
    ordered: list[PrintedLine] = []
    is_split = False
    for band in _bands(pieces, gutter, is_known=is_known):
        if band.right is None:
            ordered += merge_lines(band.left)
            continue
        is_split = True
        for side, name in ((band.left, "l"), (band.right, "r")):
            ordered += [replace(line, column=name) for line in merge_lines(side)]
    return PageOrder(tuple(ordered), gutter if is_split else None)


def _find_gutter(pieces: Sequence[PrintedLine]) -> float | None:
    """Return the x at which most lines stand in two columns, or None for a page of one."""
    if len(pieces) < 2 * _MIN_LINES:
        return None
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    em = sorted(p.em for p in pieces)[len(pieces) // 2]
    best, found = 0, None
    for x in _candidates(pieces, left, right, em):
        lines = sum(len(b.left) + len(b.right) for b in _bands(pieces, x) if b.right)
        if lines > best:
            best, found = lines, x
    return found


def _candidates(pieces: Sequence[PrintedLine], left: float, right: float, em: float) -> list[float]:
    """Return an x before each place where several pieces begin, within the inner part of the page."""
    inner = 0.15 * (right - left)
    starts = [round(p.left) for p in pieces if left + inner < p.left < right - inner]
    often = sorted({x for x in starts if starts.count(x) >= 2}, key=lambda x: -starts.count(x))[:12]
    return [x - _MIN_GUTTER * em / 2 for x in often]


def _bands(pieces: Sequence[PrintedLine], x: float, *, is_known: bool = False) -> list[_Band]:
    """Cut the page at what crosses `x`; a strip whose two sides are no columns stays whole."""
    bands: list[_Band] = []
    strip: list[PrintedLine] = []
    for piece in sorted(pieces, key=lambda p: -p.top):
        if piece.left < x - 0.2 * piece.em and piece.right > x + 0.2 * piece.em:
            bands += [_strip(strip, x, is_known=is_known), _Band((piece,))]
            strip = []
        else:
            strip.append(piece)
    bands.append(_strip(strip, x, is_known=is_known))
    merged: list[_Band] = []
    for band in bands:
        if merged and merged[-1].right is None and band.right is None:
            merged[-1] = _Band(merged[-1].left + band.left)
        else:
            merged.append(band)
    return [band for band in merged if band.left or band.right]


def _strip(pieces: Sequence[PrintedLine], x: float, *, is_known: bool) -> _Band:
    left = tuple(p for p in pieces if p.right <= x + 0.2 * p.em)
    right = tuple(p for p in pieces if p.right > x + 0.2 * p.em)
    if _is_column(left) and (is_known or (_is_column(right) and _stand_beside(left, right))):
        return _Band(left, right)
    return _Band(tuple(pieces))


def _is_column(pieces: Sequence[PrintedLine]) -> bool:
    """Whether pieces read as running text: lines as wide as each other, with marks between clauses."""
    lines = [line for line in merge_lines(pieces) if line.table is None]
    if len(lines) < _MIN_LINES or sorted(len(line.text) for line in lines)[len(lines) // 2] < _MIN_CHARS:
        return False
    edge = sorted(line.right for line in lines)[int(len(lines) * 0.9)]
    full = sum(line.right >= edge - 1.6 * line.em for line in lines)
    punctuated = sum(_PUNCTUATION.search(line.text) is not None for line in lines)
    return full >= _MIN_FULL_SHARE * len(lines) and punctuated >= _MIN_PUNCTUATED_SHARE * len(lines)


def _stand_beside(left: Sequence[PrintedLine], right: Sequence[PrintedLine]) -> bool:
    """Whether the sides share height, and are as far apart as columns are."""
    shared = min(_top(left).top, _top(right).top) - max(_foot(left), _foot(right))
    smaller = min(_top(left).top - _foot(left), _top(right).top - _foot(right))
    edge = sorted(p.right for p in left)[int(len(left) * 0.9)]
    gap = (min(p.left for p in right) - edge) / left[0].em
    uneven = max(_width(left) / _width(right), _width(right) / _width(left))
    return shared >= 0.5 * smaller and _MIN_GUTTER <= gap <= _MAX_GUTTER and uneven <= _MAX_UNEVENNESS


def _width(pieces: Sequence[PrintedLine]) -> float:
    return max(max(p.right for p in pieces) - min(p.left for p in pieces), 1.0)


def _top(pieces: Sequence[PrintedLine]) -> PrintedLine:
    return max(pieces, key=lambda p: p.top)


def _foot(pieces: Sequence[PrintedLine]) -> float:
    return min(p.bottom for p in pieces)
