"""How long collecting and publishing took, against the “135” time limits (DOMAIN §2.8; the limits are a default)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.calendar import WorkingDayCalendar
from core.clock import SHANGHAI
from knowledge.tables import VersionRow
from knowledge.types import EntryKind


class Stage(StrEnum):
    """What must have happened to a policy that was found."""

    REGISTERED = "registered"  # it stands in the base
    COMPLETED = "completed"  # summary and interpreter are there: it was submitted for review
    PUBLISHED = "published"


LIMITS = {Stage.REGISTERED: 1, Stage.COMPLETED: 3, Stage.PUBLISHED: 5}
"""Working days from the day a policy was collected. No source defines “135”: these are a default to be confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFigures:
    """How the policies collected in a period stand in one stage. `mean_days` is of those that reached it, in
    working days; None when none did.
    """

    stage: Stage
    limit_days: int
    in_time: int
    late: int  # reached it after its limit, or have not reached it and the limit has passed
    open: int  # have not reached it, and still may in time
    mean_days: float | None


def measure(session: Session, days: tuple[date, date], today: date, calendar: WorkingDayCalendar) -> list[StageFigures]:
    """Return the figures of policies and notices whose first version was collected on one of `days`."""
    rows = [row for row in _first_versions(session) if days[0] <= _day(row[0]) <= days[1]]
    return [_figures(stage, rows, place, today, calendar) for place, stage in enumerate(Stage, start=1)]


def _first_versions(session: Session) -> list[tuple[datetime, ...]]:
    """Return when each was collected, stored, submitted and published; None for what has not happened."""
    found = session.execute(
        select(VersionRow.source["collected_at"].as_string(), VersionRow.created_at, VersionRow.submitted_at,
               VersionRow.published_at)
        .where(
            VersionRow.version == 1,
            VersionRow.kind.in_([EntryKind.POLICY_DOCUMENT.value, EntryKind.NOTICE.value]),
        )
    )  # fmt: skip
    rows: list[tuple[datetime, ...]] = []
    for collected, created, submitted, published in found:
        begun = datetime.fromisoformat(collected) if collected else created
        # An operator's import is published without a submission: it was complete when it was published.
        rows.append((begun, created, submitted or published, published))
    return rows


def _figures(
    stage: Stage, rows: list[tuple[datetime, ...]], place: int, today: date, calendar: WorkingDayCalendar
) -> StageFigures:
    limit, took, late, waiting = LIMITS[stage], [], 0, 0
    for row in rows:
        begun, reached = _day(row[0]), row[place]
        if reached is not None:
            took.append(calendar.count(begun, _day(reached)))
        elif calendar.count(begun, today) > limit:
            late += 1
        else:
            waiting += 1
    in_time = sum(days <= limit for days in took)
    return StageFigures(
        stage=stage,
        limit_days=limit,
        in_time=in_time,
        late=late + len(took) - in_time,
        open=waiting,
        mean_days=round(sum(took) / len(took), 1) if took else None,
    )


def _day(instant: datetime) -> date:
    return instant.astimezone(SHANGHAI).date()
