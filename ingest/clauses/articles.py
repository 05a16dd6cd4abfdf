"""Which numbered lines of a statute are headings: rule 1 of DOMAIN §2.4."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.clauses.numbering import DIVISIONS, Mark, Opening, read_opening
from ingest.cleaning.lines import Line


@dataclass(frozen=True, slots=True)
class Outline:
    """What every line opens, after the doubtful marks were taken out.

    `restarts` are the lines of a 第一条 that begins another document on the same page; `gaps` are numbers that
    should have stood before a line ("7" for a jump from 第六条 to 第八条) or marks that were read as body text.
    """

    openings: tuple[Opening | None, ...]
    restarts: frozenset[int]
    contents: frozenset[int]  # lines of a table of contents
    gaps: tuple[str, ...]


def outline(lines: Sequence[Line]) -> Outline:
    """Decide what each line opens. Article numbers must run on; table rows open nothing."""
    openings = [None if line.is_table else read_opening(line.text) for line in lines]
    candidates = [i for i, opening in enumerate(openings) if opening is not None and opening.mark is Mark.ARTICLE]
    accepted, restarts, gaps = _accept(candidates, openings)
    for index in candidates:
        if index not in accepted:
            openings[index] = None
    contents = _contents(openings, lines)
    for index in contents:
        openings[index] = None
    return Outline(tuple(openings), frozenset(restarts), frozenset(contents), tuple(gaps))


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
        elif (previous is None or value > previous) and _is_steady(values, position):
            gaps.append(str(value[0] - 1))
            if previous is None:
                runs.append([])
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
    run = values[position : position + 3]
    return len(run) == 3 and all(_follows(a, b) for a, b in itertools.pairwise(run))


def _written(value: tuple[int, int]) -> str:
    return str(value[0]) if not value[1] else f"{value[0]}-{value[1]}"


def _contents(openings: Sequence[Opening | None], lines: Sequence[Line]) -> set[int]:
    """Return the lines of a table of contents: headings that nothing follows but other headings.

    In a run of headings only the last ones, each deeper than the one before, head something.
    """
    found: set[int] = set()
    run: list[int] = []
    for index, opening in [*enumerate(openings), (len(openings), None)]:
        if opening is not None and opening.mark in DIVISIONS:
            run.append(index)
            continue
        if opening is None and index < len(lines) and len(lines[index].text) <= 4 and run and run[-1] == index - 1:
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
    return found | {i - 1 for i in found if i and lines[i - 1].text.replace(" ", "") in ("目录", "目次")}
