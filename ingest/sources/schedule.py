"""When a site is to be checked, and what was missed. Pure rules over the working-day calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.calendar import WorkingDayCalendar
from core.clock import SHANGHAI
from ingest.sources.types import Site, SiteState


@dataclass(frozen=True, slots=True)
class Closing:
    """A moment, as the day and whether its working hours are over (DOMAIN §2.8: missing by 17:00)."""

    today: date
    is_over: bool

    @classmethod
    def at(cls, now: datetime, closes_hour: int) -> Closing:
        local = now.astimezone(SHANGHAI)
        return cls(local.date(), local.hour >= closes_hour)

    @property
    def last_closed(self) -> date:
        """The latest day whose working hours are over."""
        return self.today if self.is_over else self.today - timedelta(days=1)


def next_due(site: Site, calendar: WorkingDayCalendar) -> date:
    """Return the working day by whose end the site must be checked: counted from its last tick, or its first day.

    A tick on a rest day counts from there, so a Saturday's look does not spare Monday's.
    """
    since = site.last_checked_on or site.created_at.astimezone(SHANGHAI).date()
    return calendar.add(since, site.content.check_every_days)


def state_of(site: Site, calendar: WorkingDayCalendar, at: Closing) -> SiteState:
    """Return where the site stands at a moment."""
    if not site.content.is_active:
        return SiteState.INACTIVE
    if site.last_checked_on is not None and site.last_checked_on >= at.today:
        return SiteState.CHECKED
    due = next_due(site, calendar)
    if due <= at.last_closed:
        return SiteState.OVERDUE
    return SiteState.DUE if due == at.today else SiteState.NOT_DUE


def checks_of(
    site: Site, ticked: Collection[date], days: tuple[date, date], calendar: WorkingDayCalendar
) -> tuple[int, tuple[date, ...]]:
    """Return how many checks were done on working days of the range, and the due days that passed without one.

    `ticked` must also hold the last tick before the range, if there was one: due days are counted from it. A missed
    check is missed once; the next one falls due a full interval later.
    """
    first, last = days
    since = max((day for day in ticked if day < first), default=site.created_at.astimezone(SHANGHAI).date())
    every, done, missing = site.content.check_every_days, 0, []
    due = calendar.add(since, every)
    while due < first:  # missed before the range: counts there, not here
        due = calendar.add(due, every)
    for day in _range(first, last):
        is_working = calendar.is_working_day(day)
        if day in ticked:
            done += is_working
            due = calendar.add(day, every)
        elif is_working and day == due:
            missing.append(day)
            due = calendar.add(day, every)
    return done, tuple(missing)


def working_days(first: date, last: date, calendar: WorkingDayCalendar) -> int:
    """Return how many days from `first` to `last`, both counted, are working days."""
    return sum(calendar.is_working_day(day) for day in _range(first, last))


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of `day`."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _range(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)
