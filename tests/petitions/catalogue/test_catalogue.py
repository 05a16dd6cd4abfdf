"""Decisions about petitions: versions with a day of effect, checked cell by cell, audited; departments in use stay."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.actors import Actor, Role
from core.audit import AuditRow
from core.errors import InvalidInputError
from petitions.catalogue.errors import (
    ConfigChangedError,
    ConfigVersionNotFoundError,
    DepartmentInUseError,
    UnusableRowsError,
)
from petitions.catalogue.service import CatalogueService
from petitions.catalogue.types import ConfigChange, ConfigKind, ConfigVersion, Holding
from petitions.taxonomy import load_taxonomy
from petitions.types import DEFAULT_RULES
from tests.petitions.conftest import Office

ADMINISTRATOR = Actor("u-adm", "大寒", frozenset({Role.ADMINISTRATOR}))
TAXONOMY, DEPARTMENTS, DISPATCH, CALENDAR, RULES = ConfigKind


@pytest.fixture
def catalogue(office: Office) -> CatalogueService:
    return CatalogueService(office.clock, load_taxonomy(), DEFAULT_RULES)


def rows_of(office: Office, catalogue: CatalogueService, kind: ConfigKind) -> list[dict[str, str]]:
    with office.database.reading() as session:
        return [dict(row) for row in catalogue.current(session, kind).rows]


def decide(
    office: Office, catalogue: CatalogueService, kind: ConfigKind, rows: list[dict[str, str]], **changes: Any
) -> ConfigVersion:
    with office.database.unit_of_work() as session:
        newest = max((v.version for v in catalogue.versions(session, kind)), default=0)
        change = ConfigChange(kind, rows, **({"base_version": newest, "reason": "年度调整"} | changes))
        return catalogue.decide(session, change, ADMINISTRATOR)


def problems(office: Office, catalogue: CatalogueService, kind: ConfigKind, rows: list[dict[str, str]]) -> set[str]:
    with pytest.raises(UnusableRowsError) as caught:
        decide(office, catalogue, kind, rows)
    return set(caught.value.details)


@pytest.mark.parametrize("kind", [TAXONOMY, DEPARTMENTS, RULES])
def test_what_is_in_force_can_be_decided_again_unchanged(
    office: Office, catalogue: CatalogueService, kind: ConfigKind
) -> None:
    rows = rows_of(office, catalogue, kind)
    assert len(rows) >= 4
    decide(office, catalogue, kind, rows)
    assert rows_of(office, catalogue, kind) == rows


def test_the_thirteen_categories_are_shipped_and_other_names_take_their_place(
    office: Office, catalogue: CatalogueService
) -> None:
    rows = rows_of(office, catalogue, TAXONOMY)
    assert len([r for r in rows if not r["parent_code"] and r["import_only"] == "否"]) == 13
    renamed = [r | {"name": "就业与社保"} if r["code"] == "04" else r for r in rows]
    decide(office, catalogue, TAXONOMY, renamed)
    with office.database.reading() as session:
        assert catalogue.in_force(session).taxonomy.name("04-1") == "就业与社保 / 招聘用工"


def test_a_later_day_of_effect_leaves_today_as_it_is(office: Office, catalogue: CatalogueService) -> None:
    rows = rows_of(office, catalogue, TAXONOMY)
    renamed = [r | {"name": "就业与社保"} if r["code"] == "04" else r for r in rows]
    later = office.clock.today() + timedelta(days=2)
    decide(office, catalogue, TAXONOMY, renamed, effective_from=later)
    with office.database.reading() as session:
        assert catalogue.in_force(session).taxonomy.name("04") == "人力资源"
    office.clock.advance_to(office.clock.instant + timedelta(days=2))
    with office.database.reading() as session:
        assert catalogue.in_force(session).taxonomy.name("04") == "就业与社保"


def test_a_code_that_petitions_carry_stays(office: Office, catalogue: CatalogueService) -> None:
    office.file(category_code="04-1")
    rows = [r for r in rows_of(office, catalogue, TAXONOMY) if r["code"] != "04-1"]
    assert problems(office, catalogue, TAXONOMY, rows) == {"04-1"}


def test_every_bad_cell_of_a_taxonomy_is_named(office: Office, catalogue: CatalogueService) -> None:
    rows = [
        {"code": "A", "name": ""},
        {"code": "A", "name": "重复"},
        {"code": "类别", "name": "汉字编码"},
        {"code": "B-1", "name": "孤儿", "parent_code": "B"},
        {"code": "C", "name": "对", "import_only": "也许"},
        {"code": "", "name": "", "parent_code": ""},
    ]
    assert problems(office, catalogue, TAXONOMY, rows) == {
        "1.name", "2.code", "3.code", "4.parent_code", "5.import_only",
    }  # fmt: skip
    assert problems(office, catalogue, TAXONOMY, []) == {"1.code"}


def test_a_decision_is_audited_row_by_row(office: Office, catalogue: CatalogueService) -> None:
    rows = rows_of(office, catalogue, RULES)
    decide(office, catalogue, RULES, [r | {"value": "6"} if r["name"] == "sign_limit_hours" else r for r in rows])
    with office.database.reading() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.action == "config.rules")).one()
        assert (row.actor_id, row.reason) == ("u-adm", "年度调整")
        assert row.changes["sign_limit_hours"] == [
            {"name": "sign_limit_hours", "value": "4"}, {"name": "sign_limit_hours", "value": "6"},
        ]  # fmt: skip
        assert set(row.changes) == {"sign_limit_hours", "effective_from"}


def test_who_looked_before_somebody_else_decided_is_told(office: Office, catalogue: CatalogueService) -> None:
    rows = rows_of(office, catalogue, RULES)
    decide(office, catalogue, RULES, rows)
    with pytest.raises(ConfigChangedError, match=r"第 0 版.*第 1 版"):
        decide(office, catalogue, RULES, rows, base_version=0)


@pytest.mark.parametrize("changes", [{"reason": "  "}, {"effective_from": date(2026, 11, 17)}])
def test_a_decision_needs_a_reason_and_no_past_day(
    office: Office, catalogue: CatalogueService, changes: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        decide(office, catalogue, RULES, rows_of(office, catalogue, RULES), **changes)
    assert set(caught.value.details) == set(changes)


def test_working_rules_are_checked_and_used(office: Office, catalogue: CatalogueService) -> None:
    assert problems(
        office, catalogue, RULES,
        [{"name": "sign_limit_hours", "value": "很久"}, {"name": "max_reopens", "value": "99"},
         {"name": "unknown", "value": "1"}, {"name": "urgency_shortens", "value": "2"}],
    ) == {"1.value", "2.value", "3.name", "4.value"}  # fmt: skip
    assert problems(office, catalogue, RULES, [{"name": "opens_hour", "value": "18"}]) == {"1.value"}
    decide(
        office, catalogue, RULES, [{"name": "urgency_shortens", "value": "是"}, {"name": "max_reopens", "value": "1"}]
    )
    shown = {row["name"]: row["value"] for row in rows_of(office, catalogue, RULES)}
    assert (shown["max_reopens"], shown["sign_limit_hours"]) == ("1", "4")
    with office.database.reading() as session:
        rules = catalogue.in_force(session).rules
    assert (rules.urgency_shortens, rules.max_reopens, rules.sign_limit_hours) == (True, 1, 4)


def test_a_department_that_holds_work_stays_and_says_what_it_holds(office: Office, catalogue: CatalogueService) -> None:
    number = office.file().number
    office.accept(number)
    office.dispatch(number)
    kept = [r for r in rows_of(office, catalogue, DEPARTMENTS) if not r["code"].startswith("human-resources")]
    with pytest.raises(DepartmentInUseError, match="人力资源局不能移除，名下还有在办工单 1 件"):
        decide(office, catalogue, DEPARTMENTS, kept)
    office.sign(number)
    office.reply(number)
    with pytest.raises(DepartmentInUseError, match="办结工单记录 1 件"):
        decide(office, catalogue, DEPARTMENTS, kept)


def test_what_other_parts_hold_counts_too(office: Office) -> None:
    def accounts(_session: object, code: str) -> list[Holding]:
        return [Holding("accounts", 2 if code == "treasury" else 0)]

    catalogue = CatalogueService(office.clock, load_taxonomy(), DEFAULT_RULES, [accounts])
    kept = [r for r in rows_of(office, catalogue, DEPARTMENTS) if r["code"] != "treasury"]
    with pytest.raises(DepartmentInUseError, match="财政局不能移除，名下还有账号 2 个"):
        decide(office, catalogue, DEPARTMENTS, kept)


def test_departments_come_go_and_are_renamed(office: Office, catalogue: CatalogueService) -> None:
    rows = [r for r in rows_of(office, catalogue, DEPARTMENTS) if r["code"] != "treasury"]
    rows.insert(0, {"code": "park-1", "name": "园区一部", "parent_code": "park"})
    rows.append({"code": "park", "name": "园区服务中心"})
    rows = [r | {"name": "人才局"} if r["code"] == "human-resources" else r for r in rows]
    decide(office, catalogue, DEPARTMENTS, rows)
    names = {r["code"]: r["name"] for r in rows_of(office, catalogue, DEPARTMENTS)}
    assert names["human-resources"] == "人才局"
    assert {"park", "park-1"} <= set(names)
    assert "treasury" not in names


def test_departments_in_a_circle_or_without_a_last_resort_are_refused(
    office: Office, catalogue: CatalogueService
) -> None:
    circle = [
        {"code": "a", "name": "甲", "parent_code": "b", "is_last_resort": "是"},
        {"code": "b", "name": "乙", "parent_code": "a"},
    ]
    assert problems(office, catalogue, DEPARTMENTS, circle) == {"1.parent_code"}
    assert problems(office, catalogue, DEPARTMENTS, [{"code": "a", "name": "甲"}]) == {"1.is_last_resort"}
    assert problems(office, catalogue, DEPARTMENTS, [{"code": "a", "name": "甲", "parent_code": "x"}]) == {
        "1.parent_code", "1.is_last_resort",
    }  # fmt: skip


def test_a_cell_longer_than_its_column_is_named(office: Office, catalogue: CatalogueService) -> None:
    rows = [{"code": "a", "name": "名" * 101, "short_name": "简" * 41, "address": "址" * 201, "is_last_resort": "是"}]
    assert problems(office, catalogue, DEPARTMENTS, rows) == {"1.name", "1.short_name", "1.address"}
    day = {"date": "2027-01-01", "is_workday": "否", "reason": "长" * 201}
    assert problems(office, catalogue, CALENDAR, [day]) == {"1.reason"}


def test_the_dispatch_catalogue_names_categories_and_departments_there_are(
    office: Office, catalogue: CatalogueService
) -> None:
    rows = [
        {"category_code": "04-1", "region_code": "", "lead": "human-resources", "assists": "treasury"},
        {"category_code": "77", "lead": "treasury"},
        {"category_code": "04-2", "region_code": "东园", "lead": "nobody"},
        {"category_code": "04-1", "region_code": "", "lead": ""},
    ]
    assert problems(office, catalogue, DISPATCH, rows) == {
        "2.category_code", "3.region_code", "3.lead", "4.category_code", "4.lead",
    }  # fmt: skip
    decide(office, catalogue, DISPATCH, rows[:1])
    kept = [r for r in rows_of(office, catalogue, DEPARTMENTS) if r["code"] != "treasury"]
    with pytest.raises(DepartmentInUseError, match="派单目录 1 条"):
        decide(office, catalogue, DEPARTMENTS, kept)


def test_a_list_of_holidays_is_added_and_moves_deadlines(office: Office, catalogue: CatalogueService) -> None:
    days = [
        {"date": "2027-01-01", "is_workday": "否", "reason": "元旦", "source": "国办发明电"},
        {"date": "2026/11/19", "is_workday": "0", "reason": "全区停电检修"},
    ]
    with office.database.unit_of_work() as session:
        rows = catalogue.merged(session, CALENDAR, days[:1])
        catalogue.decide(session, ConfigChange(CALENDAR, rows, 0, "导入"), ADMINISTRATOR)
        rows = catalogue.merged(session, CALENDAR, days[1:])
        catalogue.decide(session, ConfigChange(CALENDAR, rows, 1, "检修"), ADMINISTRATOR)
        calendar = office.service.steps.repository.calendar(session)
    assert calendar.is_announced(2027)
    assert not calendar.is_working_day(date(2026, 11, 19))
    assert [r["date"] for r in rows_of(office, catalogue, CALENDAR)] == ["2026-11-19", "2027-01-01"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"date": "2027-02-30", "is_workday": "否", "reason": "春节"}, "date"),
        ({"date": "明天", "is_workday": "否", "reason": "春节"}, "date"),
        ({"date": "2027-02-06", "is_workday": "大概", "reason": "春节"}, "is_workday"),
        ({"date": "2027-02-06", "is_workday": "", "reason": "春节"}, "is_workday"),
        ({"date": "2027-02-06", "is_workday": "否", "reason": ""}, "reason"),
    ],
)
def test_a_broken_calendar_day_is_named(
    office: Office, catalogue: CatalogueService, row: dict[str, str], column: str
) -> None:
    assert problems(office, catalogue, CALENDAR, [row]) == {f"1.{column}"}


def test_a_future_list_of_departments_is_put_in_force_on_its_day_once(
    office: Office, catalogue: CatalogueService
) -> None:
    rows = [*rows_of(office, catalogue, DEPARTMENTS), {"code": "park", "name": "园区服务中心"}]
    later = office.clock.today() + timedelta(days=3)
    decide(office, catalogue, DEPARTMENTS, rows, effective_from=later)
    assert "park" not in {r["code"] for r in rows_of(office, catalogue, DEPARTMENTS)}
    office.clock.advance_to(office.clock.instant + timedelta(days=3))
    with office.database.unit_of_work() as session:
        assert catalogue.apply_due(session) == [DEPARTMENTS]
        assert catalogue.apply_due(session) == []
    assert "park" in {r["code"] for r in rows_of(office, catalogue, DEPARTMENTS)}


def test_a_decision_can_be_read_as_it_was_made(office: Office, catalogue: CatalogueService) -> None:
    decide(office, catalogue, RULES, [{"name": "max_reopens", "value": "1"}])
    decide(office, catalogue, RULES, [{"name": "max_reopens", "value": "3"}])
    with office.database.reading() as session:
        assert [v.version for v in catalogue.versions(session, RULES)] == [2, 1]
        assert catalogue.version(session, RULES, 1).rows == ({"name": "max_reopens", "value": "1"},)
        with pytest.raises(ConfigVersionNotFoundError):
            catalogue.version(session, RULES, 9)
