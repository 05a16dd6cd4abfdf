"""When the alerts of one cycle are due: two reminders, then yellow, orange and red. Pure rules, no I/O."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from core.clock import SHANGHAI
from petitions.alerts.types import COLOURS, LADDER, AlertKind, PlannedAlert
from petitions.deadlines import DeadlineRules
from petitions.types import SlaClock


def ladder(clock: SlaClock, deadlines: DeadlineRules) -> list[PlannedAlert]:
    """Return the alerts of a clock, earliest first; empty before acceptance.

    The reminders stand half-way through the working time between start day and due time, and at close of business one
    working day before it; one that would stand before the clock started, or at the due time, is left out.
    """
    if not (clock.started_at and clock.start_day and clock.due_at and clock.orange_after and clock.red_after):
        return []
    reminders = [
        PlannedAlert(kind, at)
        for kind, at in _reminders(clock, clock.due_at, deadlines)
        if clock.started_at < at < clock.due_at
    ]
    colours = [
        PlannedAlert(AlertKind.YELLOW, clock.due_at),
        PlannedAlert(AlertKind.ORANGE, clock.orange_after),
        PlannedAlert(AlertKind.RED, clock.red_after),
    ]
    return sorted(reminders, key=lambda planned: planned.at) + colours


def still_to_raise(planned: list[PlannedAlert], raised: Collection[AlertKind], *, is_due: bool) -> list[PlannedAlert]:
    """Return what is left of a ladder: nothing below a colour already reached, and no reminder once it `is_due`."""
    highest = max((LADDER.index(kind) for kind in raised if kind in COLOURS), default=-1)
    return [
        step
        for step in planned
        if step.kind not in raised and LADDER.index(step.kind) > highest and (step.kind in COLOURS or not is_due)
    ]


def _reminders(clock: SlaClock, due_at: datetime, deadlines: DeadlineRules) -> list[tuple[AlertKind, datetime]]:
    assert clock.start_day is not None
    due_day = due_at.astimezone(SHANGHAI).date()
    days = deadlines.calendar.count(clock.start_day, due_day)
    if not days:
        return []
    hours = deadlines.rules.closes_hour - deadlines.rules.opens_hour
    begins = deadlines.closing_time(clock.start_day)
    half = deadlines.add_working_hours(begins, days * hours / 2)
    before = due_day - timedelta(days=1)
    while not deadlines.calendar.is_working_day(before):
        before -= timedelta(days=1)
    day_before = deadlines.closing_time(before)
    return [(AlertKind.HALF_TIME, half.astimezone(UTC)), (AlertKind.DAY_BEFORE, day_before.astimezone(UTC))]
