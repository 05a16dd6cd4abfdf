"""Units of a text: what lies between commas, the smallest thing worth quoting, with its place in the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.spans import is_list_item

_SENTENCE_END = frozenset("。！？；!?;\n")
_OPEN, _CLOSE = "（(《〈【[“「『", "）)》〉】]”」』"
_SIGN = re.compile(
    rf"[{re.escape(_OPEN + _CLOSE)}]|[。！？；!?;]+[”’」』）)]*|\n+|[，：]|(?<!\d)[,:]|[,:](?!\d)"
)  # a bracket, or what ends a unit
_NESTED_CHARS = 60
_HEADING_CHARS = 30
_LEADS = ("：", ":")


@dataclass(frozen=True, slots=True)
class Unit:
    """`text[start:end]` of a longer text, blanks at the edges left out.

    `sentence` numbers the sentences and `line` the lines of the text from 0; `place` is the number of units before
    this one in its sentence. `ends_sentence` says that a full stop, semicolon or line break closes it.
    """

    start: int
    end: int
    sentence: int
    line: int
    place: int
    ends_sentence: bool
    is_item: bool
    is_lead_in: bool
    is_heading: bool


def units_of(text: str) -> list[Unit]:
    """Return the units of `text` in order. A comma inside brackets, quotation marks or a number does not cut."""
    units: list[Unit] = []
    sentence = line = place = start = 0
    for end in [*_cuts(text), len(text)]:
        piece = text[start:end]
        stripped = piece.strip()
        closes = not stripped or stripped[-1] in _SENTENCE_END or "\n" in piece[-1:] or end == len(text)
        if stripped:
            begin = start + piece.index(stripped)
            units.append(_unit(text, begin, begin + len(stripped), sentence, line, place, closes))
            place += 1
        if closes and place:
            sentence, place = sentence + 1, 0
        line += piece.count("\n") > 0
        start = end
    return units


def _unit(text: str, start: int, end: int, sentence: int, line: int, place: int, closes: bool) -> Unit:
    piece = text[start:end]
    alone = place == 0 and (end == len(text) or text[end] == "\n")
    return Unit(
        start,
        end,
        sentence,
        line,
        place,
        closes,
        is_item=place == 0 and is_list_item(piece),
        is_lead_in=piece.endswith(_LEADS),
        is_heading=alone and len(piece) <= _HEADING_CHARS and piece[-1] not in "。；！，：:",
    )


def _cuts(text: str) -> list[int]:
    """Return where units end. Brackets hold a unit together for a while; one that never closes does not."""
    found: list[int] = []
    depth = opened = done = 0
    for match in _SIGN.finditer(text):
        at, sign = match.start(), text[match.start()]
        if sign in _OPEN:
            depth, opened = depth + 1, at
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif at >= done:
            if sign == "\n" or at - opened > _NESTED_CHARS:
                depth = 0
            if depth == 0:
                done = match.end()
                found.append(done)
            depth = max(0, depth - sum(closing in _CLOSE for closing in match[0]))
    return found
