"""Two systems over the same questions: how large the difference is, and how sure one may be that there is one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.errors import InvalidInputError
from eval.saved import OWN, SavedQuestion, SavedRun, read_run
from eval.statistics import PairedComparison, compare_paired

LOWER_IS_BETTER = frozenset({"false_answer"})
_BASELINE_MARK = "#"


@dataclass(frozen=True, slots=True)
class ComparedRuns:
    """All metrics both have. `only_a` and `only_b` count the questions left out, since the other was not asked them."""

    name_a: str
    name_b: str
    shared: int
    only_a: int
    only_b: int
    metrics: dict[str, PairedComparison]


@dataclass(frozen=True, slots=True)
class NamedSystem:
    """One system of a saved run, under the name by which it was asked for."""

    name: str
    run: SavedRun
    rows: list[SavedQuestion]


def read_system(name: str) -> NamedSystem:
    """Read "RUN" or "RUN#SYSTEM", for instance `runs/monday#bm25`. Raises DatasetError, InvalidInputError."""
    folder, _, system = name.partition(_BASELINE_MARK)
    run = read_run(Path(folder))
    wanted = system or OWN
    if wanted not in run.systems:
        raise InvalidInputError(f"'{folder}' has no system '{wanted}'. It has: {', '.join(run.systems)}.")
    return NamedSystem(name, run, run.systems[wanted])


def compare_systems(a: NamedSystem, b: NamedSystem) -> ComparedRuns:
    """Compare the questions that both were asked, matched by id; undefined scores of either are left out.

    Raises InvalidInputError when the runs measure different things or share no question.
    """
    if a.run.kind != b.run.kind:
        raise InvalidInputError(f"A run of '{a.run.kind}' cannot be compared with one of '{b.run.kind}'.")
    rows_b = {row.id: row for row in b.rows}
    pairs = [(row, rows_b[row.id]) for row in a.rows if row.id in rows_b and rows_b[row.id].question == row.question]
    if not pairs:
        raise InvalidInputError(f"'{a.name}' and '{b.name}' share no question, so there is nothing to compare.")
    metrics = {}
    for name in a.run.metrics:
        found = compare_paired(*_defined(pairs, name))
        if found is not None:
            metrics[name] = found
    return ComparedRuns(a.name, b.name, len(pairs), len(a.rows) - len(pairs), len(b.rows) - len(pairs), metrics)


def _defined(pairs: list[tuple[SavedQuestion, SavedQuestion]], name: str) -> tuple[list[float], list[float]]:
    both = [(a.scores.get(name), b.scores.get(name)) for a, b in pairs]
    known = [(a, b) for a, b in both if a is not None and b is not None]
    return [a for a, _ in known], [b for _, b in known]
