"""On which page of the original a place of the body stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from knowledge.tables import VersionRow

_VERSIONS = VersionRow.__table__
_PAGE_STARTS = select(_VERSIONS.c.page_starts).where(
    _VERSIONS.c.entry_id == bindparam("of_entry"), _VERSIONS.c.version == bindparam("of_version")
)
"""Made once: every citation asks."""


def page_of(page_starts: Sequence[int], offset: int) -> int | None:
    """Return the page, from 1, that holds the character at `offset` of the body; None for a text without pages.

    `page_starts[n]` is where page n + 1 begins; a page without text begins where the next one does.
    """
    return max(bisect_right(page_starts, offset), 1) if page_starts else None


def page_at(session: Session, entry_id: str, version: int, offset: int) -> int | None:
    """Return the page of a version that holds the character at `offset`, without loading the body."""
    found = session.connection().execute(_PAGE_STARTS, {"of_entry": entry_id, "of_version": version})
    return page_of(found.scalar() or (), offset)
