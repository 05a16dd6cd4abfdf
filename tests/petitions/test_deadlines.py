"""The twenty worked examples of DOMAIN §4.2, and what holds for every deadline."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import CalendarOverride, WorkingDayCalendar
from core.clock import SHANGHAI
from core.errors import InvalidInputError
from petitions.deadlines import DeadlineRules, Pause, alert_level, allowance_days
from petitions.types import AlertLevel, Nature, Urgency
from petitions.wording import due_report

RULES = DeadlineRules(WorkingDayCalendar())

# accepted, working days, start day, due, orange after, red after
EXAMPLES = [
    ("2024-03-12 10:00", 1, "2024-03-12", "2024-03-13", "2024-03-18", "2024-03-20"),
    ("2024-03-12 17:00", 1, "2024-03-12", "2024-03-13", "2024-03-18", "2024-03-20"),
    ("2024-03-12 17:01", 1, "2024-03-13", "2024-03-14", "2024-03-19", "2024-03-21"),
    ("2024-02-08 16:00", 3, "2024-02-08", "2024-02-19", "2024-02-22", "2024-02-26"),
    ("2024-02-04 10:00", 1, "2024-02-04", "2024-02-05", "2024-02-08", "2024-02-18"),
    ("2024-04-03 15:00", 1, "2024-04-03", "2024-04-07", "2024-04-10", "2024-04-12"),
    ("2024-04-30 11:00", 5, "2024-04-30", "2024-05-10", "2024-05-14", "2024-05-16"),
    ("2024-09-14 09:30", 3, "2024-09-14", "2024-09-20", "2024-09-25", "2024-09-27"),
    ("2024-09-30 18:20", 5, "2024-10-08", "2024-10-14", "2024-10-17", "2024-10-21"),
    ("2025-01-24 09:00", 5, "2025-01-24", "2025-02-07", "2025-02-11", "2025-02-13"),
    ("2025-01-28 12:00", 1, "2025-02-05", "2025-02-06", "2025-02-10", "2025-02-12"),
    ("2025-04-30 16:59", 3, "2025-04-30", "2025-05-08", "2025-05-13", "2025-05-15"),
    ("2025-09-28 10:00", 5, "2025-09-28", "2025-10-11", "2025-10-15", "2025-10-17"),
    ("2025-12-31 15:00", 3, "2025-12-31", "2026-01-06", "2026-01-09", "2026-01-13"),
    ("2026-02-13 10:00", 3, "2026-02-13", "2026-02-25", "2026-02-28", "2026-03-03"),
    ("2026-02-14 10:00", 1, "2026-02-14", "2026-02-24", "2026-02-27", "2026-03-02"),
    ("2026-06-18 14:00", 5, "2026-06-18", "2026-06-26", "2026-07-01", "2026-07-03"),
    ("2025-09-26 16:00", 3, "2025-09-26", "2025-10-10", "2025-10-14", "2025-10-16"),
    ("2026-09-18 10:00", 3, "2026-09-18", "2026-09-28", "2026-10-08", "2026-10-10"),
    ("2026-12-29 10:00", 5, "2026-12-29", "2027-01-06", "2027-01-11", "2027-01-13"),
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


PAUSES = {18: (Pause(at("2025-09-29 10:00"), at("2025-10-09 09:30")),)}
EXTENSIONS = {19: 3}
PROVISIONAL = {20: (2027,)}


@pytest.mark.parametrize("number", range(1, 21))
def test_the_worked_examples_come_out_exactly(number: int) -> None:
    accepted, days, start, due, orange, red = EXAMPLES[number - 1]
    found = RULES.deadline(at(accepted), days, pauses=PAUSES.get(number, ()), extension_days=EXTENSIONS.get(number, 0))
    assert found.start_day == date.fromisoformat(start)
    assert (found.due_at, found.orange_after, found.red_after) == (
        at(f"{due} 17:00"),
        at(f"{orange} 17:00"),
        at(f"{red} 17:00"),
    )
    assert found.unannounced_years == PROVISIONAL.get(number, ())


def test_examples_18_and_19_are_due_earlier_without_pause_and_extension() -> None:
    assert RULES.deadline(at("2025-09-26 16:00"), 3).due_at == at("2025-09-30 17:00")
    assert RULES.deadline(at("2026-09-18 10:00"), 3).due_at == at("2026-09-22 17:00")


def test_a_pause_within_one_rolled_day_moves_nothing() -> None:
    assert RULES.pause_shift(Pause(at("2025-10-02 10:00"), at("2025-10-09 16:00"))) == 0


def test_imported_national_rows_make_a_year_final_and_local_rows_do_not() -> None:
    spring = CalendarOverride(date(2027, 1, 4), False, "本地停工")
    local = DeadlineRules(WorkingDayCalendar([spring])).deadline(at("2026-12-29 10:00"), 5)
    assert (local.due_at, local.is_provisional) == (at("2027-01-07 17:00"), True)
    rows = [
        CalendarOverride(date(2027, 1, 1), False, "元旦", "国办发明电", is_national=True),
        CalendarOverride(date(2027, 1, 3), True, "调休", "国办发明电", is_national=True),
    ]
    final = DeadlineRules(WorkingDayCalendar(rows)).deadline(at("2026-12-29 10:00"), 5)
    assert (final.due_at, final.is_provisional) == (at("2027-01-05 17:00"), False)


def test_a_local_override_beats_the_shipped_calendar() -> None:
    calendar = WorkingDayCalendar([CalendarOverride(date(2026, 11, 23), False, "停电")])
    assert DeadlineRules(calendar).deadline(at("2026-11-20 10:00"), 1).due_at == at("2026-11-24 17:00")


@pytest.mark.parametrize(
    ("nature", "is_policy_query", "days"),
    [
        (Nature.CONSULTATION, True, 1),
        (Nature.CONSULTATION, False, 3),
        (Nature.HELP, True, 3),
        (Nature.SUGGESTION, False, 3),
        (Nature.COMPLAINT, False, 5),
        (Nature.REPORT, False, 5),
        (Nature.PRAISE, False, 5),
    ],
)
def test_allowances_follow_one_three_five(nature: Nature, is_policy_query: bool, days: int) -> None:
    assert allowance_days(nature, is_policy_query=is_policy_query, urgency=Urgency.EXTRA_URGENT) == days


def test_urgency_shortens_only_where_switched_on() -> None:
    def days(urgency: Urgency) -> int:
        return allowance_days(Nature.COMPLAINT, is_policy_query=False, urgency=urgency, urgency_shortens=True)

    assert [days(u) for u in (Urgency.NORMAL, Urgency.URGENT, Urgency.EXTRA_URGENT)] == [5, 1, 0]


def test_alert_levels_are_reached_after_their_limits_not_at_them() -> None:
    found = RULES.deadline(at("2026-11-18 14:10"), 5)
    limits = (found.due_at, found.orange_after, found.red_after)
    second = timedelta(seconds=1)
    assert [alert_level(*limits, limit) for limit in limits] == [AlertLevel.NONE, AlertLevel.YELLOW, AlertLevel.ORANGE]
    assert [alert_level(*limits, limit + second) for limit in limits] == [
        AlertLevel.YELLOW,
        AlertLevel.ORANGE,
        AlertLevel.RED,
    ]


def test_remaining_and_overdue_days_are_those_people_read() -> None:
    due = at("2026-11-25 17:00")
    assert RULES.remaining_working_days(due, at("2026-11-20 10:20")) == 3
    assert RULES.remaining_working_days(due, at("2026-11-25 09:00")) == 0
    late = at("2026-11-19 17:00")
    assert RULES.overdue_working_days(late, at("2026-11-19 17:00")) == 0
    assert RULES.overdue_working_days(late, at("2026-11-19 18:00")) == 1
    assert RULES.overdue_working_days(late, at("2026-11-20 10:20")) == 1
    assert RULES.overdue_working_days(late, at("2026-11-24 17:01")) == 3


def test_working_hours_stand_still_at_night_and_on_weekends() -> None:
    assert RULES.add_working_hours(at("2026-11-20 10:00"), 4) == at("2026-11-20 14:00")
    assert RULES.add_working_hours(at("2026-11-20 15:00"), 4) == at("2026-11-23 11:00")
    assert RULES.add_working_hours(at("2026-11-20 07:00"), 4) == at("2026-11-20 13:00")
    assert RULES.add_working_hours(at("2026-11-21 12:00"), 8) == at("2026-11-23 17:00")


def test_the_command_line_report_reads_naive_times_as_shanghai() -> None:
    report = due_report("2026-11-18T14:10", 5)
    assert (report.start_day, report.due_at) == ("2026-11-18", "2026-11-25T17:00:00+08:00")
    assert (report.orange_after, report.red_after) == ("2026-11-30T17:00:00+08:00", "2026-12-02T17:00:00+08:00")
    assert not report.provisional
    assert report.why == "11月18日受理，当天不计，周末和节假日不计，数满 5 个工作日。"
    assert due_report("2026-11-18T06:10+00:00", 5) == report


def test_the_report_explains_late_holiday_and_provisional_starts() -> None:
    assert due_report("2024-09-30 18:20", 5).why.startswith("9月30日 17:00 以后受理，从10月8日起算")
    assert due_report("2025-01-28 12:00", 1).why.startswith("1月28日受理，当天不是工作日，从2月5日起算")
    why = due_report("2026-12-29 10:00", 5).why
    assert why.endswith("2027年放假安排尚未公布，1月6日（周三）17:00 为暂定日期。公布后如有变化，会及时告知您。")


@pytest.mark.parametrize(
    ("accepted", "days"), [("2026-11-18", 0), ("yesterday", 3), ("2026-11-18", 1001), ("9999-12-31", 1)]
)
def test_nonsense_is_refused_with_a_sentence(accepted: str, days: int) -> None:
    with pytest.raises(InvalidInputError):
        due_report(accepted, days)


INSTANTS = st.datetimes(datetime(2004, 1, 5), datetime(2028, 12, 1)).map(lambda d: d.replace(tzinfo=SHANGHAI))


@given(accepted=INSTANTS, days=st.integers(1, 30))
def test_a_deadline_is_a_working_day_and_exactly_n_after_the_start(accepted: datetime, days: int) -> None:
    found = RULES.deadline(accepted, days)
    assert RULES.calendar.is_working_day(found.due_at.date())
    assert RULES.calendar.is_working_day(found.start_day)
    assert RULES.calendar.count(found.start_day, found.due_at.date()) == days
    assert accepted < found.due_at < found.orange_after < found.red_after


@given(accepted=INSTANTS, days=st.integers(1, 10), later=st.timedeltas(timedelta(0), timedelta(days=40)))
def test_a_later_acceptance_is_never_due_earlier(accepted: datetime, days: int, later: timedelta) -> None:
    assert RULES.deadline(accepted + later, days).due_at >= RULES.deadline(accepted, days).due_at


@given(accepted=INSTANTS, length=st.timedeltas(timedelta(0), timedelta(days=30)), extension=st.integers(0, 5))
def test_pauses_and_extensions_only_ever_move_the_due_day_later(
    accepted: datetime, length: timedelta, extension: int
) -> None:
    pause = Pause(accepted, accepted + length)
    plain = RULES.deadline(accepted, 5)
    shifted = RULES.deadline(accepted, 5, pauses=[pause], extension_days=extension)
    moved = RULES.calendar.count(plain.due_at.date(), shifted.due_at.date())
    assert moved == RULES.pause_shift(pause) + extension
