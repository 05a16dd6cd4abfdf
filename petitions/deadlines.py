"""Deadlines in working days (DOMAIN §4.1): pure rules, no clock and no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.calendar import FIRST_YEAR, LAST_YEAR, WorkingDayCalendar
from core.clock import SHANGHAI
from core.errors import InvalidInputError
from petitions.types import DEFAULT_RULES, AlertLevel, Nature, Urgency, WorkRules

ORANGE_AFTER_DAYS = 3
RED_AFTER_DAYS = 5
MAX_ALLOWANCE_DAYS = 1000

_ALLOWANCE = {
    Nature.CONSULTATION: 3,
    Nature.HELP: 3,
    Nature.SUGGESTION: 3,
    Nature.COMPLAINT: 5,
    Nature.REPORT: 5,
    Nature.PRAISE: 5,
}


@dataclass(frozen=True, slots=True)
class Pause:
    """Time in which the clock stood still (T11–T12)."""

    paused_at: datetime
    resumed_at: datetime


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due time and what explains it. All instants are at close of business, in Asia/Shanghai."""

    accepted_at: datetime
    start_day: date
    allowance_days: int
    due_at: datetime
    orange_after: datetime
    red_after: datetime
    unannounced_years: tuple[int, ...]
    is_late_in_day: bool
    paused_days: int = 0
    extension_days: int = 0

    @property
    def is_provisional(self) -> bool:
        return bool(self.unannounced_years)


@dataclass(frozen=True, slots=True)
class DeadlineRules:
    """Counts working days on one calendar under one set of working hours."""

    calendar: WorkingDayCalendar
    rules: WorkRules = DEFAULT_RULES

    def start_day(self, at: datetime) -> date:
        """Return the day of `at`, or the next working day if it is none or `at` is after the cut-off (inclusive)."""
        day = at.astimezone(SHANGHAI).date()
        return self.calendar.roll(day + timedelta(days=1) if self.is_late(at) else day)

    def deadline(
        self, accepted_at: datetime, allowance_days: int, *, pauses: Sequence[Pause] = (), extension_days: int = 0
    ) -> Deadline:
        """Return when the reply is due: the n-th working day after the start day, shifted by pauses and extension.

        Raises InvalidInputError for an allowance outside 0..1000 or a year out of range.
        """
        local = _checked(accepted_at, allowance_days)
        start = self.start_day(local)
        paused = sum(self.pause_shift(pause) for pause in pauses)
        due = self.calendar.add(start, allowance_days + paused + extension_days)
        years = range(local.year, due.year + 1)
        return Deadline(
            accepted_at=local,
            start_day=start,
            allowance_days=allowance_days,
            due_at=self.closing_time(due),
            orange_after=self.closing_time(self.calendar.add(due, ORANGE_AFTER_DAYS)),
            red_after=self.closing_time(self.calendar.add(due, RED_AFTER_DAYS)),
            unannounced_years=tuple(y for y in years if not self.calendar.is_announced(y)),
            is_late_in_day=self.is_late(local) and self.calendar.is_working_day(local.date()),
            paused_days=paused,
            extension_days=extension_days,
        )

    def pause_shift(self, pause: Pause) -> int:
        """Return by how many working days a pause moves the due date; both ends are rolled like a start day."""
        return self.calendar.count(self.start_day(pause.paused_at), self.start_day(pause.resumed_at))

    def closing_time(self, day: date) -> datetime:
        """Return close of business of `day` (民法典 §203)."""
        return datetime.combine(day, time(self.rules.closes_hour), SHANGHAI)

    def add_working_hours(self, at: datetime, hours: float) -> datetime:
        """Return the instant `hours` working hours after `at`; outside working hours the clock stands still."""
        opens, closes = time(self.rules.opens_hour), time(self.rules.closes_hour)
        day, left = self.start_day(at), timedelta(hours=hours)
        moment = max(at.astimezone(SHANGHAI), datetime.combine(day, opens, SHANGHAI))
        while (room := datetime.combine(day, closes, SHANGHAI) - moment) < left:
            left -= room
            day = self.calendar.add(day, 1)
            moment = datetime.combine(day, opens, SHANGHAI)
        return moment + left

    def remaining_working_days(self, due_at: datetime, now: datetime) -> int:
        """Return the working days left after today, the due day included; 0 on the due day and later."""
        return self.calendar.count(_day(now), _day(due_at))

    def overdue_working_days(self, due_at: datetime, now: datetime) -> int:
        """Return which working day of lateness it is ("超期第 n 个工作日"), from 1; 0 when not late."""
        return max(1, self.calendar.count(_day(due_at), _day(now))) if now > due_at else 0

    def is_late(self, at: datetime) -> bool:
        """Say whether `at` is after the cut-off of its day; exactly at it is not."""
        return at.astimezone(SHANGHAI).time() > time(self.rules.closes_hour)


def allowance_days(
    nature: Nature, *, is_policy_query: bool, urgency: Urgency = Urgency.NORMAL, urgency_shortens: bool = False
) -> int:
    """Return the "135" allowance: policy consultation 1, other consultation, help, suggestion 3, the rest 5.

    With `urgency_shortens` (off by default) 紧急 gets at most 1 and 特急 0: the start day itself.
    """
    days = 1 if nature is Nature.CONSULTATION and is_policy_query else _ALLOWANCE[nature]
    if not urgency_shortens or urgency is Urgency.NORMAL:
        return days
    return 0 if urgency is Urgency.EXTRA_URGENT else min(days, 1)


def alert_level(due_at: datetime, orange_after: datetime, red_after: datetime, at: datetime) -> AlertLevel:
    """Return the level reached at `at`; exactly at a limit the next level is not yet reached."""
    if at > red_after:
        return AlertLevel.RED
    if at > orange_after:
        return AlertLevel.ORANGE
    return AlertLevel.YELLOW if at > due_at else AlertLevel.NONE


def _checked(accepted_at: datetime, days: int) -> datetime:
    if not 0 <= days <= MAX_ALLOWANCE_DAYS:
        raise InvalidInputError(f"The allowance must be 0 to {MAX_ALLOWANCE_DAYS} working days, not {days}.")
    if not FIRST_YEAR <= accepted_at.year <= LAST_YEAR:
        raise InvalidInputError(f"The year {accepted_at.year} is outside {FIRST_YEAR}–{LAST_YEAR}. Check the date.")
    return accepted_at.replace(tzinfo=SHANGHAI) if accepted_at.tzinfo is None else accepted_at.astimezone(SHANGHAI)


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
