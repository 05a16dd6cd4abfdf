"""What is late and not answered at the cut-off, by colour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np

from core.clock import SHANGHAI
from core.messages import message
from reports.counting import WorkingDays
from reports.facts import Facts, Mask
from reports.lists import PETITIONS, ListBuilder
from reports.types import Column, Figure, Note, Row, Table, Unit

MOST_ROWS = 500
_LEVELS = ("red", "orange", "yellow")
_RUNNING = ("accepted", "dispatched", "processing")
_COLUMNS = (
    Column("level", Unit.TEXT),
    Column("department", Unit.TEXT),
    Column("category", Unit.TEXT),
    Column("due_at", Unit.TEXT),
    Column("working_days", Unit.COUNT),
)


def late(facts: Facts, now: datetime) -> dict[str, Mask]:
    """Return the petitions that run at each colour at `now`, each at its highest."""
    p, at = facts.petitions, now.timestamp()
    running = np.isin(p.state, _RUNNING) & np.isnan(p.stopped)
    red, orange, yellow = (running & (limit < at) for limit in (p.red, p.orange, p.due))
    return {"red": red, "orange": orange & ~red, "yellow": yellow & ~orange & ~red}


def overdue_figures(found: dict[str, Mask], lists: ListBuilder) -> tuple[Figure, ...]:
    """Return how many are late at each colour."""
    for level in _LEVELS:
        lists.add(f"overdue_{level}", PETITIONS, found[level])
    return tuple(
        Figure(f"overdue_{level}", Unit.COUNT, float(np.count_nonzero(found[level]))) for level in reversed(_LEVELS)
    )


def overdue_table(
    facts: Facts,
    found: dict[str, Mask],
    now: datetime,
    working_days: WorkingDays,
    category_name: Callable[[str], str | None],
) -> Table:
    """Return the late petitions, red first, within a colour the oldest due time first; at most `MOST_ROWS`."""
    p, rows = facts.petitions, list[Row]()
    for level in _LEVELS:
        places = np.flatnonzero(found[level])
        for place in places[np.argsort(p.due[places], kind="stable")][: MOST_ROWS - len(rows)]:
            code, category = str(p.department[place]), str(p.category[place])
            due = np.array([p.due[place]])
            cells = (
                message(f"report.level.{level}"),
                facts.department_labels.get(code, code) if code else message("report.unknown.department"),
                category_name(category) or category,
                datetime.fromtimestamp(due[0], UTC).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
                float(working_days.between(due, np.array([now.timestamp()]))[0]),
            )
            number = str(p.number[place])
            rows.append(Row(number, number, cells))
    return Table("overdue", _COLUMNS, tuple(rows), is_internal=True)


def overdue_notes(found: dict[str, Mask]) -> tuple[Note, ...]:
    """Return the sentence that says how much of a long list is shown."""
    total = sum(int(np.count_nonzero(members)) for members in found.values())
    if total <= MOST_ROWS:
        return ()
    return (Note("overdue_shortened", {"total": str(total), "shown": str(MOST_ROWS)}),)
