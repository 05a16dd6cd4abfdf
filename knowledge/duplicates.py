"""Recognising what the base holds already (DOMAIN §2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.text import fold_for_comparison
from knowledge.stored import content_hash
from knowledge.tables import VersionRow
from knowledge.types import EntryDraft, EntryStatus


class DuplicateRule(StrEnum):
    """Which rule says that two entries are one; each has a text in the catalogue under `duplicate.<rule>`."""

    CONTENT = "content"
    NUMBER = "number"
    TITLE_AND_DATE = "title_and_date"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The entry that is there already, and why it is the same."""

    entry_id: str
    title: str
    rule: DuplicateRule


def find_duplicate(session: Session, draft: EntryDraft, *, but_not: str | None = None) -> Duplicate | None:
    """Return the entry that `draft` duplicates, None when it is new. Withdrawn versions do not count.

    Equal content; or equal title and issue date; or equal document number and a common issuing body. Two cases of an
    equal number are two documents all the same: a notice and the measure it carries, which share one number, and an
    amended text that keeps the number under which it was first enacted.
    """
    folded, described = fold_for_comparison(draft.title), draft.description
    digest = content_hash(draft)
    same = [VersionRow.content_hash == digest]
    if described.document_number:
        same.append(VersionRow.document_number == described.document_number)
    if described.issued_on:
        same.append((VersionRow.title_folded == folded) & (VersionRow.issued_on == described.issued_on))
    rows = session.execute(
        select(
            VersionRow.entry_id, VersionRow.title, VersionRow.title_folded, VersionRow.issued_on,
            VersionRow.issuing_bodies, VersionRow.document_number, VersionRow.content_hash,
        )
        .where(
            VersionRow.kind == draft.kind.value, or_(*same), VersionRow.status != EntryStatus.WITHDRAWN.value,
            VersionRow.entry_id != (but_not or ""),
        )
        .order_by(VersionRow.entry_id, VersionRow.version)
    ).all()  # fmt: skip
    for row in rows:
        if row.content_hash == digest:
            return Duplicate(row.entry_id, row.title, DuplicateRule.CONTENT)
        if row.title_folded == folded and row.issued_on is not None and row.issued_on == described.issued_on:
            return Duplicate(row.entry_id, row.title, DuplicateRule.TITLE_AND_DATE)
        shares_issuer = bool(set(row.issuing_bodies) & set(described.issuing_bodies))
        is_other_date = None not in (row.issued_on, described.issued_on) and row.issued_on != described.issued_on
        carries = row.title_folded != folded and (row.title_folded in folded or folded in row.title_folded)
        if row.document_number == described.document_number and shares_issuer and not (is_other_date or carries):
            return Duplicate(row.entry_id, row.title, DuplicateRule.NUMBER)
    return None
