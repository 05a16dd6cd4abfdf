"""Which entries a knowledge list shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, String, and_, cast, func, or_

from core.text import fold_for_comparison
from knowledge.tables import EntryRow, VersionRow
from knowledge.types import EntryKind, EntryStatus


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """Which entries are to be looked at again at `now`, on `today`, when `days` after publishing is the usual time."""

    now: datetime
    today: date
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """What a knowledge list shows; None means any. `text` is looked for in titles and document numbers.

    `ends_between` are the first and the last day on which a version may end, `incomplete` keeps those with findings,
    `review` those whose day of review has come.
    """

    status: EntryStatus | None = None
    kind: EntryKind | None = None
    department_codes: frozenset[str] | None = None
    text: str | None = None
    public_only: bool = False
    ends_between: tuple[date, date] | None = None
    incomplete: bool = False
    tag: str | None = None
    review: ReviewDue | None = None
    offset: int = 0
    limit: int = 50


Listed = Select[VersionRow, int | None, date | None]


def narrowed(statement: Listed, wanted: EntryFilter) -> Listed:
    """Return a statement over versions with the conditions of a filter, apart from status."""
    if wanted.kind is not None:
        statement = statement.where(VersionRow.kind == wanted.kind.value)
    if wanted.department_codes is not None:
        statement = statement.where(VersionRow.department_code.in_(wanted.department_codes))
    if wanted.public_only:
        statement = statement.where(VersionRow.visibility == "public")
    if wanted.ends_between is not None:
        ends = func.coalesce(VersionRow.in_force_until, VersionRow.effective_to)
        statement = statement.where(ends.between(*wanted.ends_between))
    if wanted.incomplete:
        statement = statement.where(cast(VersionRow.findings, String) != "[]")
    if wanted.review is not None:
        due, published = wanted.review, VersionRow.published_at
        usual = and_(EntryRow.next_review_on.is_(None), published <= due.now - timedelta(days=due.days))
        statement = statement.where(or_(EntryRow.next_review_on <= due.today, usual))
    if wanted.tag is not None:
        written = json.dumps(wanted.tag)  # as the engine keeps it: in quotes, beyond ASCII as numbers
        statement = statement.where(cast(VersionRow.description, String).contains(written, autoescape=True))
    if wanted.text:
        folded = fold_for_comparison(wanted.text)
        statement = statement.where(
            or_(
                VersionRow.title_folded.contains(folded, autoescape=True),
                VersionRow.document_number.contains(wanted.text.strip(), autoescape=True),
            )
        )
    return statement
