"""From when until when a version governs: rules of DOMAIN §2.2, whatever the dates."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knowledge.types import EntryStatus
from knowledge.validity import Successor, last_day_in_force, status_on

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2050, 12, 31))
SUCCESSORS = st.lists(st.builds(Successor, st.sampled_from(["pol_a", "pol_b", "pol_c"]), DAYS), max_size=4)


def test_a_version_without_end_or_successor_governs_for_ever() -> None:
    assert last_day_in_force(None, []) == (None, None)
    assert status_on(date(2050, 1, 1), None, None) is EntryStatus.PUBLISHED


def test_the_last_day_itself_is_in_force() -> None:
    end = date(2025, 12, 31)
    assert status_on(end, end, None) is EntryStatus.PUBLISHED
    assert status_on(end + timedelta(days=1), end, None) is EntryStatus.EXPIRED


def test_a_successor_takes_over_on_its_own_first_day() -> None:
    begins = date(2026, 1, 1)
    last_day, successor = last_day_in_force(None, [Successor("pol_b", begins)])
    assert (last_day, successor) == (date(2025, 12, 31), "pol_b")
    assert status_on(date(2025, 12, 31), last_day, successor) is EntryStatus.PUBLISHED
    assert status_on(begins, last_day, successor) is EntryStatus.SUPERSEDED


def test_a_version_that_ends_before_its_successor_begins_expires_and_is_not_superseded() -> None:
    assert last_day_in_force(date(2025, 6, 30), [Successor("pol_b", date(2026, 1, 1))]) == (date(2025, 6, 30), None)


@given(st.none() | DAYS, SUCCESSORS)
def test_the_earliest_end_wins_whatever_the_order_of_successors(end: date | None, successors: list[Successor]) -> None:
    last_day, successor = last_day_in_force(end, successors)
    assert (last_day, successor) == last_day_in_force(end, successors[::-1])
    ends = [s.begins - timedelta(days=1) for s in successors] + ([end] if end else [])
    assert last_day == min(ends, default=None)
    assert successor is None or successor in {s.entry_id for s in successors}


@given(st.none() | DAYS, SUCCESSORS, DAYS)
def test_no_successor_and_its_predecessor_govern_on_the_same_day(
    end: date | None, successors: list[Successor], day: date
) -> None:
    last_day, successor = last_day_in_force(end, successors)
    if status_on(day, last_day, successor) is EntryStatus.PUBLISHED:
        assert all(day < s.begins for s in successors)
        assert end is None or day <= end


@given(st.none() | DAYS, SUCCESSORS, DAYS, st.integers(0, 400))
def test_what_is_over_never_comes_back_by_waiting(
    end: date | None, successors: list[Successor], day: date, wait: int
) -> None:
    last_day, successor = last_day_in_force(end, successors)
    if status_on(day, last_day, successor) is not EntryStatus.PUBLISHED:
        assert status_on(day + timedelta(days=wait), last_day, successor) is not EntryStatus.PUBLISHED
