"""Keeping profiles: every field checked at once, the size derived, better facts kept, every change audited."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from core.actors import Actor, Role
from core.audit import AuditRow
from core.database import Database
from enterprises.errors import ProfileChangedError, ProfileExistsError, ProfileNotFoundError, UnusableProfileError
from enterprises.service import EnterpriseService, merge_facts
from enterprises.types import ListedProfile, ProfileQuery, Size
from tests.enterprises.conftest import CODE, OTHER_CODE, software, stated

AGENT = Actor("u-opr", "小雪", frozenset({Role.AGENT}))


def test_a_profile_is_read_back_with_its_evidence_and_a_derived_size(
    service: EnterpriseService, database: Database
) -> None:
    with database.unit_of_work() as session:
        stored = service.create(session, " 91990101ma000001xn ", software(), AGENT)
    with database.reading() as session:
        read = service.get(session, CODE)
        assert session.scalars(select(AuditRow.action)).all() == ["enterprise.created"]
    assert read == stored
    assert (read.facts, read.size.size, read.lock) == (software(), Size.MEDIUM, 0)


def test_every_wrong_field_is_named_at_once(service: EnterpriseService, database: Database) -> None:
    wrong = software(
        " ",
        industry=stated("C44"),
        region=stated("99"),
        employees=stated(-1),
        revenue=stated(float("nan")),
        total_assets=stated(1.0, date(2026, 11, 19)),
    )
    with database.unit_of_work() as session, pytest.raises(UnusableProfileError) as caught:
        service.create(session, CODE[:-1] + "0", wrong, AGENT)
    assert set(caught.value.details) == {
        "credit_code", "name", "industry", "region", "employees", "revenue", "total_assets"
    }  # fmt: skip


def test_a_code_is_kept_once_and_a_change_needs_the_version_seen(
    service: EnterpriseService, database: Database
) -> None:
    with database.unit_of_work() as session:
        first = service.create(session, CODE, software(), AGENT)
        with pytest.raises(ProfileExistsError):
            service.create(session, CODE, software(), AGENT)
        smaller = software(employees=stated(9))
        changed = service.change(session, CODE, smaller, AGENT, lock=first.lock)
        assert (changed.size.size, changed.lock) == (Size.MICRO, 1)
        with pytest.raises(ProfileChangedError):
            service.change(session, CODE, software(), AGENT, lock=first.lock)
        with pytest.raises(ProfileNotFoundError):
            service.change(session, OTHER_CODE, software(), AGENT, lock=0)


def test_two_profiles_under_one_name_point_at_each_other(service: EnterpriseService, database: Database) -> None:
    with database.unit_of_work() as session:
        first = service.create(session, CODE, software("云岭星屿软件有限公司"), AGENT)
        second = service.create(session, OTHER_CODE, software("雲嶺星嶼軟件 有限公司"), AGENT)
        assert service.same_name(session, first) == [OTHER_CODE]
        assert service.same_name(session, second) == [CODE]


def test_a_prefill_holds_register_facts_and_no_figures(service: EnterpriseService, database: Database) -> None:
    with database.unit_of_work() as session:
        service.create(session, CODE, software(region=stated("990101")), AGENT)
        found = service.prefill(session, CODE)
        assert found is not None
        assert (found.name, found.industry, found.region) == ("云岭星屿软件有限公司", "I65", "990101")
        assert not {"employees", "revenue", "total_assets", "size"} & set(type(found).__dataclass_fields__)
        assert service.prefill(session, OTHER_CODE) is None


def test_an_import_takes_good_rows_and_lists_bad_ones(service: EnterpriseService, database: Database) -> None:
    rows = [
        ListedProfile(2, CODE, software()),
        ListedProfile(3, "91990101MA00000011", software()),
        ListedProfile(4, CODE, software("另一个名字")),
        ListedProfile(5, OTHER_CODE, software("云岭启明", industry=stated("不详"))),
    ]
    with database.unit_of_work() as session:
        done = service.import_profiles(session, rows, AGENT)
        assert (done.created, done.changed, done.unchanged) == (1, 0, 0)
        assert [(p.row, p.code) for p in done.problems] == [(3, "credit_code"), (4, "twice"), (5, "industry")]
        again = service.import_profiles(session, rows[:1], AGENT)
        assert (again.created, again.changed, again.unchanged) == (0, 0, 1)
        assert service.page(session, ProfileQuery())[0] == 1


def test_a_checked_or_more_recent_fact_is_not_overwritten_by_a_weaker_one() -> None:
    old, new = date(2024, 12, 31), date(2025, 12, 31)
    stored = software(
        employees=stated(100, old, verified=True), revenue=stated(5.0, old), total_assets=stated(7.0, new)
    )
    listed = software(employees=stated(90, new), revenue=stated(6.0, new), total_assets=stated(8.0, old), industry=None)
    merged = merge_facts(stored, listed)
    assert merged.employees == stored.employees
    assert merged.revenue == listed.revenue
    assert merged.total_assets == stored.total_assets
    assert merged.industry == stored.industry


def test_a_list_filters_by_text_industry_region_and_size(service: EnterpriseService, database: Database) -> None:
    with database.unit_of_work() as session:
        service.create(session, CODE, software(region=stated("990101")), AGENT)
        machines = software("云岭启明精密机械", industry=stated("C34"), region=stated("990201"), employees=None)
        service.create(session, OTHER_CODE, machines, AGENT)

        def codes(**filters: object) -> list[str]:
            _, found = service.page(session, ProfileQuery(**filters))  # type: ignore[arg-type]
            return [profile.credit_code for profile in found]

        assert codes() == [OTHER_CODE, CODE]
        assert codes(text="星屿") == codes(text=CODE[:17].lower()) == [CODE]
        assert codes(industry="C") == codes(region="990200") == [OTHER_CODE]
        assert codes(region="990000") == [OTHER_CODE, CODE]
        assert codes(size=Size.TO_VERIFY) == [OTHER_CODE]
        assert codes(text="%") == []
