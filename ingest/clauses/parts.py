"""Where the documents of one page begin, and where the articles of each end."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.clauses.articles import Outline
from ingest.clauses.numbering import DIVISIONS, Mark, Opening
from ingest.cleaning.lines import Line
from ingest.description.header import Frame


def part_starts(lines: Sequence[Line], frame: Frame, plan: Outline) -> set[int]:
    """Return where each further document of the page begins: its title lines stand before its 第一条."""
    starts = set()
    for restart in plan.restarts:
        index = restart
        while index > 0 and _may_precede(lines[index - 1], plan.openings[index - 1]):
            index -= 1
        if not any(_opens_appendix(plan, i) for i in range(index, restart)) and not _inside_appendix(plan, index):
            inner = frame.inner_start
            if inner is None or not index <= inner <= restart:
                starts.add(index)
    return starts


def _may_precede(line: Line, opening: Opening | None) -> bool:
    return not line.is_table and not line.is_sentence and (opening is None or opening.mark in DIVISIONS)


def _opens_appendix(plan: Outline, index: int) -> bool:
    opening = plan.openings[index]
    return opening is not None and opening.mark is Mark.APPENDIX


def _inside_appendix(plan: Outline, index: int) -> bool:
    """Whether nothing but the appendix mark and short lines stand between an annex and its first article."""
    return index > 0 and _opens_appendix(plan, index - 1)


def last_articles(plan: Outline) -> dict[int, int]:
    """Map each line to the last article line of its part at or after it; lines behind the last one are absent."""
    following: dict[int, int] = {}
    last: int | None = None
    for index in range(len(plan.openings) - 1, -1, -1):
        opening = plan.openings[index]
        if opening is not None and opening.mark is Mark.ARTICLE and last is None:
            last = index
        if last is not None:
            following[index] = last
        if index in plan.restarts or (opening is not None and opening.mark is Mark.APPENDIX):
            last = None
    return following
