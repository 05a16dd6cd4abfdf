"""An edition as one long table: a line for each number, for whoever computes on with it."""

from __future__ import annotations

import csv
import io

from core.messages import message
from reports.export.types import Document, safe
from reports.types import Cell
from reports.wording import column_name, figure_name, section_name, table_name

_COLUMNS = ("section", "table", "name", "item", "value", "numerator", "denominator", "previous", "year_before")


def write_csv(document: Document) -> bytes:
    """Return the edition as CSV (UTF-8 with a mark, which Excel needs). Shares are written as 0..1, "—" stays empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([document.heading])
    writer.writerows([line] for line in document.preface)
    writer.writerow([message(f"report.column.{column}") for column in _COLUMNS])
    for section in document.edition.sections:
        name = section_name(section.key)
        for figure in section.figures:
            numbers = (figure.value, figure.numerator, figure.denominator, figure.previous, figure.year_before)
            writer.writerow([name, "", figure_name(figure), "", *map(_plain, numbers)])
        for table in section.tables:
            for row in table.rows:
                for column, value in zip(table.columns, row.cells, strict=True):
                    shown = message("report.hidden") if row.is_hidden else _plain(value)
                    writer.writerow([name, table_name(table), safe(row.label), column_name(column), shown])
            for column, value in zip(table.columns, table.total or (), strict=False):
                label = message("report.label.total")
                writer.writerow([name, table_name(table), label, column_name(column), _plain(value)])
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    return safe(value) if isinstance(value, str) else f"{value:.6g}" if value != int(value) else str(int(value))
