"""Editions as files that ordinary readers open: DOCX and XLSX with charts, CSV with every number."""

from __future__ import annotations

import csv
import io
import zipfile

import docx
import pytest
from openpyxl import load_workbook

from reports.export import EXPORTERS, Document
from reports.export.types import safe
from reports.types import Edition
from tests.reports.conftest import ANALYST, EVERYTHING, Desk, at
from tests.reports.test_tables import fill

HEADING = "云岭高新区企业诉求办理月报（2026-11）"


def edition(desk: Desk) -> Edition:
    with desk.database.reading() as session:
        compiled = desk.compile("month", "2026-11")
    with desk.database.unit_of_work() as session:
        return desk.service.keep(session, compiled, ANALYST)


def write(desk: Desk, form: str) -> bytes:
    return EXPORTERS[form].write(Document(HEADING, edition(desk)))


def test_a_document_has_heading_figures_tables_and_charts_that_carry_their_numbers(desk: Desk) -> None:
    fill(desk)
    content = write(desk, "docx")
    word = docx.Document(io.BytesIO(content))
    assert word.paragraphs[0].text == HEADING
    headings = [p.text for p in word.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert {"总体情况", "按渠道", "部门考核", "超期清单", "口径核对"} <= set(headings)
    first = {row.cells[0].text: row.cells[1].text for row in word.tables[0].rows}
    assert (first["受理量"], first["回访率"], first["接通率"]) == ("30", "100.0%", "—")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        charts = [name for name in package.namelist() if name.startswith("word/charts/")]
        assert len(charts) == 6
        xml = package.read("word/charts/chart1.xml").decode()
        assert "网页对话" in xml
        assert xml.count("<c:v>10</c:v>") + xml.count("<v>10</v>") == 3  # three channels of ten, in the chart itself
        assert "drawingml.chart+xml" in package.read("[Content_Types].xml").decode()


def test_a_workbook_has_numbers_as_numbers_and_a_chart_beside_each_distribution(desk: Desk) -> None:
    fill(desk)
    book = load_workbook(io.BytesIO(write(desk, "xlsx")))
    first = {row[0].value: row for row in book["总体情况"].iter_rows()}
    assert (first["受理量"][1].value, first["接通率"][1].value) == (30, None)
    assert first["按时办结率"][1].number_format == "0.0%"
    channels = {row[0].value: row[1].value for row in book["按渠道"].iter_rows()}
    assert (channels["网页对话"], channels["合计"]) == (10, 30)
    assert len(book["按渠道"]._charts) == 1
    assert len(book["部门办理情况"]._charts) == 0


def test_a_csv_has_a_line_for_every_number(desk: Desk) -> None:
    fill(desk)
    text = write(desk, "csv").decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == [HEADING]
    found = {(line[1], line[2], line[3]): line[4] for line in lines if len(line) > 4}
    assert (found["", "受理量", ""], found["", "接通率", ""]) == ("30", "")
    assert found["按渠道", "合计", "受理量"] == "30"
    assert float(found["按渠道", "走访", "占比"]) == pytest.approx(1 / 3, abs=1e-5)


@pytest.mark.parametrize("form", ["docx", "xlsx", "csv"])
def test_an_empty_period_makes_a_file_too(desk: Desk, form: str) -> None:
    assert len(write(desk, form)) > 500


def test_hidden_rows_are_stars_in_every_public_file(desk: Desk) -> None:
    for n in range(4):
        desk.petition("2026-11-03 10:00", enterprise_name=f"甲{n}", channel="widget")
    desk.petition("2026-11-03 10:00", enterprise_name="乙", channel="visit")
    kept = edition(desk)
    with desk.database.unit_of_work() as session:
        desk.service.release(session, kept.id, EVERYTHING, ANALYST)
    with desk.database.reading() as session:
        public = Document(HEADING, desk.service.public(session, kept.id, EVERYTHING), 3)
    text = EXPORTERS["csv"].write(public).decode("utf-8-sig")
    assert "公开版：不足 3 家企业" in text
    assert {line[4] for line in csv.reader(io.StringIO(text)) if line[1:2] == ["按渠道"] and line[2] != "合计"} == {
        "＊"
    }
    word = docx.Document(io.BytesIO(EXPORTERS["docx"].write(public)))
    channel = next(t for t in word.tables if any(row.cells[0].text == "走访" for row in t.rows))
    assert [cell.text for row in channel.rows for cell in row.cells if row.cells[0].text == "走访"] == [
        "走访",
        "＊",
        "＊",
    ]
    book = load_workbook(io.BytesIO(EXPORTERS["xlsx"].write(public)))
    assert {row[1].value for row in book["按渠道"].iter_rows(min_row=2, max_row=3)} == {"＊"}


def test_what_people_wrote_is_never_a_formula() -> None:
    assert [safe(text) for text in ("=1+1", "@SUM(A1)", "-5.2", "+3%", "平常", "")] == [
        "'=1+1", "'@SUM(A1)", "-5.2", "+3%", "平常", ""
    ]  # fmt: skip


def test_times_are_those_of_shanghai_and_the_edition_says_what_it_is(desk: Desk) -> None:
    desk.clock.advance_to(at("2026-12-02 00:30"))
    assert Document(HEADING, edition(desk)).preface == [
        "草稿，数据截至 2026-12-02 00:30，统计期间 2026-11-01 至 2026-11-30。"
    ]
