"""An edition as a workbook: the key figures on the first sheet, each table on one of its own, with a native chart."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.messages import message
from reports.export.types import Document, bars, safe
from reports.types import Cell, Table, Unit
from reports.wording import change, column_name, figure_name, note_text, section_name, table_name

_FORMATS = {Unit.COUNT: "0", Unit.SHARE: "0.0%", Unit.DAYS: "0.0", Unit.SCORE: "0.0", Unit.TEXT: "@"}
_CHANGES = {Unit.COUNT: "+0.0%;-0.0%;0.0%"}
_FIGURE_COLUMNS = ("name", "value", "numerator", "denominator", "previous", "change", "year_before", "year_change")
_HEAD = PatternFill("solid", fgColor="DCE6F1")
_SHEET_NAME_CHARS = 31
_NAME_WIDTH, _NUMBER_WIDTH = 32, 14
_CHART_WIDTH_CM, _BAR_CM, _CHART_LEAST_CM = 18.0, 0.7, 7.0


def write_xlsx(document: Document) -> bytes:
    """Return the edition as XLSX; numbers are numbers, "—" is an empty cell."""
    book = Workbook()
    first = book.active or book.create_sheet()
    _figures(first, document)
    for section in document.edition.sections:
        for table in section.tables:
            if table.rows:
                _table(book.create_sheet(table_name(table)[:_SHEET_NAME_CHARS]), table)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _figures(sheet: Worksheet, document: Document) -> None:
    sheet.title = section_name("overview")[:_SHEET_NAME_CHARS]
    sheet.append([document.heading])
    sheet["A1"].font = Font(bold=True, size=14)
    for line in document.preface:
        sheet.append([line])
    _heading(sheet, [message(f"report.column.{column}") for column in _FIGURE_COLUMNS])
    for section in document.edition.sections:
        for figure in section.figures:
            now, unit = figure.value, figure.unit
            changes = (change(now, figure.previous, unit), change(now, figure.year_before, unit))
            sheet.append([
                figure_name(figure), now, figure.numerator, figure.denominator, figure.previous, changes[0],
                figure.year_before, changes[1],
            ])  # fmt: skip
            row = sheet[sheet.max_row]
            for cell in (row[1], row[4], row[6]):
                cell.number_format = _FORMATS[unit]
            for cell in (row[5], row[7]):
                cell.number_format = _CHANGES.get(unit, "+0.0;-0.0;0.0")
    for section in document.edition.sections:
        for note in section.notes:
            sheet.append([note_text(note)])
    _widths(sheet, len(_FIGURE_COLUMNS))


def _table(sheet: Worksheet, table: Table) -> None:
    _heading(sheet, [message("report.column.name"), *(column_name(column) for column in table.columns)])
    for row in table.rows:
        hidden = message("report.hidden")
        values: Sequence[Cell] = [hidden] * len(row.cells) if row.is_hidden else row.cells
        sheet.append([safe(row.label), *(safe(value) if isinstance(value, str) else value for value in values)])
        _format(sheet, table)
    if table.total is not None:
        sheet.append([message("report.label.total"), *table.total])
        _format(sheet, table)
    sheet.freeze_panes = "B2"
    _widths(sheet, len(table.columns) + 1)
    _chart(sheet, table, count=len(bars(table)))


def _chart(sheet: Worksheet, table: Table, *, count: int) -> None:
    """Put a bar chart of the first `count` rows beside the table; the rows are sorted, so those are the largest."""
    if not count:
        return
    chart = BarChart()
    chart.type, chart.title, chart.legend = "bar", table_name(table), None
    height: float = max(_CHART_LEAST_CM, _BAR_CM * count + 2)
    chart.width, chart.height = _CHART_WIDTH_CM, height  # type: ignore[assignment]  # the stubs say int
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=count + 1), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=count + 1))
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    sheet.add_chart(chart, f"{get_column_letter(len(table.columns) + 3)}2")


def _heading(sheet: Worksheet, names: Sequence[str]) -> None:
    sheet.append(list(names))
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD, Alignment(wrap_text=True, vertical="center")


def _format(sheet: Worksheet, table: Table) -> None:
    for cell, column in zip(sheet[sheet.max_row][1:], table.columns, strict=True):
        cell.number_format = _FORMATS[column.unit]


def _widths(sheet: Worksheet, count: int) -> None:
    for place in range(1, count + 1):
        sheet.column_dimensions[get_column_letter(place)].width = _NAME_WIDTH if place == 1 else _NUMBER_WIDTH
