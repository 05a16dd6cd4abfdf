"""Which numbered lines of a statute are headings: rule 1 of DOMAIN §2.4."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.clauses.contents import contents_lines
from ingest.clauses.numbering import Mark, Opening, read_opening
from ingest.clauses.quoting import quoted_lines
from ingest.cleaning.lines import Line


@dataclass(frozen=True, slots=True)
class Outline:
    """What every line opens, after the doubtful marks were taken out.

    `restarts` are the lines of a 第一条 that begins another document on the same page; `gaps` are numbers that
    should have stood before a line ("7" for a jump from 第六条 to 第八条) or marks that were read as body text.
    `begins_at` is the number of the first article when that is not the first of its law.
    """

    openings: tuple[Opening | None, ...]
    restarts: frozenset[int]
    contents: frozenset[int]  # lines of a table of contents
    gaps: tuple[str, ...]
    begins_at: str | None = None


def outline(lines: Sequence[Line]) -> Outline:
    """Decide what each line opens. Article numbers must run on; table rows and quoted text open nothing."""
    openings = [None if line.is_table else read_opening(line.text) for line in lines]
    for index in quoted_lines(lines):
        openings[index] = None
    candidates = [i for i, opening in enumerate(openings) if opening is not None and opening.mark is Mark.ARTICLE]
    accepted, restarts, gaps = _accept(candidates, openings)
    for index in candidates:
        if index not in accepted:
            openings[index] = None
    contents = contents_lines(openings, lines)
    for index in contents:
        openings[index] = None
    first = next((o for i in candidates if i in accepted and (o := openings[i]) is not None), None)
    begins_at = first.number if first is not None and first.value != (1, 0) else None
    return Outline(tuple(openings), frozenset(restarts), frozenset(contents), tuple(gaps), begins_at)


def _accept(candidates: list[int], openings: Sequence[Opening | None]) -> tuple[set[int], set[int], list[str]]:
    """Return accepted lines, restarts among them, and gaps.

    A jump is followed only when three numbers in a row agree that it is one; a lone number out of order is a
    reference at the start of a line. Fewer than two articles are no statute.
    """
    values = [opening.value for i in candidates if (opening := openings[i]) is not None]
    runs: list[list[int]] = []
    restarts: set[int] = set()
    gaps: list[str] = []
    previous: tuple[int, int] | None = None
    for position, value in enumerate(values):
        if previous is not None and _follows(previous, value):
            runs[-1].append(candidates[position])
        elif value == (1, 0) and (previous is None or values[position + 1 : position + 2] == [(2, 0)]):
            if previous is not None:
                restarts.add(candidates[position])
            runs.append([candidates[position]])
        elif previous is None and _is_steady(values, position):
            runs.append([candidates[position]])  # a book of a code, an amendment that numbers on: not a gap
        elif previous is not None and value > previous and _is_steady(values, position):
            gaps.append(str(value[0] - 1))
            runs[-1].append(candidates[position])
        else:
            gaps.append(_written(value))
            continue
        previous = value
    accepted = {index for run in runs if len(run) >= 2 for index in run}
    return accepted, restarts & accepted, gaps if accepted else []


def _follows(previous: tuple[int, int], value: tuple[int, int]) -> bool:
    return value == (previous[0] + 1, 0) or value == (previous[0], previous[1] + 1)


def _is_steady(values: Sequence[tuple[int, int]], position: int) -> bool:
    """Whether three numbers from `position` run on, or the only two of the text."""
    run = values[position : position + 3]
    enough = len(run) == 3 or (position == 0 and len(values) == 2)
    return enough and all(_follows(a, b) for a, b in itertools.pairwise(run))


def _written(value: tuple[int, int]) -> str:
    return str(value[0]) if not value[1] else f"{value[0]}-{value[1]}"
