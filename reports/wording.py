"""Numbers and names of a report as people read them: one place for the HTTP shapes and all exports."""

from __future__ import annotations

from core.clock import SHANGHAI
from core.messages import message
from reports.periods import Period, ReportKind
from reports.types import Cell, Column, Edition, EditionState, Figure, Note, Row, Table, Unit

_DAY = "%Y-%m-%d"
_MINUTE = "%Y-%m-%d %H:%M"


def cell_text(value: Cell, unit: Unit) -> str:
    """Return a number with the decimals of its unit, "—" for None."""
    if value is None:
        return message("report.nothing")
    if isinstance(value, str):
        return value
    match unit:
        case Unit.SHARE:
            return f"{value:.1%}"
        case Unit.DAYS | Unit.SCORE:
            return f"{value:.1f}"
        case _:
            return f"{value:.0f}"


def change(value: float | None, base: float | None, unit: Unit) -> float | None:
    """Return the change against `base`: of a count as a share of it, of a share in percentage points, else as it is.

    None when either is missing, or a count is compared with 0.
    """
    if value is None or base is None or (unit is Unit.COUNT and base == 0):
        return None
    if unit is Unit.COUNT:
        return value / base - 1
    return (value - base) * 100 if unit is Unit.SHARE else value - base


def change_text(value: float | None, base: float | None, unit: Unit) -> str:
    """Return the change with its sign, "—" where there is none."""
    found = change(value, base, unit)
    if found is None:
        return message("report.nothing")
    if unit is Unit.COUNT:
        return f"{found:+.1%}"
    return message("report.points", points=f"{found:+.1f}") if unit is Unit.SHARE else f"{found:+.1f}"


def figure_name(figure: Figure) -> str:
    return message(f"report.figure.{figure.key}")


def column_name(column: Column) -> str:
    return message(f"report.column.{column.key}")


def table_name(table: Table) -> str:
    return message(f"report.table.{table.key}")


def section_name(key: str) -> str:
    return message(f"report.section.{key}")


def note_text(note: Note) -> str:
    return message(f"report.note.{note.code}", **note.params)


def row_cells(table: Table, row: Row) -> list[str]:
    """Return the texts of a row's cells; those of a row that is not shown in public are stars."""
    if row.is_hidden:
        return [message("report.hidden")] * len(table.columns)
    return [cell_text(value, column.unit) for value, column in zip(row.cells, table.columns, strict=True)]


def period_name(period: Period) -> str:
    """Return a period as people say it: 2026年第47周, 2026年11月, 2026年第4季度, 2026年."""
    match period.kind:
        case ReportKind.WEEK:
            year, number, _ = period.first.isocalendar()
        case ReportKind.MONTH:
            year, number = period.first.year, period.first.month
        case ReportKind.QUARTER:
            year, number = period.first.year, (period.first.month + 2) // 3
        case ReportKind.YEAR:
            return message("report.period.year", year=str(period.first.year))
    return message(f"report.period.{period.kind.value}", year=str(year), number=str(number))


def title(edition: Edition, zone: str, department: str | None) -> str:
    """Return the heading: whose report, which kind, which period."""
    kind, period = message(f"report.kind.{edition.period.kind.value}"), period_name(edition.period)
    if department is not None:
        return message("report.title_department", department=department, kind=kind, period=period)
    return message("report.title", zone=zone, kind=kind, period=period)


def imprint(edition: Edition) -> str:
    """Return the sentence with edition, cut-off and period."""
    values = {
        "number": str(edition.number),
        "cutoff": edition.cutoff_at.astimezone(SHANGHAI).strftime(_MINUTE),
        "first": edition.period.first.strftime(_DAY),
        "last": edition.period.last.strftime(_DAY),
    }
    if edition.state is EditionState.DRAFT:
        return message("report.edition_draft", **values)
    if edition.reason:
        return message("report.edition_revised", **values, reason=edition.reason)
    return message("report.edition", **values)
