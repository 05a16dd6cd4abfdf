"""When reminders and colours are due."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import WorkingDayCalendar
from core.clock import SHANGHAI
from petitions.alerts.ladder import ladder, still_to_raise
from petitions.alerts.types import COLOURS, LADDER, AlertKind, PlannedAlert
from petitions.deadlines import DeadlineRules
from petitions.sla import started
from petitions.types import SlaClock

RULES = DeadlineRules(WorkingDayCalendar())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def steps_of(accepted: str, days: int) -> list[PlannedAlert]:
    moment = at(accepted)
    return ladder(started(RULES.deadline(moment, days), accepted_at=moment), RULES)


@pytest.mark.parametrize(
    ("accepted", "days", "half", "day_before"),
    [
        ("2024-03-12 10:00", 5, "2024-03-15 13:00", "2024-03-18 17:00"),  # due Tue 03-19
        ("2024-03-12 10:00", 3, "2024-03-14 13:00", "2024-03-14 17:00"),  # due Fri 03-15
        ("2024-03-12 10:00", 1, "2024-03-13 13:00", "2024-03-12 17:00"),  # one day before: the start day's close
        ("2024-09-30 18:20", 5, "2024-10-11 13:00", "2024-10-12 17:00"),  # across 国庆, 10-12 is a working Saturday
    ],
)
def test_reminders_stand_half_way_and_one_working_day_before(
    accepted: str, days: int, half: str, day_before: str
) -> None:
    times = {step.kind: step.at for step in steps_of(accepted, days)}
    assert (times[AlertKind.HALF_TIME], times[AlertKind.DAY_BEFORE]) == (at(half), at(day_before))


def test_a_petition_due_on_its_start_day_has_no_reminder() -> None:
    assert [step.kind for step in steps_of("2024-03-12 10:00", 0)] == list(COLOURS)


def test_without_a_clock_there_is_no_ladder() -> None:
    assert ladder(SlaClock(), RULES) == []


def test_no_reminder_after_the_due_time_and_no_colour_below_one_reached() -> None:
    steps = steps_of("2024-03-12 10:00", 5)
    assert [s.kind for s in still_to_raise(steps, {AlertKind.HALF_TIME}, is_due=False)] == list(LADDER[1:])
    assert [s.kind for s in still_to_raise(steps, set(), is_due=True)] == list(COLOURS)
    assert [s.kind for s in still_to_raise(steps, {AlertKind.ORANGE}, is_due=True)] == [AlertKind.RED]
    assert still_to_raise(steps, set(LADDER), is_due=True) == []


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2028, 12, 31)),
    st.integers(0, 20),
    st.lists(st.timedeltas(timedelta(0), timedelta(days=60)), min_size=1, max_size=8),
)
def test_colours_are_monotonic_and_each_is_raised_once_however_the_sweeps_fall(
    accepted: datetime, days: int, sweeps: list[timedelta]
) -> None:
    moment = accepted.replace(tzinfo=SHANGHAI)
    clock = started(RULES.deadline(moment, days), accepted_at=moment)
    steps, raised = ladder(clock, RULES), []
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    for now in sorted(moment + later for later in sweeps):
        assert clock.due_at is not None
        left = still_to_raise(steps, set(raised), is_due=clock.due_at < now)
        raised += [step.kind for step in left if step.at < now]
    colours = [kind for kind in raised if kind in COLOURS]
    assert colours == list(COLOURS)[: len(colours)]
    assert len(raised) == len(set(raised))
