"""How the volume of a period is made of that of shorter ones: weeks reach beyond a month, months do not."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from reports.counting import Sets
from reports.facts import Among, Facts, Window
from reports.lists import PETITIONS, ListBuilder
from reports.periods import Period, ReportKind, period_of
from reports.types import Column, Note, Row, Section, Table, Unit

_PARTS = {ReportKind.MONTH: ReportKind.WEEK, ReportKind.QUARTER: ReportKind.MONTH, ReportKind.YEAR: ReportKind.QUARTER}
_COLUMNS = (Column("volume", Unit.COUNT), Column("inside", Unit.COUNT), Column("outside", Unit.COUNT))


def parts_of(period: Period) -> list[Period]:
    """Return the shorter periods that share a day with `period`: weeks of a month, months of a quarter and so on."""
    kind = _PARTS.get(period.kind)
    if kind is None:
        return []
    found = [period_of(kind, period.first)]
    while found[-1].last < period.last:
        found.append(period_of(kind, found[-1].last + timedelta(days=1)))
    return found


def reconciliation(facts: Facts, period: Period, now: datetime, lists: ListBuilder) -> Section:
    """Return for each part its volume, and how much of it lies inside the period; the insides add up to the period."""
    everything, rows = Among.everything(facts), list[Row]()
    for part in parts_of(period):
        window = Window(part.start.timestamp(), min(part.end, now).timestamp())
        volume = Sets.of(facts, window, everything).volume
        inside = volume & Sets.of(facts, _overlap(window, period), everything).volume
        counts = (int(np.count_nonzero(volume)), int(np.count_nonzero(inside)))
        rows.append(Row(part.label, part.label, (*map(float, counts), float(counts[0] - counts[1]))))
        lists.add(f"parts.{part.label}.volume", PETITIONS, volume)
        lists.add(f"parts.{part.label}.inside", PETITIONS, inside)
        lists.add(f"parts.{part.label}.outside", PETITIONS, volume & ~inside)
    if not rows:
        return Section("reconciliation")
    sums = [sum(float(row.cells[place] or 0) for row in rows) for place in range(3)]
    params = {"parts": f"{sums[0]:g}", "inside": f"{sums[1]:g}", "outside": f"{sums[2]:g}"}
    code = "weeks_reach_beyond" if period.kind is ReportKind.MONTH else "parts_add_up"
    return Section(
        "reconciliation", tables=(Table("parts", _COLUMNS, tuple(rows), tuple(sums)),), notes=(Note(code, params),)
    )


def _overlap(window: Window, period: Period) -> Window:
    return Window(max(window.start, period.start.timestamp()), min(window.end, period.end.timestamp()))
