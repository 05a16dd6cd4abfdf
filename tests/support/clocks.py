"""A clock for servers that are to run at another time than the machine."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core.clock import SHANGHAI


class ShiftedClock:
    """A clock that runs on from a chosen instant, and can be set."""

    def __init__(self, instant: datetime) -> None:
        self.set(instant)

    def set(self, instant: datetime) -> None:
        self._ahead = instant - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def today(self) -> date:
        return self.now().astimezone(SHANGHAI).date()
