"""What a page of an OFD document shows: pieces of print and straight rules, in points from the foot of the page."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from ingest.readers.ofd_package import OfdPage, children, local_name, numbers
from ingest.readers.printed import PrintedLine, tidy
from ingest.readers.ruled import Rule
from ingest.types import Loss

_POINTS = 72 / 25.4  # in a millimetre
_SLANT = 0.2  # of the advance: print that climbs more is a watermark or a seal
_WIDE_STEP = 1.45  # of an em: a wider step to the next character begins another piece
_PATH = re.compile(r"[SMLQBAC]|[-+.\deE]+")
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}
_THIN = 1.0  # points: a filled box as thin as this is a rule
_NO_TEXT = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_EDGE = 0.09  # of the height of a page
_WHOLE_PAGE = 0.8
_MAX_CHARS = 200_000


@dataclass(frozen=True, slots=True)
class PagePrint:
    """The print and the rules of a page, and what else it shows. Rules are measured from the top of the page."""

    number: int
    height: float
    pieces: tuple[PrintedLine, ...]
    rules: tuple[Rule, ...]
    losses: tuple[Loss, ...]
    is_scan: bool
    meaningless: int  # characters of a private code that only the embedded font knows


class _Placed(NamedTuple):
    char: str
    x: float
    y: float
    em: float


class _Matrix(NamedTuple):
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


def read_page(page: OfdPage, number: int) -> PagePrint:
    """Return what a page shows, its templates included. Nothing in it is too odd to be read or counted."""
    return _PageReader(page, number).read()


class _PageReader:
    def __init__(self, page: OfdPage, number: int) -> None:
        self._page, self._number = page, number
        self._left, self._top, self._width, self._height = page.box
        self._pieces: dict[tuple[str, int, int], PrintedLine] = {}
        self._rules: list[Rule] = []
        self._losses: Counter[str] = Counter()
        self._is_scan = self._is_template = False
        self._chars = 0

    def read(self) -> PagePrint:
        for position, content in enumerate(self._page.contents):
            self._is_template = position < len(self._page.contents) - 1
            for element in _objects(content):
                self._take(element)
        meaningless = self._losses["glyph_without_text"]
        if self._is_scan and self._pieces:
            self._losses["picture_not_read"] -= 1  # the scan that the text was recognised in
        losses = (Loss(code=code, count=n, page=self._number + 1) for code, n in sorted(self._losses.items()) if n > 0)
        return PagePrint(
            number=self._number,
            height=self._height * _POINTS,
            pieces=tuple(self._pieces.values()),
            rules=tuple(self._rules),
            losses=tuple(losses),
            is_scan=self._is_scan,
            meaningless=meaningless,
        )

    def _take(self, element: Any) -> None:
        name = local_name(element)
        if element.get("Visible", "true").lower() == "false" or element.get("Alpha") == "0":
            self._losses["hidden_text_dropped"] += name == "TextObject"
        elif name == "TextObject":
            self._text(element)
        elif name == "PathObject":
            self._path(element)
        elif name == "ImageObject":
            self._losses["picture_not_read"] += 1
            box = numbers(element.get("Boundary"))
            area = box[2] * box[3] if len(box) == 4 else 0.0
            self._is_scan |= area >= _WHOLE_PAGE * self._width * self._height
        elif name == "CompositeObject":
            self._losses["object_not_read"] += 1

    # -- text ------------------------------------------------------------------------------------------------

    def _text(self, element: Any) -> None:
        origin, matrix = _frame(element)
        size = next(iter(numbers(element.get("Size"))), 0.0) or 3.0
        stretch = next(iter(numbers(element.get("HScale"))), 0.0) or 1.0
        x = y = 0.0
        for code in children(element, "TextCode"):
            x = next(iter(numbers(code.get("X"))), x)
            y = next(iter(numbers(code.get("Y"))), y)
            text = (code.text or "")[: _MAX_CHARS - self._chars]
            self._chars += len(text)
            steps = list(_steps(code, text, size * stretch))
            em = size * math.hypot(matrix.a, matrix.b)
            if _is_slanted(matrix):
                self._losses["watermark"] += bool(text.strip())
                continue
            placed, at_x, at_y = [], x, y
            for char, (step_x, step_y) in zip(text, steps, strict=True):
                shown_x, shown_y = matrix.apply(at_x, at_y)
                placed.append(_Placed(char, origin[0] + shown_x, origin[1] + shown_y, em))
                at_x, at_y = at_x + step_x, at_y + step_y
            for run in _runs(placed):
                self._piece(run)

    def _piece(self, run: Sequence[_Placed]) -> None:
        raw = "".join(placed.char for placed in run)
        meaningless = len(_NO_TEXT.findall(raw))
        self._losses["glyph_without_text"] += meaningless
        text = tidy(_NO_TEXT.sub("", raw))
        if not text:
            return
        first, last = run[0], run[-1]
        em = first.em
        left = (first.x - self._left) * _POINTS
        right = (last.x + em * (0.5 if last.char.isascii() else 1.0) - self._left) * _POINTS
        base = (self._height - (first.y - self._top)) * _POINTS
        if not -em < left < self._width * _POINTS or not -em < base < (self._height + em) * _POINTS:
            return  # beside the paper
        if self._is_template and not _EDGE < base / (self._height * _POINTS) < 1 - _EDGE:
            return  # a running header, also where only one page has it
        size = em * _POINTS
        piece = PrintedLine(
            text, left, right, base - 0.15 * size, base + 0.85 * size, size, self._number, self._height * _POINTS
        )
        # Bold is sometimes printed by printing twice.
        self._pieces.setdefault((text, round(left / size * 2), round(base / size * 2)), piece)

    # -- rules -----------------------------------------------------------------------------------------------

    def _path(self, element: Any) -> None:
        origin, matrix = _frame(element)
        data = next((inner.text or "" for inner in element if local_name(inner) == "AbbreviatedData"), "")
        for part in _subpaths(data):
            points = [matrix.apply(x, y) for x, y in part]
            shown = [((origin[0] + x - self._left) * _POINTS, (origin[1] + y - self._top) * _POINTS) for x, y in points]
            self._rules += _straight(shown)


def _objects(content: Any) -> Iterator[Any]:
    """Yield the objects of all layers, also those in blocks. A walk of its own: blocks may be nested very deep."""
    waiting = [element for part in children(content, "Content") for element in reversed(list(part))]
    while waiting:
        element = waiting.pop()
        if local_name(element) in ("Layer", "PageBlock"):
            waiting += reversed(list(element))
        else:
            yield element


def _frame(element: Any) -> tuple[tuple[float, float], _Matrix]:
    box, matrix = numbers(element.get("Boundary")), numbers(element.get("CTM"))
    origin = (box[0], box[1]) if len(box) >= 2 else (0.0, 0.0)
    return origin, _Matrix(*matrix) if len(matrix) == 6 else _Matrix()


def _is_slanted(matrix: _Matrix) -> bool:
    return abs(matrix.b) > _SLANT * abs(matrix.a)


def _steps(code: Any, text: str, size: float) -> Iterator[tuple[float, float]]:
    """Yield how far it is from each character to the next; without a word about it, as wide as the character."""
    across, down = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
    for index, char in enumerate(text):
        usual = 0.0 if index < len(down) and not across else size * (0.5 if char.isascii() else 1.0)
        yield (across[index] if index < len(across) else usual), (down[index] if index < len(down) else 0.0)


def _deltas(text: str | None, length: int) -> list[float]:
    """Return the steps of a list in which "g 3 5" stands for three of 5."""
    words = (text or "").split()
    steps: list[float] = []
    position = 0
    while position < len(words) and len(steps) < length:
        if words[position] == "g" and position + 2 < len(words):
            count, value = numbers(words[position + 1]), numbers(words[position + 2])
            steps += (value[:1] or [0.0]) * min(int(count[0]) if count and count[0] > 0 else 0, length)
            position += 3
        else:
            steps += numbers(words[position])[:1] or [0.0]
            position += 1
    return steps


def _runs(placed: Sequence[_Placed]) -> Iterator[Sequence[_Placed]]:
    """Cut characters where they leave the line or a gap opens; a blank goes with what stands before it."""
    start = 0
    for index in range(1, len(placed)):
        before, char = placed[index - 1], placed[index]
        step = char.x - before.x
        if abs(char.y - before.y) > 0.3 * char.em or step > _WIDE_STEP * char.em or step < -0.5 * char.em:
            yield placed[start:index]
            start = index
    if placed:
        yield placed[start:]


def _subpaths(data: str) -> Iterator[list[tuple[float, float]]]:
    """Yield the corners of each part of a path; a curve gives none, so that what it bounds is no rule."""
    points: list[tuple[float, float]] = []
    words = _PATH.findall(data)
    position = 0
    while position < len(words):
        command = words[position]
        position += 1
        if command == "C" and points:
            points.append(points[0])
        count = _ARGUMENTS.get(command, 0)
        arguments = [value for word in words[position : position + count] for value in numbers(word)[:1]]
        position += count if count else 0
        if len(arguments) < count:
            continue
        if command in ("M", "S"):
            yield points
            points = [(arguments[0], arguments[1])]
        elif command == "L":
            points.append((arguments[0], arguments[1]))
        elif count:
            yield points
            points = [(arguments[-2], arguments[-1])]
    yield points


def _straight(points: Sequence[tuple[float, float]]) -> list[Rule]:
    """Return the level and upright sides of a path; a box thinner than a pen is one rule."""
    if len(points) < 2:
        return []
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    if min(right - left, bottom - top) <= _THIN:
        return [_rule(left, top, right, bottom)]
    sides = pairwise(points)
    return [
        _rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        for (x0, y0), (x1, y1) in sides
        if min(abs(x1 - x0), abs(y1 - y0)) <= _THIN
    ]


def _rule(left: float, top: float, right: float, bottom: float) -> Rule:
    return Rule(left, top, right, bottom, is_level=right - left >= bottom - top)
