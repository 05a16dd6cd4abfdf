"""Time as the product sees it: instants are aware UTC, "today" is the date in Asia/Shanghai."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the time; tests pass a fixed one."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""

    def today(self) -> date:
        """Return the current date in Asia/Shanghai."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.now().astimezone(SHANGHAI).date()


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is moved; for tests, simulations and evaluation."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant.astimezone(UTC)

    def today(self) -> date:
        return self.instant.astimezone(SHANGHAI).date()

    def advance_to(self, instant: datetime) -> None:
        self.instant = instant
