"""What stands out: issues that grow, and sentences that a reader may act on. Rules over the figures, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from reports.types import Cell, Column, Figure, Note, Row, Table, Unit

_ISSUES = 10
_ON_TIME_GOAL, _SATISFIED_GOAL = 0.95, 0.9
_MOST_GAPS = 0.2
_GROWN_LEAST, _GROWN_TIMES = 5, 2.0
_COLUMNS = (Column("volume", Unit.COUNT), Column("previous", Unit.COUNT), Column("enterprises", Unit.COUNT))


def issues_table(subcategories: Table) -> Table:
    """Return the second-level categories with most petitions, with the volume before and the enterprises behind."""
    rows = [row for row in subcategories.rows if _number(row.cells[0])][:_ISSUES]
    return Table(
        "issue",
        _COLUMNS,
        tuple(
            Row(r.code, r.label, (r.cells[0], r.cells[2], float(r.enterprises or 0)), r.enterprises, r.parent)
            for r in rows
        ),
        is_internal=True,
    )


def suggestions(figures: Sequence[Figure], subcategories: Table, departments: Table) -> tuple[Note, ...]:
    """Return the sentences that the figures call for; one that says so when none does."""
    by_key = {figure.key: figure for figure in figures}
    found = []
    if _below(by_key.get("on_time_rate"), _ON_TIME_GOAL):
        late = _worst(departments, "yellow")
        params = {"rate": _percent(by_key["on_time_rate"]), "goal": f"{_ON_TIME_GOAL:.0%}"}
        found.append(Note("late_by", params | late) if late else Note("late", params))
    if _below(by_key.get("satisfied_rate"), _SATISFIED_GOAL):
        found.append(
            Note("dissatisfied", {"rate": _percent(by_key["satisfied_rate"]), "goal": f"{_SATISFIED_GOAL:.0%}"})
        )
    for row in subcategories.rows:
        volume, before = _number(row.cells[0]), _number(row.cells[2])
        if volume >= _GROWN_LEAST and before and volume >= _GROWN_TIMES * before:
            params = {"category": row.label, "volume": f"{volume:g}", "previous": f"{before:g}"}
            found.append(Note("grown", params))
    gaps = by_key.get("gap_rate")
    if gaps is not None and gaps.value is not None and gaps.value > _MOST_GAPS:
        found.append(Note("gaps", {"rate": _percent(gaps)}))
    return tuple(found) or (Note("nothing_stands_out"),)


def _below(figure: Figure | None, goal: float) -> bool:
    return figure is not None and figure.value is not None and figure.value < goal


def _percent(figure: Figure) -> str:
    return f"{figure.value:.1%}"


def _worst(table: Table, column: str) -> dict[str, str]:
    """Return the department with most of something, empty when nobody has any."""
    place = next(n for n, found in enumerate(table.columns) if found.key == column)
    worst = max(table.rows, key=lambda row: _number(row.cells[place]), default=None)
    if worst is None or not _number(worst.cells[place]):
        return {}
    return {"department": worst.label, "count": f"{_number(worst.cells[place]):g}"}


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, float | int) else 0.0
