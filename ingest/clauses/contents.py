"""Which lines are a table of contents: they name the headings that follow and head nothing themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.clauses.numbering import DIVISIONS, LISTS, Mark, Opening
from ingest.cleaning.lines import Line

_TITLE = re.compile(r"^目\s*[录次]$")
_PAGE = re.compile(r"\s*(?:[.．…·‥⋯\-—–_]\s*){3,}\s*[（(]?\d*[）)]?\s*$")
_MAX_NAME = 4


def contents_lines(openings: Sequence[Opening | None], lines: Sequence[Line]) -> set[int]:
    """Return the lines of tables of contents, with the word 目录 above them."""
    found = _bare_divisions(openings, lines) | _repeated_headings(openings, lines)
    return found | {i - 1 for i in found if i and _TITLE.match(lines[i - 1].text)}


def _bare_divisions(openings: Sequence[Opening | None], lines: Sequence[Line]) -> set[int]:
    """Chapter headings that nothing follows but other headings.

    In a run of headings only the last ones, each deeper than the one before, head something.
    """
    found: set[int] = set()
    run: list[int] = []
    for index, opening in [*enumerate(openings), (len(openings), None)]:
        if opening is not None and opening.mark in DIVISIONS:
            run.append(index)
            continue
        is_name = opening is None and index < len(lines) and len(lines[index].text) <= _MAX_NAME
        if is_name and run and run[-1] == index - 1:
            continue  # the name of a heading that stands on a line of its own
        depth = len(DIVISIONS)
        for heading in reversed(run):
            mark = openings[heading].mark  # type: ignore[union-attr]
            if DIVISIONS.index(mark) < depth and not (depth == len(DIVISIONS) and index == len(openings)):
                depth = DIVISIONS.index(mark)
            else:
                found.add(heading)
                depth = -1
        run = []
    return found


def _repeated_headings(openings: Sequence[Opening | None], lines: Sequence[Line]) -> set[int]:
    """Lines under 目录 that come again further down, or end in dots and a page number."""
    found: set[int] = set()
    for title in (i for i, line in enumerate(lines) if _TITLE.match(line.text)):
        last = {_name(line.text): i for i, line in enumerate(lines) if not line.is_table}
        listed = title + 1
        while listed < len(lines):
            comes_again = last.get(_name(lines[listed].text), 0) > listed
            if not _is_listed(openings[listed], lines[listed], comes_again=comes_again):
                break
            found.add(listed)
            listed += 1
        if listed > title + 1:
            found.add(title)
    return found


def _is_listed(opening: Opening | None, line: Line, *, comes_again: bool) -> bool:
    if line.is_table or line.is_sentence:
        return False
    is_heading = opening is not None and opening.mark in (*DIVISIONS, *LISTS, Mark.APPENDIX)
    return _PAGE.search(line.text) is not None or (is_heading and comes_again)


def _name(text: str) -> str:
    return "".join(_PAGE.sub("", text).split())
