"""Queries of passages: what searching and indexing join ids back to. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Integer, Select, String, bindparam, func, literal_column, or_, select, union_all
from sqlalchemy.orm import Session

from core.text import fold_for_comparison
from knowledge.naming import NamedClause, locator_of
from knowledge.repository import VersionKey
from knowledge.stored import IS_BARRED, PASSAGE_COLUMNS, to_passage
from knowledge.tables import PassageRow, VersionRow
from knowledge.types import Clause, EntryStatus, Passage, PassageStanding, Visibility

_STANDING_COLUMNS: tuple[Any, ...] = (
    PassageRow.id, VersionRow.status, VersionRow.visibility, VersionRow.region_code, VersionRow.effective_from,
    VersionRow.in_force_from, VersionRow.in_force_until, PassageRow.in_force_until,
)  # fmt: skip
_OF_PASSAGE = (VersionRow.entry_id == PassageRow.entry_id) & (VersionRow.version == PassageRow.version)
# Made once: looking at each of two hundred ids anew took longer than the database took to find them.
_HAS_ID = PassageRow.id.in_(bindparam("ids", expanding=True))
_BY_ID = select(*PASSAGE_COLUMNS).join(VersionRow, _OF_PASSAGE).where(_HAS_ID)
_STANDINGS = select(*_STANDING_COLUMNS).join(VersionRow, _OF_PASSAGE).where(_HAS_ID)
_OF_CLAUSE = (
    select(*PASSAGE_COLUMNS)
    .join(VersionRow, _OF_PASSAGE)
    .where(
        PassageRow.entry_id == bindparam("entry_id"), PassageRow.version == bindparam("version"),
        PassageRow.start < bindparam("end"), PassageRow.end > bindparam("first"),
    )
    .order_by(PassageRow.start)
)  # fmt: skip
_PASSAGES, _VERSIONS = PassageRow.__table__, VersionRow.__table__
_STATUS = {status.value: status for status in EntryStatus}
_VISIBILITY = {visibility.value: visibility for visibility in Visibility}


@lru_cache(maxsize=16)
def _behind(count: int) -> CompoundSelect[Any]:
    """Return the statement that reads behind `count` places: number of the place, text, where quoting must end."""
    length, parts = bindparam("length", type_=Integer), []
    for number in range(count):
        entry_id, version = bindparam(f"entry{number}", type_=String), bindparam(f"version{number}", type_=Integer)
        start = bindparam(f"start{number}", type_=Integer)
        barred = select(func.min(_PASSAGES.c.start)).where(
            _PASSAGES.c.entry_id == entry_id, _PASSAGES.c.version == version,
            _PASSAGES.c.start >= start, _PASSAGES.c.start < start + length,
            IS_BARRED,
        )  # fmt: skip
        text = func.substr(_VERSIONS.c.body, start + 1, length)
        read = select(literal_column(str(number)), text, barred.scalar_subquery())
        parts.append(read.where(_VERSIONS.c.entry_id == entry_id, _VERSIONS.c.version == version))
    return union_all(*parts)


class PassageRepository:
    """Reads passages inside the caller's session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_id(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Join passage ids back to the truth; ids that no longer exist are missing from the result."""
        if not ids:
            return {}
        return {row.id: to_passage(row) for row in self._session.execute(_BY_ID, {"ids": ids})}

    def standings(self, ids: Sequence[str]) -> dict[str, PassageStanding]:
        """Return what decides whether each of `ids` may be shown; ids that no longer exist are missing."""
        found: dict[str, PassageStanding] = {}
        for some in _portions(ids):
            rows = self._session.execute(_STANDINGS, {"ids": some})
            for key, status, visibility, region, effective, begins, ends, clause_ends in rows:
                last = min(filter(None, (ends, clause_ends)), default=None)
                first = begins or effective
                found[key] = PassageStanding(_STATUS[status], _VISIBILITY[visibility], region, first, last)
        return found

    def quotable_behind(self, passages: Sequence[Passage], length: int) -> list[str]:
        """Return what may be quoted behind each passage: `length` characters of its document, fewer before the first
        passage that may not be quoted, none where the version no longer exists."""
        if not passages:
            return []
        values: dict[str, Any] = {"length": length}
        for number, passage in enumerate(passages):
            place = {"entry": passage.entry_id, "version": passage.version, "start": passage.end}
            values.update((f"{name}{number}", value) for name, value in place.items())
        found = [""] * len(passages)
        # One statement, below the mapper: each costs more in Python than in the database.
        for number, text, barred in self._session.connection().execute(_behind(len(passages)), values):
            found[number] = text if barred is None else text[: barred - passages[number].end]
        return found

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

    def live_by_entry(self, entry_ids: Collection[str]) -> dict[str, list[Passage]]:
        """Return the passages of the published version of each entry that has one, in reading order."""
        found: dict[str, list[Passage]] = {}
        for some in _portions(sorted(entry_ids)):
            rows = self._session.execute(
                self._joined()
                .where(PassageRow.entry_id.in_(some), VersionRow.status == EntryStatus.PUBLISHED.value)
                .order_by(PassageRow.entry_id, PassageRow.start)
            )
            for row in rows:
                found.setdefault(row.entry_id, []).append(to_passage(row))
        return found

    def of_clause(self, key: VersionKey, clause: Clause) -> list[Passage]:
        """Return the passages of a version that hold something of one of its clauses, in reading order."""
        place = {"entry_id": key.entry_id, "version": key.version, "first": clause.start, "end": clause.subtree_end}
        return [to_passage(row) for row in self._session.execute(_OF_CLAUSE, place)]

    def of_entry(self, entry_id: str) -> list[Passage]:
        """Return the passages of every version of an entry, the newest version first, in reading order."""
        of_entry = self._joined().where(PassageRow.entry_id == entry_id)
        rows = self._session.execute(of_entry.order_by(PassageRow.version.desc(), PassageRow.start))
        return [to_passage(row) for row in rows]

    def live_titles(self, entry_ids: Collection[str]) -> dict[str, str]:
        """Return the title of the published version of each entry that has one."""
        titles: dict[str, str] = {}
        for some in _portions(sorted(entry_ids)):
            rows = self._session.execute(
                select(VersionRow.entry_id, VersionRow.title).where(
                    VersionRow.entry_id.in_(some), VersionRow.status == EntryStatus.PUBLISHED.value
                )
            )
            titles.update((entry_id, title) for entry_id, title in rows)
        return titles

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
        return select(*PASSAGE_COLUMNS).join(VersionRow, _OF_PASSAGE)


def _portions(ids: Sequence[str], size: int = 900) -> Iterator[Sequence[str]]:
    """Yield `ids` in parts that a statement of every database takes."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
