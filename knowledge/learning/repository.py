"""All queries over confirmed pairs, returning domain types. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.learning.types import (
    Confirmation,
    ConfirmedPair,
    ListedPair,
    PairCounts,
    PairFilter,
    PairOrigin,
    PairTarget,
)
from knowledge.tables import ClauseRow, ConfirmedPairRow, EntryRow, VersionRow
from knowledge.types import EntryStatus

_IDS_AT_ONCE = 500


class ConfirmedPairRepository:
    """Reads and writes confirmed pairs inside the caller's session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # -- writing -----------------------------------------------------------------------------------------------

    def add(
        self, question: str, question_key: str, target: PairTarget, confirmation: Confirmation, *, at: datetime
    ) -> ConfirmedPair:
        """Store a pair; one that another writer stored meanwhile is returned as it is."""
        row = ConfirmedPairRow(
            question=question,
            question_key=question_key,
            entry_id=target.entry_id,
            clause_id=target.clause_id,
            origin=confirmation.origin.value,
            origin_id=confirmation.origin_id,
            confirmed_by=confirmation.confirmed_by,
            confirmed_at=at,
        )
        try:
            with self._session.begin_nested():
                self._session.add(row)
        except IntegrityError:
            stored = self.find(question_key, target)
            if stored is None:
                raise
            return stored
        return _to_pair(row)

    def confirm_anew(self, pair_id: int, confirmation: Confirmation, *, at: datetime) -> ConfirmedPair:
        """Let a pair rest on another confirmation; a withdrawn one stands again."""
        row = self._row(pair_id)
        row.origin, row.origin_id = confirmation.origin.value, confirmation.origin_id
        row.confirmed_by, row.confirmed_at, row.withdrawn_at = confirmation.confirmed_by, at, None
        self._session.flush()
        return _to_pair(row)

    def withdraw(self, pair_id: int, *, at: datetime) -> ConfirmedPair:
        row = self._row(pair_id)
        row.withdrawn_at = at
        self._session.flush()
        return _to_pair(row)

    def delete(self, pair_ids: Collection[int]) -> None:
        self._session.execute(delete(ConfirmedPairRow).where(ConfirmedPairRow.id.in_(pair_ids)))

    def forget_origins(self, origin: PairOrigin, origin_ids: Sequence[str]) -> int:
        """Cut pairs off from where and whom they came from; return how many there were."""
        forgotten = self._session.execute(
            update(ConfirmedPairRow)
            .where(ConfirmedPairRow.origin == origin.value, ConfirmedPairRow.origin_id.in_(origin_ids))
            .values(origin_id=None, confirmed_by=None)
            .returning(ConfirmedPairRow.id)
        )
        return len(forgotten.all())

    # -- reading -----------------------------------------------------------------------------------------------

    def get(self, pair_id: int) -> ConfirmedPair | None:
        row = self._session.get(ConfirmedPairRow, pair_id)
        return _to_pair(row) if row else None

    def find(self, question_key: str, target: PairTarget) -> ConfirmedPair | None:
        row = self._session.scalar(
            select(ConfirmedPairRow).where(
                ConfirmedPairRow.question_key == question_key,
                ConfirmedPairRow.entry_id == target.entry_id,
                ConfirmedPairRow.clause_id == target.clause_id,
            )
        )
        return _to_pair(row) if row else None

    def rated_by(self, visitor: str, question_key: str) -> list[ConfirmedPair]:
        """Return the pairs of one question that rest on ratings of this visitor."""
        return self._ratings(ConfirmedPairRow.confirmed_by == visitor, ConfirmedPairRow.question_key == question_key)

    def rated_in(self, message_id: str) -> list[ConfirmedPair]:
        """Return the pairs that rest on the rating of one answer."""
        return self._ratings(ConfirmedPairRow.origin_id == message_id)

    def listed(self, wanted: PairFilter) -> tuple[int, list[ListedPair]]:
        """Return how many pairs match and one page of them, latest first."""
        conditions = _conditions(wanted)
        total = self._session.scalar(select(func.count()).select_from(ConfirmedPairRow).where(*conditions)) or 0
        shown = func.coalesce(EntryRow.live_version, EntryRow.latest_version)
        rows = self._session.execute(
            select(ConfirmedPairRow, VersionRow.title, VersionRow.status, ClauseRow.label)
            .outerjoin(EntryRow, EntryRow.id == ConfirmedPairRow.entry_id)
            .outerjoin(VersionRow, and_(VersionRow.entry_id == EntryRow.id, VersionRow.version == shown))
            .outerjoin(
                ClauseRow,
                and_(
                    ClauseRow.entry_id == EntryRow.id,
                    ClauseRow.version == shown,
                    ClauseRow.clause_id == ConfirmedPairRow.clause_id,
                ),
            )
            .where(*conditions)
            .order_by(ConfirmedPairRow.confirmed_at.desc(), ConfirmedPairRow.id.desc())
            .offset(wanted.offset)
            .limit(wanted.limit)
        )
        return total, [
            ListedPair(_to_pair(row), title or "", label or "", EntryStatus(status) if status else None)
            for row, title, status, label in rows
        ]

    def counts(self) -> PairCounts:
        rows = self._session.execute(
            select(ConfirmedPairRow.origin, ConfirmedPairRow.withdrawn_at.is_not(None), func.count()).group_by(
                ConfirmedPairRow.origin, ConfirmedPairRow.withdrawn_at.is_not(None)
            )
        ).all()
        active = {PairOrigin(origin): count for origin, is_withdrawn, count in rows if not is_withdrawn}
        return PairCounts(active, sum(count for _, is_withdrawn, count in rows if is_withdrawn))

    def counting(self, pair_ids: Collection[int] | None = None) -> list[ConfirmedPair]:
        """Return the pairs that search learns from, oldest first: they stand, and their entry is published."""
        query = (
            select(ConfirmedPairRow)
            .join(EntryRow, EntryRow.id == ConfirmedPairRow.entry_id)
            .where(ConfirmedPairRow.withdrawn_at.is_(None), EntryRow.live_version.is_not(None))
            .order_by(ConfirmedPairRow.confirmed_at, ConfirmedPairRow.id)
        )
        if pair_ids is not None:
            query = query.where(ConfirmedPairRow.id.in_(pair_ids))
        return [_to_pair(row) for row in self._session.scalars(query)]

    def ids_of_entries(self, entry_ids: Collection[str]) -> set[int]:
        """Return the ids of every pair, withdrawn ones too, that points at one of these entries."""
        wanted, found = sorted(entry_ids), set[int]()
        for start in range(0, len(wanted), _IDS_AT_ONCE):
            chosen = ConfirmedPairRow.entry_id.in_(wanted[start : start + _IDS_AT_ONCE])
            found.update(self._session.scalars(select(ConfirmedPairRow.id).where(chosen)))
        return found

    def live_targets(self, targets: Iterable[PairTarget]) -> set[PairTarget]:
        """Return those of `targets` whose clause the published version of the entry has."""
        wanted, found = set(targets), set[PairTarget]()
        entry_ids = sorted({target.entry_id for target in wanted})
        for start in range(0, len(entry_ids), _IDS_AT_ONCE):
            rows = self._session.execute(
                select(ClauseRow.entry_id, ClauseRow.clause_id)
                .join(EntryRow, and_(EntryRow.id == ClauseRow.entry_id, EntryRow.live_version == ClauseRow.version))
                .where(ClauseRow.entry_id.in_(entry_ids[start : start + _IDS_AT_ONCE]))
            )
            found |= {PairTarget(entry_id, clause_id) for entry_id, clause_id in rows}
        return wanted & found

    def has_clause(self, target: PairTarget) -> bool:
        """Say whether the published or the newest version of the entry has this clause."""
        shown = func.coalesce(EntryRow.live_version, EntryRow.latest_version)
        found = self._session.scalar(
            select(ClauseRow.clause_id)
            .join(EntryRow, and_(EntryRow.id == ClauseRow.entry_id, ClauseRow.version == shown))
            .where(ClauseRow.entry_id == target.entry_id, ClauseRow.clause_id == target.clause_id)
            .limit(1)
        )
        return found is not None

    # -- pieces ------------------------------------------------------------------------------------------------

    def _row(self, pair_id: int) -> ConfirmedPairRow:
        return self._session.get_one(ConfirmedPairRow, pair_id)

    def _ratings(self, *conditions: ColumnElement[bool]) -> list[ConfirmedPair]:
        rows = self._session.scalars(
            select(ConfirmedPairRow).where(ConfirmedPairRow.origin == PairOrigin.RATING.value, *conditions)
        )
        return [_to_pair(row) for row in rows]


def _conditions(wanted: PairFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.pair_id is not None:
        conditions.append(ConfirmedPairRow.id == wanted.pair_id)
    if wanted.origin is not None:
        conditions.append(ConfirmedPairRow.origin == wanted.origin.value)
    if wanted.entry_id is not None:
        conditions.append(ConfirmedPairRow.entry_id == wanted.entry_id)
    if wanted.text:
        conditions.append(ConfirmedPairRow.question.contains(wanted.text, autoescape=True))
    if wanted.active_only:
        conditions.append(ConfirmedPairRow.withdrawn_at.is_(None))
    return conditions


def _to_pair(row: ConfirmedPairRow) -> ConfirmedPair:
    return ConfirmedPair(
        id=row.id,
        question=row.question,
        question_key=row.question_key,
        target=PairTarget(row.entry_id, row.clause_id),
        origin=PairOrigin(row.origin),
        origin_id=row.origin_id,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        withdrawn_at=row.withdrawn_at,
    )
