"""Volume, departments, lists and parts add up to the figures; small groups do not leave the house."""

from __future__ import annotations

import pytest

from reports.lists import read_list
from reports.types import Compiled, Edition
from tests.reports.conftest import ANALYST, EVERYTHING, Desk, at, cell, figure, table

MONTH = ("month", "2026-11")
DIMENSIONS = ("channel", "nature", "category", "subcategory", "region", "industry", "size", "department")


def fill(desk: Desk) -> None:
    """Thirty petitions of many kinds, some without enterprise, category or department."""
    codes = [
        desk.enterprise(f"E{n}", industry=("C35", "I65", None)[n % 3], size=("small", "micro")[n % 2]) for n in range(6)
    ]
    for n in range(30):
        answered = at(f"2026-11-{n % 28 + 2:02d} 09:00") if n % 3 else None
        desk.petition(
            f"2026-11-{n % 28 + 1:02d} 10:00",
            channel=("widget", "visit", "hotline_12345")[n % 3],
            nature=("help", "complaint")[n % 2],
            category_code=("04-1", "04-2", "03-1", "05", None)[n % 5],
            lead_department_code=("HR", "FIN", None)[n % 3],
            credit_code=codes[n % 6] if n % 4 else "",
            enterprise_name="未建档企业" if n % 8 == 4 else "",
            answered_at=answered,
            rating=n % 5 + 1 if answered else None,
        )


@pytest.mark.parametrize("key", DIMENSIONS)
def test_the_rows_of_every_dimension_add_up_to_the_total(desk: Desk, key: str) -> None:
    fill(desk)
    compiled = desk.compile(*MONTH)
    found = table(compiled, key)
    place = 0  # volume; of departments: accepted
    assert sum(float(row.cells[place] or 0) for row in found.rows) == figure(compiled, "accepted").value == 30
    if found.total is not None:
        assert found.total[0] == 30
        assert sum(float(row.cells[1] or 0) for row in found.rows) == pytest.approx(1.0)


def test_second_level_rows_add_up_to_their_first_level_row(desk: Desk) -> None:
    fill(desk)
    compiled = desk.compile(*MONTH)
    below: dict[str, float] = {}
    for row in table(compiled, "subcategory").rows:
        below[row.parent or "unknown"] = below.get(row.parent or "unknown", 0) + float(row.cells[0] or 0)
    assert below == {row.code: row.cells[0] for row in table(compiled, "category").rows}


def test_every_number_of_the_tables_has_a_list_of_that_length(desk: Desk) -> None:
    fill(desk)
    compiled = desk.compile(*MONTH)
    checked = 0
    for key in DIMENSIONS[:-1]:
        for row in table(compiled, key).rows:
            found = read_list(compiled.members, f"{key}.{row.code}.volume")
            assert found is not None
            assert (found[0], len(found[1])) == ("petitions", row.cells[0])
            checked += 1
    assert checked > 15


def test_what_departments_did_is_counted_by_the_same_formulas(desk: Desk) -> None:
    answered = at("2026-11-04 10:00")
    desk.petition("2026-11-03 10:00", answered_at=answered, rating=5)
    desk.petition("2026-11-03 10:00", answered_at=at("2026-11-10 10:00"), rating=2)
    desk.petition("2026-11-03 10:00", lead_department_code="FIN", signed=False)
    found = table(desk.compile(*MONTH), "department")
    assert [cell(found, "HR", column) for column in ("accepted", "on_time_rate", "average_days", "satisfied_rate")] == [
        2, 0.5, 4.0, 0.5
    ]  # fmt: skip
    assert (cell(found, "FIN", "response_rate"), cell(found, "FIN", "satisfied_rate")) == (0.0, None)
    assert (cell(found, "HR", "red"), cell(found, "FIN", "red")) == (0, 1)


def test_an_assessment_scales_to_the_parts_that_can_be_judged(desk: Desk) -> None:
    """On time 10/10 (30), satisfied 1/1 (30), solved 10/10 (20), conduct 10/10 (10); knowledge has none: 90 of 90."""
    for n in range(10):
        desk.petition("2026-11-03 10:00", answered_at=at("2026-11-04 10:00"), rating=5 if n == 0 else None)
    desk.petition("2026-11-03 10:00", lead_department_code="FIN")
    found = table(desk.compile(*MONTH), "assessment")
    assert [cell(found, "HR", column) for column in ("score", "weight", "rank")] == [100.0, 90.0, 1.0]
    assert (cell(found, "HR", "on_time_raw"), cell(found, "HR", "knowledge_raw")) == ("10/10", "0/0")
    # One petition, late beyond red: 10 of 40 points for conduct alone, minus 1, 2 and 5; too few for a rank.
    assert [cell(found, "FIN", column) for column in ("score", "weight", "rank")] == [17.0, 40.0, None]


def test_the_weeks_of_a_month_do_not_add_up_to_it_and_the_report_says_by_how_much(desk: Desk) -> None:
    """November 2026 begins on a Sunday: the first week holds six days of October, the last six of December."""
    for day in ("2026-10-30", "2026-11-01", "2026-11-10", "2026-11-30", "2026-12-01"):
        desk.petition(f"{day} 10:00")
    compiled = desk.compile(*MONTH)
    parts = table(compiled, "parts")
    assert [row.code for row in parts.rows] == ["2026-W44", "2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49"]
    assert parts.total == (5, 3, 2)
    assert figure(compiled, "accepted").value == 3
    note = next(s for s in compiled.sections if s.key == "reconciliation").notes[0]
    assert (note.code, note.params) == ("weeks_reach_beyond", {"parts": "5", "inside": "3", "outside": "2"})
    weeks = [figure(desk.compile("week", row.code), "accepted").value for row in parts.rows]
    assert weeks == [row.cells[0] for row in parts.rows]


def test_months_add_up_to_their_quarter_and_quarters_to_their_year(desk: Desk) -> None:
    for day in ("2026-01-01", "2026-06-30", "2026-10-31", "2026-11-01", "2026-11-30"):
        desk.petition(f"{day} 10:00")
    for kind, label in (("quarter", "2026-Q4"), ("year", "2026")):
        compiled = desk.compile(kind, label)
        parts = table(compiled, "parts")
        assert parts.total is not None
        assert parts.total[0] == parts.total[1] == figure(compiled, "accepted").value
        assert parts.total[2] == 0


def test_a_report_of_a_department_counts_what_it_and_those_below_it_lead(desk: Desk) -> None:
    own = [desk.petition("2026-11-03 10:00", lead_department_code=code) for code in ("HR", "HR-1")]
    desk.petition("2026-11-03 10:00", lead_department_code="FIN")
    compiled = desk.compile(*MONTH, "HR")
    assert read_list(compiled.members, "accepted") == ("petitions", own)
    assert "knowledge" not in {section.key for section in compiled.sections}


def published(desk: Desk, compiled: Compiled) -> Edition:
    with desk.database.unit_of_work() as session:
        edition = desk.service.keep(session, compiled, ANALYST)
        desk.service.release(session, edition.id, EVERYTHING, ANALYST)
    with desk.database.reading() as session:
        return desk.service.public(session, edition.id, EVERYTHING)


def rows_of(edition: Edition, key: str) -> dict[str, object]:
    found = next(t for section in edition.sections for t in section.tables if t.key == key)
    return {row.code: None if row.is_hidden else row.cells[0] for row in found.rows}


def test_groups_of_fewer_than_three_enterprises_cannot_be_read_or_worked_out(desk: Desk) -> None:
    for n in range(5):
        desk.enterprise(f"A{n}", industry="C35")
        desk.petition("2026-11-03 10:00", credit_code=f"A{n}", category_code="04-1")
        desk.enterprise(f"B{n}", industry="I65")
        for _ in range(2):
            desk.petition("2026-11-03 10:00", credit_code=f"B{n}", category_code="03-1")
    desk.enterprise("C0", industry="H62")
    for category in ("04-2", "05-1"):
        desk.petition("2026-11-03 10:00", credit_code="C0", category_code=category)
    edition = published(desk, desk.compile(*MONTH))
    # One restaurant stands alone, so the smallest larger group goes too: 17 − 10 = 7 tells of nobody.
    assert rows_of(edition, "industry") == {"I65": 10, "C35": None, "H62": None}
    assert rows_of(edition, "category") == {"03": 10, "04": None, "05": None}
    assert rows_of(edition, "subcategory") == {"03-1": 10, "04-1": None, "04-2": None, "05-1": None}
    keys = {t.key for section in edition.sections for t in section.tables}
    assert not keys & {"assessment", "overdue", "issue", "unanswered"}
    columns = {c.key for section in edition.sections for t in section.tables if t.key == "industry" for c in t.columns}
    assert columns == {"volume", "share"}


def test_large_groups_are_shown_in_public(desk: Desk) -> None:
    for n in range(6):
        desk.enterprise(f"A{n}", industry=("C35", "I65")[n % 2])
        desk.petition("2026-11-03 10:00", credit_code=f"A{n}")
    assert rows_of(published(desk, desk.compile(*MONTH)), "industry") == {"C35": 3, "I65": 3}
