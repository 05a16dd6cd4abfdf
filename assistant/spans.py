"""Cutting a text into spans: sentences, list items, headings, and what introduces what follows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from core.text import parse_chinese_numeral

_END = re.compile(r"[。！？；]|\n|[：:](?=[ \t\u3000]*(?:[(（][一1][)）]|1[.．、](?!\d)|①))")
_LIST_ITEM = re.compile(r"([(（][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．、]|[①-⑳])")
_ARTICLE_NUMBER = re.compile(r"第[一二三四五六七八九十百千零〇○两\d]+条(?:之[一二三四五六七八九十]+)?[\s\u3000]+")
_DIVISION = re.compile(r"第[一二三四五六七八九十百千零〇○两\d]+[编章节条]|[一二三四五六七八九十]+、")
_NUMERAL = re.compile(r"\d+|[一二三四五六七八九十]+|[①-⑳]")
CELL = " | "
"""What stands between the cells of a row of a table."""

_HEADING_CHARS = 30
_FEWEST_LINES = 2  # of a table: its header and a row
_STATES = re.compile(r"[。！；：:|]|\d+\s*(?:%|元|万|日|天|个|年|月)")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, by offsets: a sentence, a list item, a heading, or what only introduces what follows.

    `number` is that of a list item as it is written, "" for anything else.
    """

    start: int
    end: int
    number: str
    is_lead_in: bool
    is_question: bool
    is_heading: bool
    opens_line: bool
    opens_division: bool

    @property
    def is_answer(self) -> bool:
        """Say whether it states something by itself."""
        return not (self.is_lead_in or self.is_question or self.is_heading)

    @property
    def is_item(self) -> bool:
        return bool(self.number)

    @property
    def ordinal(self) -> int:
        """Which item of its list it is, from 1; 0 for what is no item."""
        numeral = _NUMERAL.search(self.number)
        if numeral is None:
            return 0
        if numeral[0].isdigit():
            return int(unicodedata.numeric(numeral[0])) if len(numeral[0]) == 1 else int(numeral[0])
        return parse_chinese_numeral(numeral[0]) or 0

    @property
    def numbering(self) -> str:
        """What the items of one list have in common: "（一）" and "（二）" are alike, "(1)" and "1." are not."""
        return _NUMERAL.sub(_kind_of_numeral, self.number)


def cells_of(row: str) -> tuple[str, ...]:
    """Return the cells of a row of a table, without blanks around them."""
    return tuple(cell.strip() for cell in row.split(CELL))


def end_of_table(text: str, spans: Sequence[Span], place: int) -> int | None:
    """Return the last span of the table whose header begins with span `place`, `place` - 1 when the table goes on
    behind the text; None where no table is."""
    start = spans[place].start
    lines = list(takewhile(lambda line: CELL in line, text[start:].splitlines(keepends=True)))
    if len(lines) < _FEWEST_LINES:
        return None
    if not lines[-1].endswith("\n"):
        return place - 1
    end = start + sum(map(len, lines))
    return max(n for n, span in enumerate(spans) if span.start < end)


def _kind_of_numeral(match: re.Match[str]) -> str:
    return "digits" if match[0].isdecimal() else "circled" if match[0].isdigit() else "words"


def is_list_item(line: str) -> bool:
    """Say whether a line opens with the number of a list item."""
    return _LIST_ITEM.match(line.lstrip()) is not None


def opens_division(line: str) -> bool:
    """Say whether a line opens with the number of an article, a chapter or a part."""
    return _DIVISION.match(line) is not None


@lru_cache(maxsize=16)
def spans_of(text: str) -> Sequence[Span]:
    """Return the sentences, list items and lead-ins of `text` in order, blanks at their edges left out.

    The last texts are remembered: what is quoted and what introduces it are looked for in the same one.
    """
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        spans += _span(text, start, match.end())
        start = match.end()
    return (*spans, *_span(text, start, len(text)))


def _span(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return []
    begin = start + piece.index(stripped)
    item = _LIST_ITEM.match(stripped)
    opens_line = start == 0 or "\n" in text[start - 1 : begin]
    return [
        Span(
            begin,
            begin + len(stripped),
            number=item[1] if item else "",
            is_lead_in=stripped[-1] in "：:",
            is_question=stripped[-1] in "？?",
            is_heading=item is None and _is_heading(stripped),
            opens_line=opens_line,
            opens_division=opens_line and opens_division(stripped),
        )
    ]


def _is_heading(line: str) -> bool:
    """A short line that ends without punctuation and states no value."""
    return len(line) <= _HEADING_CHARS and not _STATES.search(line)


def without_number(text: str, start: int) -> int:
    """Return where the words behind an article's number begin: the citation's label already says the number."""
    match = _ARTICLE_NUMBER.match(text, start)
    return match.end() if match else start
