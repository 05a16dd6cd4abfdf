"""What a curated answer rests on: the document that its curator wrote down, and how its texts stand. Only reads."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, false, or_, select
from sqlalchemy.orm import Session

from core.text import fold_for_comparison
from knowledge.repository import ONCE_PUBLISHED, VersionKey
from knowledge.stored import STANDING_COLUMNS, to_clause, to_standing
from knowledge.tables import ClauseRow, VersionRow
from knowledge.types import Clause, EntryStatus, Visibility
from knowledge.validity import Standing

_KNOWN = tuple(status.value for status in (*ONCE_PUBLISHED, EntryStatus.WITHDRAWN))
_CLAUSES, _VERSIONS = ClauseRow.__table__, VersionRow.__table__
# Made once, and run below the mapper: answering asks them for every curated answer that comes near.
_DETAILS = select(_VERSIONS.c.details).where(
    _VERSIONS.c.entry_id == bindparam("entry_id"), _VERSIONS.c.version == bindparam("version")
)
_LABELLED = (
    select(_CLAUSES)
    .where(
        _CLAUSES.c.entry_id == bindparam("entry_id"),
        _CLAUSES.c.version == bindparam("version"),
        _CLAUSES.c.label == bindparam("of_label"),
    )
    .order_by(_CLAUSES.c.position)
)


class BasisRepository:
    """Follows a written basis inside the caller's session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def written(self, key: VersionKey) -> tuple[str, ...]:
        """Return what an FAQ rests on, as its curator wrote it; empty for anything else."""
        details = self._session.connection().execute(_DETAILS, _named(key)).scalar() or {}
        return tuple(details.get("basis", ()))

    def standings_called(self, document_number: str | None, title: str | None) -> list[Standing]:
        """Return how the public versions of a document number stand that are or were published, withdrawn ones too.

        Without a number those of the title are meant; with one, those of the title that have no number, too.
        """
        folded = fold_for_comparison(title or "")
        called = VersionRow.title_folded == folded if folded else false()
        if document_number is not None:
            unnumbered = and_(called, VersionRow.document_number.is_(None))
            called = or_(VersionRow.document_number == document_number, unnumbered)
        is_known = (VersionRow.status.in_(_KNOWN), VersionRow.visibility == Visibility.PUBLIC.value)
        return [to_standing(row) for row in self._session.execute(select(*STANDING_COLUMNS).where(called, *is_known))]

    def clause(self, key: VersionKey, label: str) -> Clause | None:
        """Return the first clause of a version with this label, None when there is none."""
        rows = self._session.connection().execute(_LABELLED, _named(key) | {"of_label": label})
        return next((to_clause(row) for row in rows), None)


def _named(key: VersionKey) -> dict[str, object]:
    return {"entry_id": key.entry_id, "version": key.version}
