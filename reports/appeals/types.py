"""The words of appeals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from reports.types import Edition


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal. `is_upheld` is None until somebody ruled; a correction is then a revised edition of the report."""

    id: str
    edition_id: str
    department_code: str
    text: str
    filed_at: datetime
    filed_by: str
    is_upheld: bool | None
    ruling: str
    ruled_at: datetime | None
    ruled_by: str


@dataclass(frozen=True, slots=True)
class AppealWindow:
    """Until the end of which day an edition may be appealed against, and whether that day is still to come."""

    until: date
    is_open: bool


@dataclass(frozen=True, slots=True)
class Assessed:
    """A released report that assesses departments: until when it may be appealed against, and how many did.

    `appeals` and `pending` count what the reader may see; `pending` wait for a ruling.
    """

    edition: Edition
    window: AppealWindow
    appeals: int
    pending: int
