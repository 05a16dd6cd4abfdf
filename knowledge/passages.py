"""Queries of passages: what searching and indexing join ids back to. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from core.text import fold_for_comparison
from knowledge.naming import NamedClause, locator_of
from knowledge.repository import VersionKey
from knowledge.stored import PASSAGE_COLUMNS, to_passage
from knowledge.tables import PassageRow, VersionRow
from knowledge.types import EntryStatus, Passage


class PassageRepository:
    """Reads passages inside the caller's session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_id(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Join passage ids back to the truth; ids that no longer exist are missing from the result."""
        if not ids:
            return {}
        rows = self._session.execute(self._joined().where(PassageRow.id.in_(ids)))
        return {row.id: to_passage(row) for row in rows}

    def of_versions(self, keys: Sequence[VersionKey]) -> list[Passage]:
        """Return the passages of many versions, version by version, in reading order."""
        wanted = set(keys)
        rows = self._session.execute(
            self._joined()
            .where(PassageRow.entry_id.in_({key.entry_id for key in keys}))
            .order_by(PassageRow.entry_id, PassageRow.version, PassageRow.start)
        )
        found = (to_passage(row) for row in rows)
        return [passage for passage in found if VersionKey(passage.entry_id, passage.version) in wanted]

    def named(self, clause: NamedClause, statuses: Iterable[EntryStatus]) -> list[Passage]:
        """Return the passages of a clause in every version that has the title meant, in reading order.

        Of the titles that `clause` may mean, the longest that there is counts. When the clause has no such paragraph
        or item, its article is returned.
        """
        rows = self._session.execute(
            self._joined()
            .where(
                VersionRow.title_folded.in_(clause.titles),
                VersionRow.status.in_([s.value for s in statuses]),
                or_(*(PassageRow.clause_label.startswith(text) for text in clause.label_beginnings)),
            )
            .order_by(PassageRow.entry_id, PassageRow.version, PassageRow.start)
        ).all()
        article = replace(clause.locator, paragraph=None, item=None)
        found = [(fold_for_comparison(row.title), locator_of(row.clause_label), to_passage(row)) for row in rows]
        titles = {title for title, _, _ in found}
        meant = next((title for title in clause.titles if title in titles), None)
        for wanted in (clause.locator, article):
            inside = [p for title, label, p in found if title == meant and label and wanted.holds(label)]
            if inside:
                return inside
        return []

    def statuses(self, keys: Iterable[VersionKey]) -> dict[VersionKey, EntryStatus]:
        """Return the status of those of `keys` that exist."""
        entry_ids = {key.entry_id for key in keys}
        rows = self._session.execute(
            select(VersionRow.entry_id, VersionRow.version, VersionRow.status).where(VersionRow.entry_id.in_(entry_ids))
        )
        return {VersionKey(entry_id, version): EntryStatus(status) for entry_id, version, status in rows}

    def searchable_keys(self, statuses: Iterable[EntryStatus]) -> list[VersionKey]:
        """Return all versions in these statuses, oldest entry first."""
        rows = self._session.execute(
            select(VersionRow.entry_id, VersionRow.version)
            .where(VersionRow.status.in_([s.value for s in statuses]))
            .order_by(VersionRow.entry_id, VersionRow.version)
        )
        return [VersionKey(entry_id, version) for entry_id, version in rows]

    def _joined(self) -> Select[Any]:
        """Return the columns that make a passage. Objects of the mapper would cost a search half its time."""
        return select(*PASSAGE_COLUMNS).join(
            VersionRow, (VersionRow.entry_id == PassageRow.entry_id) & (VersionRow.version == PassageRow.version)
        )
