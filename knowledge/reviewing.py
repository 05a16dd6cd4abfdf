"""When an entry is to be looked at again (复核): the day that a person set, or so many days after it was published."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import audit
from core.actors import Actor
from core.clock import Clock
from core.errors import InvalidInputError
from core.messages import message
from knowledge.errors import EntryNotFoundError
from knowledge.tables import EntryRow


def review_day(set_on: date | None, published_on: date | None, *, days: int) -> date | None:
    """Return the next day of review: the one that was set, or `days` after publishing; None where there is neither."""
    if set_on is not None:
        return set_on
    return None if published_on is None else published_on + timedelta(days=days)


def begin_anew(session: Session, entry_id: str, today: date) -> None:
    """Forget a day that has come: a version that is published has been looked at, and its time begins anew."""
    has_come = (EntryRow.id == entry_id) & (EntryRow.next_review_on <= today)
    session.execute(update(EntryRow).where(has_come).values(next_review_on=None))


class ReviewDates:
    """Use cases of the day of review; it belongs to an entry, so that setting it makes no new version. None commits."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def of_entry(self, session: Session, entry_id: str) -> date | None:
        """Return the day that was set, None when none was. Raises EntryNotFoundError."""
        row = session.get(EntryRow, entry_id)
        if row is None:
            raise EntryNotFoundError(entry_id)
        return row.next_review_on

    def set(self, session: Session, entry_id: str, day: date | None, actor: Actor) -> None:
        """Set the next day of review, None for the usual one; audited with the day before.

        Raises InvalidInputError for a day that has passed, EntryNotFoundError.
        """
        before = self.of_entry(session, entry_id)
        if day is not None and day < self._clock.today():
            text = message("guard.next_review_on")
            raise InvalidInputError(text, details={"next_review_on": text})
        session.execute(update(EntryRow).where(EntryRow.id == entry_id).values(next_review_on=day))
        session.expire_all()
        audit.record(
            session, actor, "knowledge.set_review_date", "knowledge_entry", entry_id,
            {"next_review_on": [before, day]}, at=self._clock.now(),
        )  # fmt: skip
