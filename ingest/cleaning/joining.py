"""C3: joining lines that were broken inside a sentence (DOMAIN §2.7)."""

from __future__ import annotations

import itertools
import re

from ingest.clauses.numbering import read_opening
from ingest.cleaning.edits import Edit

_LINE = re.compile(r"[^\n]+")
_TERMINAL = "。！？；：”!?;:）)"
_METADATA = re.compile(
    r"^(?:来源|作者|发布|索引号|发文机关|成文日期|主题词|附件|抄送|\d{4}[-年/]|[^。，]{2,30}〔\d{4}〕\d+号$|[#|>*-])"
)
_PAIRS = {"“": "”", "《": "》", "（": "）", "「": "」", "(": ")"}
_MIN_WIDTH = 14
_MAX_WIDTH = 60
_TOLERANCE = 3.5  # a first line is shorter by its indent, and a line breaks early before a mark that may not begin one
_NEVER_FIRST = re.compile(r"^[，。；：、）》”！？]")
_CONTINUATION = re.compile(r"^[\u3400-\u9fff\w“《（(、，,]")


def join_broken_lines(text: str) -> list[Edit]:
    """C3: delete a line break that no sentence end, heading or indent explains.

    Lines count as broken only where the text is visibly wrapped (several lines that end in mid-sentence are as wide
    as the widest line there is), where a bracket opened on the line is closed on the next, or where the next line
    begins with a mark that never begins one.
    """
    lines = list(_LINE.finditer(text))
    width = _wrap_width([match[0] for match in lines])
    edits = []
    for line, following in itertools.pairwise(lines):
        if _is_broken(line[0], following[0], width):
            edits.append(Edit(line.end(), following.start(), _glue(line[0], following[0]), "C3"))
    return edits


def _glue(line: str, following: str) -> str:
    """Return the space that two joined Latin words need."""
    return (
        " " if line[-1].isascii() and line[-1].isalnum() and following[0].isascii() and following[0].isalnum() else ""
    )


def _is_broken(line: str, following: str, width: float | None) -> bool:
    if _NEVER_FIRST.match(following):
        return True
    if line[-1] in _TERMINAL or not _CONTINUATION.match(following):
        return False
    if read_opening(following) is not None or _METADATA.match(following) or " | " in line + following:
        return False
    if _leaves_open(line, following):
        return True
    return width is not None and _printed_width(line) >= width - _TOLERANCE


def _leaves_open(line: str, following: str) -> bool:
    for opening, closing in _PAIRS.items():
        unclosed = line.count(opening) - line.count(closing)
        if unclosed == 1 and closing in following and following.find(closing) < (following.find(opening) % 10_000):
            return len(line) >= _MIN_WIDTH
    return False


def _wrap_width(lines: list[str]) -> float | None:
    """Return the width the text is wrapped at, in Han characters, or None when its lines are whole paragraphs."""
    widest = max(map(_printed_width, lines), default=0.0)
    if not _MIN_WIDTH <= widest <= _MAX_WIDTH:
        return None
    broken = [
        line
        for line, following in itertools.pairwise(lines)
        if line[-1] not in _TERMINAL
        and _printed_width(line) >= widest - _TOLERANCE
        and read_opening(following) is None
        and not _METADATA.match(following)
    ]
    return widest if len(broken) >= 2 else None


def _printed_width(line: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in line)
