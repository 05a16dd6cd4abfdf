"""When an entry is to be looked at again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from knowledge.reviewing import ReviewDates, review_day
from tests.support.base import AUTHOR, Base
from tests.support.drafts import policy

PUBLISHED = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("set_on", "published_on", "expected"),
    [
        (None, None, None),
        (None, PUBLISHED, date(2026, 10, 31)),  # 180 days on: 27 + 30 + 31 + 31 + 30 + 31
        (date(2026, 6, 1), PUBLISHED, date(2026, 6, 1)),
        (date(2027, 6, 1), PUBLISHED, date(2027, 6, 1)),
        (PUBLISHED, PUBLISHED, PUBLISHED),
        (date(2026, 6, 1), None, date(2026, 6, 1)),
    ],
)
def test_the_day_that_was_set_counts_before_the_usual_one(
    set_on: date | None, published_on: date | None, expected: date | None
) -> None:
    assert review_day(set_on, published_on, days=180) == expected


def test_publishing_forgets_a_day_that_has_come_and_keeps_one_to_come(base: Base) -> None:
    dates, today = ReviewDates(base.clock), base.clock.today()
    later = today + timedelta(days=30)
    for day, kept in ((today, None), (later, later)):
        published = base.publish(policy(f"云岭高新区{day}办法", "按月补助一百元。"))
        with base.database.unit_of_work() as session:
            dates.set(session, published.entry_id, day, AUTHOR)
        with base.database.reading() as session:
            assert dates.of_entry(session, published.entry_id) == day, "set after publishing, it counts"
        draft = base.do("revise", published.entry_id, policy(f"云岭高新区{day}办法", "按月补助二百元。"), AUTHOR)
        base.review(draft)
        with base.database.reading() as session:
            assert dates.of_entry(session, published.entry_id) == kept
