"""From when until when a version governs. Pure rules of DOMAIN §2.2, §2.3 and §2.6."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.clock import SHANGHAI
from knowledge.types import EntryKind, EntryStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a version stands: what these rules read of it, and no more."""

    entry_id: str
    version: int
    kind: EntryKind
    status: EntryStatus
    title_folded: str
    document_number: str | None
    issuing_bodies: tuple[str, ...]
    region_code: str | None
    issued_on: date | None
    effective_from: date | None
    effective_to: date | None
    published_at: datetime | None
    in_force_from: date | None
    in_force_until: date | None
    superseded_by: str | None

    @property
    def text_day(self) -> date | None:
        """The latest day that the text itself names: an amended law keeps the effective date of its first text."""
        return max((day for day in (self.issued_on, self.effective_from) if day is not None), default=None)

    def in_force_on(self, day: date) -> bool:
        """Say of the days of a version what `Passage.in_force_on` says of those of a passage."""
        first, last = self.in_force_from or self.effective_from, self.in_force_until
        return (first is None or first <= day) and (last is None or day <= last)


@dataclass(frozen=True, slots=True)
class Successor:
    """What takes over: the entry, and the first day it governs."""

    entry_id: str
    begins: date


def first_day_of_later_text(later: Standing, earlier: Standing) -> date | None:
    """Return the day from which `later` governs instead of `earlier` by their own dates; None when it is not later.

    Its effective date, when that lies after every date of the earlier text. An amended law still states the effective
    date of its first text ("自2008年1月1日起施行"); it governs from the day of the latest decision.
    """
    known = earlier.text_day
    if known is None:
        return None
    return next((day for day in (later.effective_from, later.issued_on) if day is not None and day > known), None)


def is_made_after(target: Standing, repealed_on: date, source: Standing) -> bool:
    """Say whether a text was made after the day on which `source` says that it ends: then it is not the one meant.

    Texts of an amended law all state that the very first one of their own title is repealed.
    """
    day = target.text_day
    return day is not None and (
        day > repealed_on or (day == repealed_on and target.title_folded == source.title_folded)
    )


def takeover_day(newer: Standing, older: Standing, now: datetime) -> date:
    """Return the day from which a version governs instead of an older one of its own entry.

    A text of a later date governs from that date on. A correction of the same text governs from the day it was
    published: it does not rewrite what was in force yesterday.
    """
    day = first_day_of_later_text(newer, older)
    if day is not None:
        return day
    published = (newer.published_at or now).astimezone(SHANGHAI).date()
    return max(published, newer.effective_from) if newer.effective_from else published


def first_day_in_force(effective_from: date | None, takeovers: Iterable[date]) -> date | None:
    """Return the first day in force: the effective date, or the last day on which it had to take over, if later."""
    return max((day for day in (effective_from, *takeovers) if day is not None), default=None)


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
