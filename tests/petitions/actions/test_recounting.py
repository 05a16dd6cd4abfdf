"""New holiday arrangements move due times, never forward."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from core import audit
from core.calendar import CalendarOverride
from core.clock import SHANGHAI
from petitions.build import build_catalogue
from petitions.catalogue.types import ConfigChange, ConfigKind
from petitions.types import DEFAULT_RULES


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


def arrange(office, **days: bool) -> list[str]:
    """Import a national arrangement; `days` are "d2027_01_05=True" for a working day."""
    rows = [
        CalendarOverride(date.fromisoformat(day[1:].replace("_", "-")), works, "元旦安排", "国办发明电", True)
        for day, works in days.items()
    ]
    with office.database.unit_of_work() as session:
        for row in rows:
            office.service.steps.repository.put_override(session, row)
        return office.service.recount(session)


@pytest.fixture
def provisional(office) -> str:
    """Example 20: due on 6 January 2027 by a calendar that is not announced yet."""
    office.clock.advance_to(at("2026-12-29 10:00"))
    number = office.processing()
    seen = office.lookup(number)
    assert (seen.due_at, seen.provisional) == (at("2027-01-06 17:00"), True)
    return number


def test_a_longer_holiday_moves_the_due_time_and_the_petitioner_is_told(office, provisional: str) -> None:
    assert arrange(office, d2027_01_01=False, d2027_01_04=False) == [provisional]
    seen = office.lookup(provisional)
    assert (seen.due_at, seen.provisional) == (at("2027-01-07 17:00"), False)
    assert seen.timeline[0].text == "节假日安排已公布，答复日期为1月7日（周四）17:00"
    detail = office.detail(provisional)
    assert detail.events[-1].code == "recounted"
    with office.database.reading() as session:
        assert audit.verify(session).is_intact
    assert arrange(office, d2027_01_01=False, d2027_01_04=False) == []


def test_a_date_already_told_is_never_brought_forward(office, provisional: str) -> None:
    arrange(office, d2027_01_01=False, d2027_01_02=True, d2027_01_03=True)
    seen = office.lookup(provisional)
    assert (seen.due_at, seen.provisional) == (at("2027-01-06 17:00"), False)
    assert seen.why_text is not None
    assert seen.why_text.endswith("仍为1月6日（周三）17:00。")


def test_a_due_day_that_turns_into_a_rest_day_moves_to_the_next_working_day(office, provisional: str) -> None:
    arrange(office, d2027_01_02=True, d2027_01_06=False)
    assert office.lookup(provisional).due_at == at("2027-01-07 17:00")


def test_pauses_and_extensions_are_counted_again_as_well(office, provisional: str) -> None:
    office.do("request_extension", provisional, office.handler, days=2, reason="需现场核查")
    office.do("rule_on_extension", provisional, is_granted=True)
    office.do("request_material", provisional, office.handler, items=("营业执照",))
    office.clock.advance_to(at("2027-01-04 10:00"))
    before = office.petitioner_does("supply_as_petitioner", provisional, "已上传")
    assert before.due_at == at("2027-01-13 17:00")
    arrange(office, d2027_01_01=False, d2027_01_08=False)
    after = office.lookup(provisional)
    assert after.due_at == at("2027-01-14 17:00")
    assert after.why_text is not None
    assert "暂停的 3 个和批准延期的 2 个工作日" in after.why_text


def test_what_is_answered_or_lies_in_another_year_stays(office) -> None:
    office.clock.advance_to(at("2026-12-29 10:00"))
    answered = office.answered()
    office.clock.advance_to(at("2026-11-18 10:00"))
    early = office.processing()
    assert arrange(office, d2027_01_04=False) == []
    assert office.lookup(answered).due_at == at("2027-01-06 17:00")
    assert office.lookup(early).due_at == at("2026-11-25 17:00")


def test_what_an_administrator_decides_about_the_calendar_reaches_open_petitions(office, provisional: str) -> None:
    catalogue = build_catalogue(office.service, office.clock, DEFAULT_RULES)
    rows = [
        {"date": day, "is_workday": "否", "reason": "元旦", "source": "国办发明电", "is_national": "是"}
        for day in ("2027-01-01", "2027-01-04")
    ]
    with office.database.unit_of_work() as session:
        catalogue.decide(session, ConfigChange(ConfigKind.CALENDAR, rows, 0, reason="放假安排公布"), office.supervisor)
    assert office.lookup(provisional).due_at == at("2027-01-07 17:00")
