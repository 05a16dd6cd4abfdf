"""Dates and deadlines in sentences of the catalogue (LOOK §5, texts 23–27), and the answer of `youda petitions due`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.calendar import WorkingDayCalendar
from core.clock import SHANGHAI
from core.errors import InvalidInputError
from core.messages import message
from petitions.deadlines import Deadline, DeadlineRules
from petitions.types import DEFAULT_RULES, WorkRules


@dataclass(frozen=True, slots=True)
class DueReport:
    """A deadline as the command line prints it: dates and instants in ISO 8601 with +08:00, `why` in words."""

    start_day: str
    due_at: str
    orange_after: str
    red_after: str
    provisional: bool
    why: str


def due_report(
    accepted_at: str | datetime,
    days: int,
    *,
    calendar: WorkingDayCalendar | None = None,
    rules: WorkRules = DEFAULT_RULES,
) -> DueReport:
    """Return when a petition accepted at `accepted_at` is due in `days` working days; naive times are Asia/Shanghai.

    Raises InvalidInputError for a time that is not ISO 8601, days outside 1..1000, or a year out of range.
    """
    if days < 1:
        raise InvalidInputError(f"--days must be at least 1, not {days}.")
    counted = DeadlineRules(calendar or WorkingDayCalendar(), rules)
    deadline = counted.deadline(parse_instant(accepted_at), days)
    return DueReport(
        start_day=deadline.start_day.isoformat(),
        due_at=deadline.due_at.isoformat(),
        orange_after=deadline.orange_after.isoformat(),
        red_after=deadline.red_after.isoformat(),
        provisional=deadline.is_provisional,
        why=why_text(deadline, closes_hour=counted.rules.closes_hour),
    )


def parse_instant(value: str | datetime) -> datetime:
    """Return `value` as an aware instant; a naive one is Asia/Shanghai."""
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise InvalidInputError(f"'{value}' is not a time. Write it like 2026-11-20T10:20.") from error
    return instant.replace(tzinfo=SHANGHAI) if instant.tzinfo is None else instant


def why_text(deadline: Deadline, *, closes_hour: int, is_reopened: bool = False, is_kept: bool = False) -> str:
    """Return why it is due then: how it was counted, pauses and extensions included (text 26).

    Further sentences say that the date is later than counted because it was told before (`is_kept`), or that it is
    provisional (text 27).
    """
    key = _why_key(deadline, is_reopened=is_reopened) + _moved_key(deadline)
    counted = message(
        f"petition.why.{key}",
        day=day_text(deadline.accepted_at.astimezone(SHANGHAI).date()),
        start=day_text(deadline.start_day),
        cutoff=f"{closes_hour}:00",
        days=deadline.allowance_days,
        paused=deadline.paused_days,
        extended=deadline.extension_days,
    )
    if is_kept:
        counted += message("petition.why.kept", due=due_text(deadline.due_at))
    if not deadline.unannounced_years:
        return counted
    return counted + message(
        "petition.why.provisional", years=_years(deadline.unannounced_years), due=due_text(deadline.due_at)
    )


def _why_key(deadline: Deadline, *, is_reopened: bool) -> str:
    if is_reopened:
        return "reopened"
    if deadline.start_day == deadline.accepted_at.astimezone(SHANGHAI).date():
        return "same_day"
    return "after_cutoff" if deadline.is_late_in_day else "rest_day"


def _moved_key(deadline: Deadline) -> str:
    if deadline.paused_days and deadline.extension_days:
        return "_paused_extended"
    if deadline.paused_days:
        return "_paused"
    return "_extended" if deadline.extension_days else ""


def _years(years: Sequence[int]) -> str:
    separator = message("petition.separator")
    return separator.join(message("petition.date.years", years=year) for year in years)


def day_text(day: date) -> str:
    """Return "11月25日"."""
    return message("petition.date.day", month=day.month, day=day.day)


def due_text(at: datetime) -> str:
    """Return "11月25日（周三）17:00", in Asia/Shanghai."""
    local = at.astimezone(SHANGHAI)
    weekday = message(f"petition.weekday.{local.weekday()}")
    return message("petition.date.due", month=local.month, day=local.day, weekday=weekday, time=time_text(at))


def time_text(at: datetime) -> str:
    """Return "17:00" or "9:20", in Asia/Shanghai."""
    local = at.astimezone(SHANGHAI)
    return f"{local.hour}:{local.minute:02d}"
