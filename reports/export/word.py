"""An edition as a Word document: sentences, tables and native charts, which need no font of this machine."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumVal, StrData, StrVal
from openpyxl.chart.series import Series
from openpyxl.xml.functions import tostring

from core.messages import message
from reports.export.types import Document, bars
from reports.types import Figure, Section, Table
from reports.wording import (
    cell_text,
    change_text,
    column_name,
    figure_name,
    note_text,
    row_cells,
    section_name,
    table_name,
)

_FONT = "FangSong"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_EMU_PER_CM = 360_000
_CHART_WIDTH_CM, _BAR_CM, _CHART_LEAST_CM = 15.0, 0.6, 5.0
_WIDE_TABLE, _SMALL_PT, _TEXT_PT = 8, 7.5, 10.5
_FIGURE_COLUMNS = ("name", "value", "previous", "change", "year_before", "year_change")


def write_docx(document: Document) -> bytes:
    """Return the edition as DOCX."""
    word = docx.Document()
    style = word.styles["Normal"]
    style.font.size = Pt(_TEXT_PT)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    word.add_heading(document.heading, level=0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in document.preface:
        word.add_paragraph(line)
    charts = 0
    for section in document.edition.sections:
        if not (section.figures or section.notes or any(table.rows for table in section.tables)):
            continue
        word.add_heading(section_name(section.key), level=1)
        charts = _section(word, section, charts)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _section(word: Any, section: Section, charts: int) -> int:
    if section.figures:
        names = [message(f"report.column.{column}") for column in _FIGURE_COLUMNS]
        _grid(word, names, [_figure_cells(figure) for figure in section.figures])
    for table in section.tables:
        if not table.rows:
            continue
        word.add_heading(table_name(table), level=2)
        rows = [[row.label, *row_cells(table, row)] for row in table.rows]
        if table.total is not None:
            sums = [cell_text(value, c.unit) for value, c in zip(table.total, table.columns, strict=True)]
            rows.append([message("report.label.total"), *sums])
        _grid(word, [message("report.column.name"), *map(column_name, table.columns)], rows)
        if bars(table):
            charts += 1
            _chart(word, table, charts)
    for note in section.notes:
        word.add_paragraph(note_text(note))
    return charts


def _figure_cells(figure: Figure) -> list[str]:
    value, unit = figure.value, figure.unit
    return [
        figure_name(figure),
        cell_text(value, unit),
        cell_text(figure.previous, unit),
        change_text(value, figure.previous, unit),
        cell_text(figure.year_before, unit),
        change_text(value, figure.year_before, unit),
    ]


def _grid(word: Any, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Add a table; one with many columns is set small, so that it fits the page."""
    grid = word.add_table(rows=1 + len(rows), cols=len(names))
    grid.style = "Table Grid"
    size = Pt(_SMALL_PT if len(names) > _WIDE_TABLE else _TEXT_PT - 1.5)
    cells = grid._cells  # the public accessors walk the whole table for each cell
    for place, text in enumerate(text for line in (names, *rows) for text in line):
        run = cells[place].paragraphs[0].add_run(text)
        run.font.size, run.font.bold = size, place < len(names)
    word.add_paragraph()


def _chart(word: Any, table: Table, number: int) -> None:
    """Add a bar chart with its numbers inside: Word draws it, nobody needs the workbook it came from."""
    found = bars(table)
    height = max(_CHART_LEAST_CM, _BAR_CM * len(found) + 2)
    chart: Any = _bar_chart(table, found)
    blob: Any = tostring(chart._write())
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, blob, word.part.package)
    relation = word.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    drawing = parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}><wp:inline>"
        f'<wp:extent cx="{int(_CHART_WIDTH_CM * _EMU_PER_CM)}" cy="{int(height * _EMU_PER_CM)}"/>'
        f'<wp:docPr id="{1000 + number}" name="chart{number}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    word.add_paragraph().add_run()._r.append(drawing)


def _bar_chart(table: Table, found: Sequence[tuple[str, float]]) -> BarChart:
    chart = BarChart()
    chart.type, chart.title, chart.legend = "bar", table_name(table), None
    labels = StrData(ptCount=len(found), pt=[StrVal(idx=n, v=label) for n, (label, _) in enumerate(found)])
    values = NumData(
        formatCode="0", ptCount=len(found), pt=[NumVal(idx=n, v=f"{value:g}") for n, (_, value) in enumerate(found)]
    )
    chart.series.append(Series(idx=0, order=0, cat=AxDataSource(strLit=labels), val=NumDataSource(numLit=values)))
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    return chart
