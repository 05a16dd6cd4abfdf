"""Weeks, months, quarters and years as reports cut them: days of Asia/Shanghai, weeks from Monday to Sunday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from core.clock import SHANGHAI
from core.errors import InvalidInputError
from core.messages import message

_LABEL = {
    "week": re.compile(r"(\d{4})-W(\d{2})"),
    "month": re.compile(r"(\d{4})-(\d{2})"),
    "quarter": re.compile(r"(\d{4})-Q(\d)"),
    "year": re.compile(r"(\d{4})"),
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class ReportKind(StrEnum):
    """周报, 月报, 季度报, 年报."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included."""

    kind: ReportKind
    first: date
    last: date

    @property
    def start(self) -> datetime:
        """The first instant."""
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first instant after the period."""
        return _midnight(self.last + timedelta(days=1))

    @property
    def label(self) -> str:
        """The name that `parse_period` reads: "2026-W47", "2026-11", "2026-Q4", "2026"."""
        match self.kind:
            case ReportKind.WEEK:
                year, week, _ = self.first.isocalendar()
                return f"{year}-W{week:02d}"
            case ReportKind.MONTH:
                return f"{self.first:%Y-%m}"
            case ReportKind.QUARTER:
                return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
            case ReportKind.YEAR:
                return str(self.first.year)

    def before(self) -> Period:
        """Return the period that ends where this one begins (环比)."""
        return period_of(self.kind, self.first - timedelta(days=1))

    def year_before(self) -> Period:
        """Return the same period of the year before (同比); week 53 is compared with week 52 where there is none."""
        if self.kind is not ReportKind.WEEK:
            return period_of(self.kind, self.first.replace(year=self.first.year - 1))
        year, week, _ = self.first.isocalendar()
        last_week = date(year - 1, 12, 28).isocalendar().week  # 28 December always lies in the last week
        return period_of(self.kind, date.fromisocalendar(year - 1, min(week, last_week), 1))


def period_of(kind: ReportKind, day: date) -> Period:
    """Return the period of this kind that `day` lies in."""
    if kind is ReportKind.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(kind, monday, monday + timedelta(days=6))
    months = _MONTHS[kind.value]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    following = date(first.year + (first.month + months > 12), (first.month + months - 1) % 12 + 1, 1)
    return Period(kind, first, following - timedelta(days=1))


def parse_period(kind: ReportKind, label: str) -> Period:
    """Return the period of this name. Raises InvalidInputError saying how names are written."""
    found = _LABEL[kind.value].fullmatch(label.strip().upper())
    try:
        if found is None:
            raise ValueError(label)
        year, number = int(found[1]), int(found[2]) if kind is not ReportKind.YEAR else 1
        if not 1990 <= year <= 2200:
            raise ValueError(label)
        if kind is ReportKind.WEEK:
            return period_of(kind, date.fromisocalendar(year, number, 1))
        return period_of(kind, date(year, (number - 1) * _MONTHS[kind.value] + 1, 1))
    except ValueError as error:
        raise InvalidInputError(message(f"report.error.period_{kind.value}", period=label)) from error


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
