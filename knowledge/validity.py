"""From when until when a version governs. Pure rules of DOMAIN §2.2 and §2.6."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.types import EntryStatus


@dataclass(frozen=True, slots=True)
class Successor:
    """What takes over: the entry, and the first day it governs."""

    entry_id: str
    begins: date


def last_day_in_force(effective_to: date | None, successors: Iterable[Successor]) -> tuple[date | None, str | None]:
    """Return the last day in force (None: open-ended) and the successor that ends it, if one does.

    A replacement takes effect on its own first day, not when it is uploaded; the earliest end wins.
    """
    first = min(successors, key=lambda s: (s.begins, s.entry_id), default=None)
    if first is None:
        return effective_to, None
    last = first.begins - timedelta(days=1)
    if effective_to is not None and effective_to < last:
        return effective_to, None
    return last, first.entry_id


def status_on(today: date, last_day: date | None, successor: str | None) -> EntryStatus:
    """Return the status of a version that has been published, on `today`."""
    if last_day is None or today <= last_day:
        return EntryStatus.PUBLISHED
    return EntryStatus.SUPERSEDED if successor else EntryStatus.EXPIRED
