"""When an entry is to be looked at again."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.reviewing import review_day

PUBLISHED = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("set_on", "published_on", "expected"),
    [
        (None, None, None),
        (None, PUBLISHED, date(2026, 10, 31)),  # 180 days on: 27 + 30 + 31 + 31 + 30 + 31
        (date(2026, 6, 1), PUBLISHED, date(2026, 6, 1)),
        (date(2027, 6, 1), PUBLISHED, date(2027, 6, 1)),
        (PUBLISHED, PUBLISHED, date(2026, 10, 31)),  # a version was published since: its time begins anew
        (date(2026, 6, 1), None, date(2026, 6, 1)),
    ],
)
def test_the_day_that_was_set_counts_until_a_version_is_published(
    set_on: date | None, published_on: date | None, expected: date | None
) -> None:
    assert review_day(set_on, published_on, days=180) == expected
