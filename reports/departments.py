"""What each department did, and how that is assessed (DOMAIN §5): raw figures next to the points."""

from __future__ import annotations

import numpy as np

from core.messages import message
from reports.counting import Counted, Sets, WorkingDays, petition_figures
from reports.facts import Among, Facts, Window
from reports.lists import PETITIONS, ListBuilder
from reports.types import Cell, Column, ReportRules, Row, Table, Unit, Weights
from reports.volume import UNKNOWN

_COLUMNS = (
    Column("accepted", Unit.COUNT),
    Column("answered", Unit.COUNT),
    Column("on_time_rate", Unit.SHARE),
    Column("average_days", Unit.DAYS),
    Column("satisfied_rate", Unit.SHARE),
    Column("solved_rate", Unit.SHARE),
    Column("response_rate", Unit.SHARE),
    Column("reopened", Unit.COUNT),
    Column("returned", Unit.COUNT),
    Column("yellow", Unit.COUNT),
    Column("orange", Unit.COUNT),
    Column("red", Unit.COUNT),
)
_PARTS = ("on_time", "satisfied", "solved", "conduct", "knowledge")
_LEVELS = ("yellow", "orange", "red")
_COUNTED_AS = {"reopened": "reopened_rate", "returned": "returned_rate"}

DepartmentFigures = dict[str, dict[str, Counted]]


def figures_by_department(facts: Facts, window: Window, working_days: WorkingDays) -> DepartmentFigures:
    """Return the key figures of every department that has any, and under "" of petitions that none leads yet."""
    codes = np.unique(np.concatenate([facts.petitions.department, facts.tickets.department, facts.events.department]))
    found = {}
    for code in codes:
        figures = petition_figures(facts, window, working_days, Among.of_department(facts, str(code)))
        if any(counted.value or counted.denominator for counted in figures.values()):
            found[str(code)] = figures
    return found


def department_table(facts: Facts, figures: DepartmentFigures, lists: ListBuilder, window: Window) -> Table:
    """Return the departments' figures, most petitions first; a petition is counted where its lead is now."""
    enterprise, everything = facts.petitions.enterprise, Sets.of(facts, window, Among.everything(facts)).volume
    rows = []
    for code, found in sorted(figures.items(), key=lambda item: (item[0] == "", -(item[1]["accepted"].value or 0))):
        cells: list[Cell] = []
        for column in _COLUMNS:
            counted = found[_COUNTED_AS.get(column.key, column.key)]
            cells.append(counted.numerator if column.key in _COUNTED_AS else counted.value)
            lists.add(f"department.{code or UNKNOWN}.{column.key}", PETITIONS, counted.members)
        behind = enterprise[everything & (facts.petitions.department == code)]
        label = facts.department_labels.get(code, code) if code else message("report.unknown.department")
        rows.append(Row(code or UNKNOWN, label, tuple(cells), enterprises=len(np.unique(behind[behind >= 0]))))
    return Table("department", _COLUMNS, tuple(rows))


def assessment_table(facts: Facts, figures: DepartmentFigures, window: Window, rules: ReportRules) -> Table:
    """Return points, raw figures and ranks, best first.

    A part without a denominator gives no points and takes none: the points of the other parts are scaled to 100, and
    `weight` says how many of the weights they stand on. Alerts are taken off that. No rank below the least number of
    petitions.
    """
    columns = [Column("accepted", Unit.COUNT), Column("rank", Unit.COUNT), Column("score", Unit.SCORE)]
    columns.append(Column("weight", Unit.SCORE))
    for part in _PARTS:
        columns += [Column(f"{part}_points", Unit.SCORE), Column(f"{part}_raw", Unit.TEXT)]
    columns += [Column(level, Unit.COUNT) for level in _LEVELS]
    rows = []
    for code, found in figures.items():
        if code:
            raw = _raw(facts, found, code, window, rules)
            label = facts.department_labels.get(code, code)
            rows.append(Row(code, label, _assessed(found, raw, rules.weights)))
    return Table("assessment", tuple(columns), tuple(_ranked(rows, rules.ranking_min_petitions)))


def _raw(
    facts: Facts, found: dict[str, Counted], code: str, window: Window, rules: ReportRules
) -> dict[str, tuple[float, float]]:
    """Return numerator and denominator of each part of the assessment."""
    parts = {part: found[f"{part}_rate"] for part in ("on_time", "satisfied", "solved")}
    raw = {part: (counted.numerator or 0.0, counted.denominator or 0.0) for part, counted in parts.items()}
    e = facts.events
    denied = window.holds(e.at) & (e.code == "return_denied") & (e.department == code)
    signed, tickets = found["response_rate"].numerator or 0.0, found["response_rate"].denominator or 0.0
    proper = signed + (found["returned_rate"].numerator or 0.0) - float(np.count_nonzero(denied))
    raw["conduct"] = (min(max(proper, 0.0), tickets), tickets)
    x = facts.entries
    published = (x.department == code) & (x.added < window.end) & ~(x.ended < window.end)
    fresh = published & (x.reviewed + rules.review_days * 86_400 >= window.end)
    raw["knowledge"] = (float(np.count_nonzero(fresh)), float(np.count_nonzero(published)))
    return raw


def _assessed(found: dict[str, Counted], raw: dict[str, tuple[float, float]], weights: Weights) -> tuple[Cell, ...]:
    points: dict[str, float | None] = {
        part: None if of == 0 else round(getattr(weights, part) * n / of, 1) for part, (n, of) in raw.items()
    }
    weight = sum(float(getattr(weights, part)) for part in _PARTS if points[part] is not None)
    reached = {level: found[level].value or 0.0 for level in _LEVELS}
    score = None
    if weight:
        earned = sum(getattr(weights, part) * n / of for part, (n, of) in raw.items() if of)
        taken = sum(getattr(weights, level) * count for level, count in reached.items())
        score = round(max(earned / weight * 100 - taken, 0.0), 1)
    cells: list[Cell] = [found["accepted"].value, None, score, weight]
    for part in _PARTS:
        n, of = raw[part]
        cells += [points[part], f"{n:g}/{of:g}"]
    return (*cells, *reached.values())


def _ranked(rows: list[Row], least: int) -> list[Row]:
    """Return the rows best first, ranked where there are enough petitions; equal scores share a rank."""
    by_score = sorted(rows, key=lambda row: (-_number(row.cells[2]), row.code))
    scores = [_number(row.cells[2]) for row in by_score if row.cells[2] is not None and _number(row.cells[0]) >= least]
    ranked = []
    for row in by_score:
        cells = list(row.cells)
        if cells[2] is not None and _number(cells[0]) >= least:
            cells[1] = float(scores.index(_number(cells[2])) + 1)
        ranked.append(Row(row.code, row.label, tuple(cells)))
    return ranked


def _number(cell: Cell) -> float:
    return cell if isinstance(cell, float | int) else -1.0
