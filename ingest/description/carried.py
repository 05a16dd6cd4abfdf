"""The text that a notice or an order carries: its title, and where it begins in the same file (DOMAIN §2.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.text import fold_for_comparison
from ingest.clauses.numbering import Mark, read_opening
from ingest.cleaning.lines import Line

CARRIES = re.compile(r"(?:印发|发布|公布|颁布|转发|批转)(?:《(?P<quoted>.+)》|(?P<bare>.+?))的?(?:通知|公告|令|决定)")
_ENACTED = re.compile(r"《(?P<title>[^《》]+)》(?:已经|业经|已由|经)")
_LIST_OF_TITLES = re.compile(r"》?[、和及与]《?")
_VERSION = re.compile("(?:试行|暂行|修订|修订版|第.版)$")


def carried_text(title: str, lines: Sequence[Line], after: int) -> tuple[str | None, list[int]]:
    """Return the title of the text that a notice carries and the lines it stands on, if it is one and in this file."""
    match = CARRIES.search(title)
    if match is None:
        return None, []
    carried = match["quoted"] or match["bare"]
    if found := _title_lines(carried, lines, after):
        return _joined(lines, found), found
    several = [part for part in _LIST_OF_TITLES.split(carried) if len(part) >= 6]
    hits = [hit for part in several if (hit := _title_lines(part, lines, after))]
    if len(hits) == 1 and len(several) > 1:
        return _joined(lines, hits[0]), hits[0]
    return None, []


def unprinted_text(title: str, lines: Sequence[Line], signed: int | None) -> tuple[str | None, int | None]:
    """Return title and first line of a carried statute that starts under the signature `signed` without its title."""
    match = CARRIES.search(title)
    if match is None or signed is None or signed + 1 >= len(lines):
        return None, None
    opening = read_opening(lines[signed + 1].text)
    begins = opening is not None and opening.mark in (Mark.PART, Mark.CHAPTER, Mark.ARTICLE) and opening.number == "1"
    return (match["quoted"] or match["bare"], signed + 1) if begins else (None, None)


def enacted_text(lines: Sequence[Line], after: int) -> tuple[str | None, list[int]]:
    """Return the title and its lines of the text that an order (令) puts into force and prints below."""
    for line in lines[after : after + 6]:
        match = _ENACTED.search(line.text)
        if match and (found := _title_lines(match["title"], lines, after)):
            return _joined(lines, found), found
    return None, []


def folded(text: str) -> str:
    """Return the letters of a title in the form in which titles are compared."""
    return "".join(c for c in fold_for_comparison(text) if c.isalnum())


def _title_lines(title: str, lines: Sequence[Line], after: int) -> list[int]:
    wanted = folded(title).removeprefix("关于")
    for index in range(max(after, 1), len(lines)):
        joined = ""
        for length in range(3):
            if index + length >= len(lines) or lines[index + length].is_table:
                break
            text = lines[index + length].text
            if len(text) > len(title) + 20:
                break
            joined += folded(text)
            bare = _VERSION.sub("", joined)
            if joined.removeprefix("关于") == wanted or (bare and bare.removeprefix("关于") == wanted):
                return list(range(index, index + length + 1))
            if not wanted.startswith(joined.removeprefix("关于")):
                break
    return []


def _joined(lines: Sequence[Line], indexes: Sequence[int]) -> str:
    return "".join(lines[i].text for i in indexes).lstrip("#").strip()
