"""Reports as clients see them, and whose they may see."""

from __future__ import annotations

from sqlalchemy.orm import Session

from api.accounts.permissions import Scope
from api.dependencies import StaffCall
from api.schemas.reports import (
    AudienceCode,
    EditionOut,
    EditionSummary,
    FigureOut,
    ReportCell,
    ReportColumn,
    ReportRow,
    ReportSection,
    ReportTable,
)
from core.departments import DepartmentRepository
from reports import wording
from reports.lists import BASE
from reports.types import Edition, Figure, Reader, Row, Section, Table

Keys = frozenset[str]
_OF_DEPARTMENT = frozenset({Scope.DEPARTMENT, Scope.OWN})


def reader_of(session: Session, call: StaffCall) -> Reader:
    """Return whose reports this caller may see: all, those of the department and what is below, or knowledge."""
    departments, own = frozenset[str](), call.actor.department_code
    if own is not None and call.scopes & _OF_DEPARTMENT:
        departments = DepartmentRepository().subtree_codes(session, own)
    return Reader(Scope.ALL in call.scopes, departments, Scope.KNOWLEDGE in call.scopes)


def summary_out(edition: Edition, zone: str, departments: dict[str, str]) -> EditionSummary:
    """Return an edition without its content."""
    code = edition.department_code
    department = departments.get(code, code) if code is not None else None
    return EditionSummary(
        id=edition.id,
        kind=edition.period.kind.value,
        period=edition.period.label,
        first_day=edition.period.first,
        last_day=edition.period.last,
        department_code=code,
        department=department,
        number=edition.number,
        state=edition.state.value,
        title=wording.title(edition, zone, department),
        imprint=wording.imprint(edition),
        reason=edition.reason,
        cutoff_at=edition.cutoff_at,
        created_by=edition.created_by,
        released_at=edition.released_at,
        released_by=edition.released_by,
    )


def edition_out(
    edition: Edition, zone: str, departments: dict[str, str], keys: Keys, audience: AudienceCode
) -> EditionOut:
    """Return an edition with its content; `keys` are those of the lists this caller may open."""
    summary = summary_out(edition, zone, departments)
    sections = [section_out(section, keys) for section in edition.sections]
    return EditionOut(**summary.model_dump(), audience=audience, sections=sections)


def section_out(section: Section, keys: Keys) -> ReportSection:
    """Return one section."""
    return ReportSection(
        key=section.key,
        label=wording.section_name(section.key),
        figures=[_figure(figure, keys) for figure in section.figures],
        tables=[_table(table, keys) for table in section.tables],
        notes=[wording.note_text(note) for note in section.notes],
    )


def _figure(figure: Figure, keys: Keys) -> FigureOut:
    value, unit = figure.value, figure.unit
    base = f"{figure.key}{BASE}"
    return FigureOut(
        key=figure.key,
        label=wording.figure_name(figure),
        unit=unit.value,
        value=value,
        text=wording.cell_text(value, unit),
        numerator=figure.numerator,
        denominator=figure.denominator,
        previous=figure.previous,
        year_before=figure.year_before,
        change=wording.change(value, figure.previous, unit),
        change_text=wording.change_text(value, figure.previous, unit),
        year_change=wording.change(value, figure.year_before, unit),
        year_change_text=wording.change_text(value, figure.year_before, unit),
        list=figure.key if figure.key in keys else None,
        base_list=base if base in keys else None,
    )


def _table(table: Table, keys: Keys) -> ReportTable:
    total = None
    if table.total is not None:
        cells = zip(table.total, table.columns, strict=True)
        total = [ReportCell(value=value, text=wording.cell_text(value, column.unit)) for value, column in cells]
    return ReportTable(
        key=table.key,
        label=wording.table_name(table),
        columns=[ReportColumn(key=c.key, label=wording.column_name(c), unit=c.unit.value) for c in table.columns],
        rows=[_row(table, row, keys) for row in table.rows],
        total=total,
    )


def _row(table: Table, row: Row, keys: Keys) -> ReportRow:
    found = [f"{table.key}.{row.code}.{column.key}" for column in table.columns]
    cells = [
        ReportCell(value=value, text=text, list=key if key in keys else None)
        for value, text, key in zip(row.cells, wording.row_cells(table, row), found, strict=True)
    ]
    return ReportRow(
        code=row.code,
        label=row.label,
        parent=row.parent,
        enterprises=row.enterprises,
        is_hidden=row.is_hidden,
        cells=cells,
    )
