"""The shape of a text: noise, blanks, line breaks, marks and punctuation (C1, C2, C17, SPLIT)."""

from __future__ import annotations

import re

from ingest.clauses.numbering import SPLIT, collapse_inner_blanks
from ingest.cleaning.edits import Edit, substitute

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_NOISE = re.compile(
    "@{2,}|[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff"
    "\U000e0000-\U000e01ef\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_CARRIAGE = re.compile(r"\r\n?|[\u2028\u2029\x0c\x85]")
_SPACE_RUN = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_LINE_EDGE = re.compile(r"(?m)^ +| +$")
_BLANK_LINES = re.compile(r"\n{2,}|\A\n+|\n+\Z")
_SPACED_MARK = re.compile(r"(?m)^[^\S\n]*第[^\n]{1,40}")
_HALF_WIDTH = re.compile(
    rf"(?<=[{HAN}”’》】）])[,:;](?!\d)|(?<=[{HAN}”’》】）]),(?=\d)|(?<![\d])[,:;](?=[{HAN}“‘《【（])|(?<=\d)[,;](?=[{HAN}“《])"
)
_HALF_PARENTHESES = re.compile(r"\(([^()\n]*)\)")
_HAN = re.compile(rf"[{HAN}]")
_FULL_WIDTH = {",": "，", ":": "：", ";": "；"}


def remove_noise(text: str) -> list[Edit]:
    """C17: drop zero-width characters, soft hyphens, control characters and runs of @@."""
    return substitute(text, _NOISE, "", "C17")


def unify_line_breaks(text: str) -> list[Edit]:
    """C1: one kind of line break; a form feed is one too."""
    return substitute(text, _CARRIAGE, "\n", "C1")


def split_run_on_headings(text: str) -> list[Edit]:
    """SPLIT: put a heading that follows another on the same line on its own line. Runs before C1 squeezes blanks."""
    return substitute(text, SPLIT, "\n", "SPLIT")


def unify_blanks(text: str) -> list[Edit]:
    """C1: any run of Unicode spaces becomes one space."""
    return substitute(text, _SPACE_RUN, " ", "C1")


def trim_lines(text: str) -> list[Edit]:
    """C1: no blanks at the edges of a line."""
    return substitute(text, _LINE_EDGE, "", "C1")


def squeeze_blank_lines(text: str) -> list[Edit]:
    """C1: no empty lines."""

    def replacement(match: re.Match[str]) -> str:
        return "" if match.start() == 0 or match.end() == len(text) else "\n"

    return substitute(text, _BLANK_LINES, replacement, "C1")


def tighten_marks(text: str) -> list[Edit]:
    """C1: no blanks inside a mark ("第 十 条" → "第十条")."""
    return substitute(text, _SPACED_MARK, lambda line: collapse_inner_blanks(line[0]), "C1")


def widen_punctuation(text: str) -> list[Edit]:
    """C2: , : ; ( ) next to Han become full-width, never inside numbers."""
    widened = _widen_parentheses(text)
    widened = _HALF_WIDTH.sub(lambda match: _FULL_WIDTH[match[0]], widened)
    pairs = enumerate(zip(text, widened, strict=True))
    return [Edit(at, at + 1, wide, "C2") for at, (narrow, wide) in pairs if narrow != wide]


def _widen_parentheses(text: str) -> str:
    """From the inside out, since a widened pair no longer hides the one around it."""
    while True:
        widened = _HALF_PARENTHESES.sub(_widen_beside_han, text)
        if widened == text:
            return text
        text = widened


def _widen_beside_han(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    beside_han = _HAN.search(text[max(0, start - 1) : start] + match[1] + text[end : end + 1])
    return f"（{match[1]}）" if beside_han else match[0]
