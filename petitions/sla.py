"""The clock of one cycle as it is started, paused, extended and counted anew (DOMAIN §4.1): pure rules, no I/O.

Moving a due day by working days and counting it anew with as many days more are the same thing, so a clock only needs
to remember by how many days it was moved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TypeVar

from core.clock import SHANGHAI
from petitions.deadlines import ORANGE_AFTER_DAYS, RED_AFTER_DAYS, Deadline, DeadlineRules, Pause
from petitions.types import SlaClock

Value = TypeVar("Value")


def started(deadline: Deadline, *, accepted_at: datetime) -> SlaClock:
    """Return the clock a deadline starts; `accepted_at` stays that of the first cycle."""
    return SlaClock(
        accepted_at=accepted_at,
        started_at=deadline.accepted_at.astimezone(UTC),
        start_day=deadline.start_day,
        allowance_days=deadline.allowance_days,
        due_at=deadline.due_at.astimezone(UTC),
        orange_after=deadline.orange_after.astimezone(UTC),
        red_after=deadline.red_after.astimezone(UTC),
        is_provisional=deadline.is_provisional,
    )


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A clock that was started, with what its due time is counted from. Raises ValueError before acceptance."""

    clock: SlaClock
    deadlines: DeadlineRules

    @property
    def started_at(self) -> datetime:
        return _set(self.clock.started_at)

    @property
    def due_at(self) -> datetime:
        return _set(self.clock.due_at)

    @property
    def allowance_days(self) -> int:
        return _set(self.clock.allowance_days)

    @property
    def counted_days(self) -> int:
        """How many working days after the start day the due day is counted."""
        return self.allowance_days + self.clock.paused_days + self.clock.extension_days

    def paused(self, at: datetime, until: datetime) -> SlaClock:
        """Return the clock standing still from `at` (T11)."""
        return replace(self.clock, paused_at=at, paused_until=until)

    def resumed(self, at: datetime) -> SlaClock:
        """Return the clock running again, its due day moved by the working days it stood still (T12)."""
        days = self.deadlines.pause_shift(Pause(_set(self.clock.paused_at), at))
        moved = self._due_on(self.deadlines.calendar.add(_day(self.due_at), days))
        return replace(moved, paused_at=None, paused_until=None, paused_days=self.clock.paused_days + days)

    def extended(self, days: int) -> SlaClock:
        """Return the clock with its due day moved by the working days granted (T13)."""
        moved = self._due_on(self.deadlines.calendar.add(_day(self.due_at), days))
        return replace(moved, extension_days=self.clock.extension_days + days)

    def reclassified(self, allowance_days: int, at: datetime) -> SlaClock:
        """Return the clock with another allowance from its first start, due at today's close at the earliest (T23)."""
        days = self.counted_days - self.allowance_days + allowance_days
        due = self.deadlines.calendar.add(self.deadlines.start_day(self.started_at), days)
        moved = self._due_on(max(due, self.deadlines.start_day(at)))
        return replace(moved, allowance_days=allowance_days)

    def recounted(self, pauses: list[Pause]) -> SlaClock:
        """Return the clock counted on today's calendar; a due time already told is never brought forward."""
        paused = sum(self.deadlines.pause_shift(pause) for pause in pauses)
        days = self.allowance_days + paused + self.clock.extension_days
        start = self.deadlines.start_day(self.started_at)
        moved = self._due_on(max(self.deadlines.calendar.add(start, days), _day(self.due_at)))
        return replace(moved, start_day=start, paused_days=paused)

    def _due_on(self, day: date) -> SlaClock:
        rules, day = self.deadlines, self.deadlines.calendar.roll(day)
        years = range(_day(self.started_at).year, day.year + 1)
        return replace(
            self.clock,
            due_at=rules.closing_time(day).astimezone(UTC),
            orange_after=rules.closing_time(rules.calendar.add(day, ORANGE_AFTER_DAYS)).astimezone(UTC),
            red_after=rules.closing_time(rules.calendar.add(day, RED_AFTER_DAYS)).astimezone(UTC),
            is_provisional=not all(rules.calendar.is_announced(year) for year in years),
        )


def stopped(clock: SlaClock, at: datetime) -> SlaClock:
    """Return the clock stopped by an answer or an end."""
    return replace(clock, stopped_at=at, paused_until=None)


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def _set(value: Value | None) -> Value:
    if value is None:
        raise ValueError("this clock was not started or does not stand still")
    return value
