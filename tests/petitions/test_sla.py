"""The clock of a cycle: ten worked examples of our own, and 5,000 random lives of clocks."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.calendar import CalendarOverride, WorkingDayCalendar
from core.clock import SHANGHAI
from petitions.deadlines import DeadlineRules, Pause, alert_level
from petitions.sla import RunningClock, started, stopped
from petitions.types import AlertLevel, SlaClock, WorkRules

CALENDAR = WorkingDayCalendar()
RULES = DeadlineRules(CALENDAR)
LEVELS = list(AlertLevel)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def start(accepted: str | datetime, days: int, rules: DeadlineRules = RULES) -> SlaClock:
    moment = at(accepted) if isinstance(accepted, str) else accepted
    return started(rules.deadline(moment, days), accepted_at=moment)


def pause(clock: SlaClock, begins: str, ends: str, rules: DeadlineRules = RULES) -> SlaClock:
    held = RunningClock(clock, rules).paused(at(begins), at(ends) + timedelta(days=30))
    return RunningClock(held, rules).resumed(at(ends))


def due(clock: SlaClock) -> str:
    assert clock.due_at is not None
    return f"{clock.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


# -- ten examples ----------------------------------------------------------------------------------------------


def test_1_a_pause_within_one_day_moves_nothing() -> None:
    assert due(pause(start("2024-03-12 10:00", 3), "2024-03-13 09:00", "2024-03-13 16:59")) == "2024-03-15 17:00"


def test_2_a_pause_begun_after_the_cut_off_begins_the_next_day() -> None:
    clock = start("2024-03-12 10:00", 3)
    assert due(pause(clock, "2024-03-13 17:01", "2024-03-14 10:00")) == "2024-03-15 17:00"
    assert due(pause(clock, "2024-03-13 17:00", "2024-03-14 10:00")) == "2024-03-18 17:00"


def test_3_material_supplied_on_a_holiday_counts_from_the_next_working_day() -> None:
    clock = pause(start("2024-09-29 10:00", 3), "2024-09-30 10:00", "2024-10-03 12:00")
    assert (due(clock), clock.paused_days) == ("2024-10-10 17:00", 1)


def test_4_a_pause_over_a_make_up_saturday_counts_it() -> None:
    clock = pause(start("2024-10-10 10:00", 5), "2024-10-11 10:00", "2024-10-14 10:00")
    assert (due(clock), clock.paused_days) == ("2024-10-18 17:00", 2)


def test_5_two_pauses_add_up() -> None:
    clock = pause(start("2024-03-11 10:00", 5), "2024-03-12 10:00", "2024-03-13 10:00")
    clock = pause(clock, "2024-03-14 10:00", "2024-03-18 10:00")
    assert (due(clock), clock.paused_days) == ("2024-03-21 17:00", 3)


def test_6_a_pause_and_an_extension_may_come_in_either_order() -> None:
    clock = start("2025-01-20 10:00", 5)
    one = RunningClock(pause(clock, "2025-01-21 10:00", "2025-01-23 10:00"), RULES).extended(3)
    held = RunningClock(RunningClock(clock, RULES).extended(3), RULES).paused(
        at("2025-01-21 10:00"), at("2025-02-20 10:00")
    )
    other = RunningClock(held, RULES).resumed(at("2025-01-23 10:00"))
    assert one == other
    assert due(one) == "2025-02-08 17:00"


def test_7_another_nature_counts_from_the_first_start_and_keeps_pauses_and_extensions() -> None:
    clock = RunningClock(pause(start("2024-03-11 10:00", 3), "2024-03-12 10:00", "2024-03-14 10:00"), RULES).extended(1)
    assert due(clock) == "2024-03-19 17:00"
    assert due(RunningClock(clock, RULES).reclassified(5, at("2024-03-14 11:00"))) == "2024-03-21 17:00"


def test_8_a_shorter_allowance_found_late_is_due_at_the_next_close() -> None:
    clock = start("2024-04-30 11:00", 5)
    assert due(RunningClock(clock, RULES).reclassified(1, at("2024-05-06 17:01"))) == "2024-05-07 17:00"


def test_9_a_city_with_a_day_off_of_its_own() -> None:
    storm = DeadlineRules(WorkingDayCalendar([CalendarOverride(date(2024, 7, 25), False, "台风停工")]))
    clock = start("2024-07-22 10:00", 3)
    assert due(clock) == "2024-07-25 17:00"
    assert due(RunningClock(clock, storm).recounted([])) == "2024-07-26 17:00"


def test_10_other_working_hours_change_cut_off_and_due_time() -> None:
    late = DeadlineRules(CALENDAR, WorkRules(opens_hour=9, closes_hour=18))
    assert due(start("2024-03-12 17:30", 1, late)) == "2024-03-13 18:00"
    assert due(start("2024-03-12 17:30", 1)) == "2024-03-14 17:00"


# -- properties ------------------------------------------------------------------------------------------------


def working_days(after: date, through: date) -> int:
    """Count by hand, day by day, what the engine adds up in shifts."""
    days = (after + timedelta(days=n) for n in range(1, (through - after).days + 1))
    return sum(CALENDAR.is_working_day(day) for day in days)


def rolled(moment: datetime) -> date:
    local = moment.astimezone(SHANGHAI)
    day = local.date() + timedelta(days=(local.hour, local.minute, local.second) > (17, 0, 0))
    while not CALENDAR.is_working_day(day):
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize("seed", range(50))
def test_a_hundred_random_clocks_keep_every_promise(seed: int) -> None:
    for number in range(100):
        chance = random.Random(f"{seed}-{number}")
        now = datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(16 * 365 * 1440))
        clock = start(now, chance.choice([0, 1, 3, 5, 20]))
        paused = extended = 0
        pauses = []
        for _ in range(chance.randrange(5)):
            before, now = clock, now + timedelta(minutes=chance.randrange(4 * 1440))
            if chance.random() < 0.6:
                until = now + timedelta(minutes=chance.randrange(20 * 1440))
                clock = RunningClock(RunningClock(clock, RULES).paused(now, until), RULES).resumed(until)
                pauses.append(Pause(now, until))
                added, now = working_days(rolled(now), rolled(until)), until
                paused += added
            else:
                added = chance.randint(1, 5)
                clock = RunningClock(clock, RULES).extended(added)
                extended += added
            assert working_days(day_of(before.due_at), day_of(clock.due_at)) == added
        assert (clock.paused_days, clock.extension_days, clock.paused_at) == (paused, extended, None)
        assert CALENDAR.is_working_day(day_of(clock.due_at))
        assert clock.due_at.astimezone(SHANGHAI).hour == 17
        assert clock == start_again(clock, pauses)
        assert_colours_only_rise(clock, chance)


def day_of(moment: datetime | None) -> date:
    assert moment is not None
    return moment.astimezone(SHANGHAI).date()


def start_again(clock: SlaClock, pauses: list[Pause]) -> SlaClock:
    """Counting everything from the start gives what moving step by step gave."""
    assert clock.started_at is not None
    assert clock.allowance_days is not None
    whole = RULES.deadline(clock.started_at, clock.allowance_days, pauses=pauses, extension_days=clock.extension_days)
    fresh = started(whole, accepted_at=clock.accepted_at or clock.started_at)
    return replace(fresh, paused_days=whole.paused_days, extension_days=clock.extension_days)


def assert_colours_only_rise(clock: SlaClock, chance: random.Random) -> None:
    assert clock.due_at is not None
    assert clock.orange_after is not None
    assert clock.red_after is not None
    moments = sorted(clock.due_at + timedelta(minutes=chance.randrange(-3000, 30_000)) for _ in range(6))
    levels = [LEVELS.index(alert_level(clock.due_at, clock.orange_after, clock.red_after, m)) for m in moments]
    assert levels == sorted(levels)


def test_a_clock_put_back_moves_nothing_and_a_stopped_one_awaits_nothing() -> None:
    clock = start("2024-03-12 10:00", 3)
    assert due(pause(clock, "2024-03-14 10:00", "2024-03-12 09:00")) == due(clock)
    held = RunningClock(clock, RULES).paused(at("2024-03-13 10:00"), at("2024-03-27 17:00"))
    assert stopped(held, at("2024-03-14 10:00")).paused_until is None


def test_a_clock_that_never_started_cannot_be_moved() -> None:
    with pytest.raises(ValueError, match="not started"):
        RunningClock(SlaClock(), RULES).extended(1)
