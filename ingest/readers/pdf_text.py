"""The text layer of a PDF page: its pieces of print, and whether they can be read."""

from __future__ import annotations

import ctypes
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_raw

from ingest.readers.detect import plausibility
from ingest.readers.printed import PrintedLine, tidy

_GAP = 0.7  # of an em: where two characters are further apart, a new piece begins
_MIN_HEIGHT = 1.0  # points; smaller print is there to be found by machines
_MIN_JUDGED = 30  # characters; fewer say nothing about a font
_MAX_OBJECTS = 4000
_RULES = 3  # lines or boxes; fewer draw no table
_SMALL_PICTURE = 40.0  # points; icons and rules
_WIDE = "\u2e80"
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class PdfPage:
    """What the text layer and the drawing of one page give; `number` counts from 0.

    `picture_shares` are the parts of the page that pictures cover, 0..1, small ones left out. `slanted` counts
    characters of watermarks, which are no text. `is_turned` where text stands sideways on the page as it is shown.
    """

    number: int
    height: float
    width: float
    pieces: tuple[PrintedLine, ...]
    is_garbled: bool
    is_ruled: bool
    is_turned: bool
    picture_shares: tuple[float, ...]
    drawn: int
    slanted: int

    @property
    def char_count(self) -> int:
        return sum(len(piece.text) for piece in self.pieces)


class _Char(NamedTuple):  # a tuple is made in a third of the time, and a page has a thousand
    text: str
    left: float
    bottom: float
    right: float
    top: float
    angle: int  # degrees, to the nearest of 0, 90, 180, 270; -1 when slanted

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns a point of the page's own space into one of the page as it is shown, or as its text is read."""

    left: float
    bottom: float
    width: float
    height: float
    turn: int  # degrees clockwise

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        l_, b_, r_, t_ = left - self.left, bottom - self.bottom, right - self.left, top - self.bottom
        if self.turn == 90:
            return b_, self.width - r_, t_, self.width - l_
        if self.turn == 180:
            return self.width - r_, self.height - t_, self.width - l_, self.height - b_
        if self.turn == 270:
            return self.height - t_, l_, self.height - b_, r_
        return l_, b_, r_, t_

    @property
    def is_plain(self) -> bool:
        return not (self.turn or self.left or self.bottom)

    @property
    def shown_size(self) -> tuple[float, float]:
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)


def read_page(document: Any, number: int) -> PdfPage:
    """Return what page `number` (from 0) holds. Raises pdfium's error when it cannot be loaded."""
    page = document[number]
    text_page = page.get_textpage()
    try:
        left, bottom, right, top = page.get_bbox()
        frame = _Frame(left, bottom, right - left, top - bottom, page.get_rotation())
        chars = list(_chars(text_page.raw, text_page.count_chars()))
        frame = _reading_frame(frame, chars)
        _, height = frame.shown_size
        upright = [c for c in chars if c.text == "\n" or c.angle >= 0]
        pieces = tuple(_pieces(upright, frame, number, height))
        pictures, paths = _drawn(page, frame)
        return PdfPage(
            number=number,
            width=frame.shown_size[0],
            height=height,
            pieces=pieces,
            is_garbled=_is_garbled("".join(piece.text for piece in pieces)),
            is_ruled=paths >= _RULES,
            is_turned=frame.turn != page.get_rotation(),
            picture_shares=pictures,
            drawn=paths,
            slanted=sum(c.angle < 0 and not c.text.isspace() for c in chars),
        )
    finally:
        text_page.close()
        page.close()


def _chars(raw: Any, count: int) -> Iterator[_Char]:
    rect = pdfium_raw.FS_RECTF()
    for index in range(count):
        code = pdfium_raw.FPDFText_GetUnicode(raw, index)
        pdfium_raw.FPDFText_GetLooseCharBox(raw, index, ctypes.byref(rect))
        angle = -1
        if code not in (10, 13, 32):
            degrees = pdfium_raw.FPDFText_GetCharAngle(raw, index) * 57.29578
            nearest = round(degrees / 90) * 90
            angle = nearest % 360 if abs(degrees - nearest) < 8 else -1
        text = chr(code) if code <= 0x10FFFF else "\ufffd"
        yield _Char(text, rect.left, rect.bottom, rect.right, rect.top, 0 if code in (10, 13, 32) else angle)


def _reading_frame(frame: _Frame, chars: Sequence[_Char]) -> _Frame:
    """Return the frame in which most of the text stands upright: a wide table may be set sideways on the page."""
    angles = Counter(c.angle for c in chars if c.angle >= 0 and not c.text.isspace())
    if not angles:
        return frame
    common, count = angles.most_common(1)[0]
    turn = -common % 360 if count > 0.6 * angles.total() else frame.turn
    return _Frame(frame.left, frame.bottom, frame.width, frame.height, turn)


def _pieces(chars: Iterable[_Char], frame: _Frame, number: int, height: float) -> Iterator[PrintedLine]:
    pending: list[_Char] = []
    for char in chars if frame.is_plain else (_turned(c, frame) for c in chars):
        is_break = char.text in "\r\n"
        if pending and (is_break or _begins_piece(pending[-1], char)):
            yield from _piece(pending, number, height)
            pending = []
        if not is_break and (char.text == " " or _is_shown(char, frame)):
            pending.append(char)
    yield from _piece(pending, number, height)


def _turned(char: _Char, frame: _Frame) -> _Char:
    return _Char(char.text, *frame.box(char.left, char.bottom, char.right, char.top), char.angle)


def _begins_piece(previous: _Char, char: _Char) -> bool:
    if char.text == " ":
        return False
    size, gap = max(previous.height, char.height), char.left - previous.right
    em = char.right - char.left if char.text >= _WIDE else size
    away = abs((char.top + char.bottom) - (previous.top + previous.bottom)) / 2
    return gap > _GAP * em or gap < -2 * size or (previous.text != " " and away > 0.7 * size)


def _is_shown(char: _Char, frame: _Frame) -> bool:
    width, height = frame.shown_size
    is_inside = -1 <= (char.left + char.right) / 2 <= width + 1 and -1 <= (char.bottom + char.top) / 2 <= height + 1
    return char.height >= _MIN_HEIGHT and is_inside


def _piece(chars: Sequence[_Char], number: int, height: float) -> Iterator[PrintedLine]:
    shown = [c for c in chars if not c.text.isspace()]
    text = _decoded(chars)
    if not shown or not text:
        return
    wide = sorted(c.right - c.left for c in shown if c.text >= _WIDE)
    tall = max(c.height for c in shown)
    em = wide[len(wide) // 2] if wide and wide[len(wide) // 2] > 0.3 * tall else tall
    yield PrintedLine(
        text,
        left=min(c.left for c in shown),
        right=max(c.right for c in shown),
        bottom=min(c.bottom for c in shown),
        top=max(c.top for c in shown),
        em=max(em, 1.0),
        page=number,
        page_height=height,
    )


def _decoded(chars: Sequence[_Char]) -> str:
    """Return the text of characters: rare Han characters may come as two surrogates, and hyphens as U+FFFE."""
    text = "".join(c.text for c in chars).replace("\ufffe", "").replace("\x00", "\ufffd")
    return tidy(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _is_garbled(text: str) -> bool:
    """Whether text comes from a font that does not say which characters its shapes are."""
    letters = "".join(text.split())
    if "(cid:" in text or len(letters) < _MIN_JUDGED:
        return text.count("(cid:") > 3
    if sum(_is_meaningless(c) for c in letters) > 0.2 * len(letters):
        return True
    han = len(_HAN.findall(letters))
    return han >= _MIN_JUDGED and han > 0.5 * len(letters) and plausibility(letters) < 0.15


def _is_meaningless(char: str) -> bool:
    is_private = "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"
    return is_private or char == "\ufffd" or char < " " or "\x7f" <= char <= "\u00b6" or "\u00b8" <= char <= "\u024f"


def _drawn(page: Any, frame: _Frame) -> tuple[tuple[float, ...], int]:
    """Return the parts of the page that its pictures cover, and how many lines and shapes it draws."""
    kinds = (pdfium_raw.FPDF_PAGEOBJ_PATH, pdfium_raw.FPDF_PAGEOBJ_IMAGE)
    paths, pictures = 0, []
    for found in itertools.islice(page.get_objects(filter=kinds, max_depth=3), _MAX_OBJECTS):
        if found.type == pdfium_raw.FPDF_PAGEOBJ_PATH:
            paths += 1
            continue
        left, bottom, right, top = found.get_bounds()
        if min(right - left, top - bottom) >= _SMALL_PICTURE:
            pictures.append(min((right - left) * (top - bottom) / max(frame.width * frame.height, 1.0), 1.0))
    return tuple(pictures), paths
