"""When people are at work: the hours of the zone on the working days of the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from core.calendar import WorkingDayCalendar
from core.clock import SHANGHAI
from core.messages import message
from core.settings import ZoneSettings


class ZoneWorkingTime:
    """Working hours of a zone; `calendar_of` reads the calendar with what an administrator changed in it."""

    def __init__(self, zone: ZoneSettings, calendar_of: Callable[[Session], WorkingDayCalendar]) -> None:
        self._opens, self._closes = zone.work_start_hour, zone.work_end_hour
        self._calendar_of = calendar_of
        self.hours = message("api.site.working_hours", start=f"{self._opens}:00", end=f"{self._closes}:00")

    def is_open(self, session: Session, at: datetime) -> bool:
        """Say whether people are at work at this instant."""
        local = at.astimezone(SHANGHAI)
        if not self._opens <= local.hour < self._closes:
            return False
        return self._calendar_of(session).is_working_day(local.date())
