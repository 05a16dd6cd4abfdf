"""Weeks from Monday to Sunday, months, quarters, years; what is compared with what; how they are named."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInputError
from reports.periods import Period, ReportKind, parse_period, period_of
from reports.reconciling import parts_of

DAYS = st.dates(date(1995, 1, 1), date(2100, 12, 31))
KINDS = st.sampled_from(ReportKind)


@pytest.mark.parametrize(
    ("kind", "label", "first", "last", "before", "year_before"),
    [
        ("week", "2026-W47", date(2026, 11, 16), date(2026, 11, 22), "2026-W46", "2025-W47"),
        ("week", "2026-W01", date(2025, 12, 29), date(2026, 1, 4), "2025-W52", "2025-W01"),
        ("week", "2026-W53", date(2026, 12, 28), date(2027, 1, 3), "2026-W52", "2025-W52"),
        ("month", "2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-01", "2023-02"),
        ("month", "2026-01", date(2026, 1, 1), date(2026, 1, 31), "2025-12", "2025-01"),
        ("quarter", "2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "2026-Q3", "2025-Q4"),
        ("year", "2026", date(2026, 1, 1), date(2026, 12, 31), "2025", "2025"),
    ],
)
def test_a_period_knows_its_days_and_what_it_is_compared_with(
    kind: str, label: str, first: date, last: date, before: str, year_before: str
) -> None:
    found = parse_period(ReportKind(kind), label)
    assert (found.first, found.last) == (first, last)
    assert (found.before().label, found.year_before().label) == (before, year_before)


def test_days_are_those_of_shanghai() -> None:
    november = parse_period(ReportKind.MONTH, "2026-11")
    assert november.start == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert november.end == datetime(2026, 11, 30, 16, tzinfo=UTC)


@given(KINDS, DAYS)
def test_every_day_lies_in_one_period_which_its_name_finds_again(kind: ReportKind, day: date) -> None:
    found = period_of(kind, day)
    assert found.first <= day <= found.last
    assert parse_period(kind, found.label) == found
    assert period_of(kind, found.last + timedelta(days=1)).before() == found
    assert found.before().last + timedelta(days=1) == found.first


@given(KINDS, DAYS)
def test_the_parts_of_a_period_cover_it_without_gaps(kind: ReportKind, day: date) -> None:
    whole = period_of(kind, day)
    parts = parts_of(whole)
    assert all(a.last + timedelta(days=1) == b.first for a, b in pairwise(parts))
    if parts:
        assert parts[0].first <= whole.first
        assert parts[-1].last >= whole.last
        if kind is not ReportKind.MONTH:  # only weeks reach beyond
            assert Period(kind, parts[0].first, parts[-1].last) == whole


@pytest.mark.parametrize(
    ("kind", "label"),
    [("week", "2026-W54"), ("week", "2026-47"), ("month", "2026-13"), ("month", "2026-00"), ("quarter", "2026-Q5"),
     ("quarter", "2026-Q0"), ("year", "26"), ("year", "9999"), ("week", "2025-W53"), ("month", "")],
)  # fmt: skip
def test_a_name_that_is_none_says_how_names_are_written(kind: str, label: str) -> None:
    with pytest.raises(InvalidInputError, match="请写成"):
        parse_period(ReportKind(kind), label)
