"""Which days are working days: the State Council's arrangements, then local override rows (DOMAIN §4.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

from core.errors import InvalidInputError

_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Statutory holidays with a fixed date; the lunar ones of a year not yet announced are unknown."""

FIRST_YEAR, LAST_YEAR = 1990, 2200
"""Years for which deadlines are computed at all; anything else is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class CalendarOverride:
    """One day that differs from the shipped calendar. National rows announce the arrangement of their year."""

    day: date
    is_working_day: bool
    reason: str
    source_document: str = ""
    is_national: bool = False


class WorkingDayCalendar:
    """Answers which days are working days, for announced years and, provisionally, for others."""

    def __init__(self, overrides: Iterable[CalendarOverride] = ()) -> None:
        rows = list(overrides)
        self._overrides = {row.day: row.is_working_day for row in rows}
        self._announced = frozenset(row.day.year for row in rows if row.is_national)

    def is_working_day(self, day: date) -> bool:
        """Say whether `day` is worked; in a year not announced: Monday to Friday minus fixed-date holidays."""
        if day in self._overrides:
            return self._overrides[day]
        listed = _listed_as_working(day)
        if listed is not None:
            return listed
        if day.year in self._announced:
            return day.weekday() < 5
        return day.weekday() < 5 and (day.month, day.day) not in _FIXED_HOLIDAYS

    def is_announced(self, year: int) -> bool:
        """Say whether the holidays of `year` are known, from the library or from imported national rows."""
        return year in self._announced or _listed_as_working(date(year, 7, 1)) is not None

    def roll(self, day: date) -> date:
        """Return `day`, or the next working day when it is not one."""
        while not self.is_working_day(day):
            day = _next(day)
        return day

    def add(self, day: date, working_days: int) -> date:
        """Return the `working_days`-th working day after `day`; `day` itself is not counted (民法典 §201)."""
        for _ in range(working_days):
            day = self.roll(_next(day))
        return day

    def count(self, after: date, through: date) -> int:
        """Return how many working days lie in (after, through]; 0 when `through` is not later."""
        days = (after + timedelta(days=n) for n in range(1, (through - after).days + 1))
        return sum(self.is_working_day(day) for day in days)


def _next(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidInputError(f"The year {day.year} is outside {FIRST_YEAR}–{LAST_YEAR}. Check the date.")
    return day + timedelta(days=1)


@lru_cache(maxsize=16_384)
def _listed_as_working(day: date) -> bool | None:
    """Return what the library says, None for years it does not cover."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
