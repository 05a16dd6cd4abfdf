"""All queries over conflicts, returning domain types. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from knowledge.conflicts.errors import ConflictNotFoundError
from knowledge.conflicts.tables import ConflictRow, EndingRow, ExaminedRow
from knowledge.conflicts.types import Conflict, ConflictKind, Decision, Ending, EndingStep, Found, Place
from knowledge.repository import VersionKey
from knowledge.tables import EntryRow, VersionRow
from knowledge.types import EntryStatus

_WATCHED = (EntryStatus.DRAFT, EntryStatus.IN_REVIEW, EntryStatus.PUBLISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictFilter:
    """Which conflicts a list shows; None means any. `asks_ending`: those on whose ending a reviewer has yet to rule,
    or has ruled."""

    is_open: bool | None = True
    asks_ending: bool | None = None
    kind: ConflictKind | None = None
    entry_id: str | None = None
    offset: int = 0
    limit: int = 50


class ConflictRepository:
    """Reads and writes inside the caller's session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, wanted: ConflictFilter) -> tuple[int, list[Conflict]]:
        """Return how many match and one page: what ends something first, then amounts, then the rest, latest first."""
        conditions = _conditions(wanted)
        total = self._session.scalar(select(func.count()).select_from(ConflictRow).where(*conditions)) or 0
        rows = self._session.scalars(
            select(ConflictRow)
            .where(*conditions)
            .order_by(ConflictRow.kind.in_(["duplicate", "number"]), ConflictRow.found_at.desc(), ConflictRow.id)
            .offset(wanted.offset)
            .limit(wanted.limit)
        ).all()
        titles = self._titles(
            {(r.left_id, r.left_version) for r in rows} | {(r.right_id, r.right_version) for r in rows}
        )
        endings = self._endings({row.id for row in rows})
        return total, [_to_conflict(row, titles, endings.get(row.id)) for row in rows]

    def counts(self) -> dict[str, int]:
        """Return how many open conflicts there are of each kind."""
        rows = self._session.execute(
            select(ConflictRow.kind, func.count()).where(ConflictRow.decision.is_(None)).group_by(ConflictRow.kind)
        )
        return {row.kind: int(row[1]) for row in rows}

    def get(self, conflict_id: int) -> Conflict:
        """Return one conflict. Raises ConflictNotFoundError."""
        row = self.row(conflict_id)
        places = {(row.left_id, row.left_version), (row.right_id, row.right_version)}
        return _to_conflict(row, self._titles(places), self._endings({row.id}).get(row.id))

    def row(self, conflict_id: int) -> ConflictRow:
        row = self._session.get(ConflictRow, conflict_id, populate_existing=True)
        if row is None:
            raise ConflictNotFoundError(conflict_id)
        return row

    def put_ending(self, conflict_id: int, ending: Ending | None) -> None:
        """Store what is asked of reviewers about a conflict in place of what was; None: nothing is asked any more."""
        self._session.execute(delete(EndingRow).where(EndingRow.conflict_id == conflict_id))
        if ending is not None:
            values = {name: getattr(ending, name) for name in _ENDING}
            self._session.execute(insert(EndingRow).values(conflict_id=conflict_id, step=ending.step.value, **values))

    def rule_on_ending(self, conflict_id: int, **ruling: Any) -> bool:
        """Store what became of what is asked; return False when nothing is asked or somebody ruled on it before."""
        is_open = (EndingRow.conflict_id == conflict_id, EndingRow.is_granted.is_(None))
        changed = self._session.execute(update(EndingRow).where(*is_open).values(**ruling))
        return bool(changed.rowcount)  # type: ignore[attr-defined]

    def keep(self, key: VersionKey, found: Sequence[Found], *, at: datetime) -> int:
        """Store what was found about an entry; return how many are new. What was decided stays while the words do.

        Open conflicts that were not found again are gone: somebody corrected one of the sides.
        """
        known = {_places(row): row for row in self._of_entry(key.entry_id)}
        kept, fresh = set(), 0
        for one in found:
            row = known.get(_key(one)) or known.get(_key(_mirrored(one)))
            if row is None:
                self._session.add(ConflictRow(**_columns(one), found_at=at, reason="", lock=0))
                fresh += 1
                continue
            kept.add(row.id)
            same = one if _places(row) == _key(one) else _mirrored(one)
            if (row.left_text, row.right_text) != (same.left.text, same.right.text) and row.decision is not None:
                row.decision, row.reason, row.decided_by, row.decided_at, fresh = None, "", None, None, fresh + 1
                self.put_ending(row.id, None)
            for name, value in _columns(same).items():
                setattr(row, name, value)
        for row in known.values():
            if row.id not in kept and row.decision is None and _is_of(row, key):
                self._session.delete(row)
        self._session.flush()
        return fresh

    def waiting(self, *, before: datetime, limit: int) -> list[VersionKey]:
        """Return newest versions that changed since they were looked at, or were not looked at since `before`.

        The former come first, and of all of them what was stored last: whoever has just saved something waits for it.
        """
        is_new = or_(ExaminedRow.entry_id.is_(None), ExaminedRow.state != _state())
        examined = and_(ExaminedRow.entry_id == VersionRow.entry_id, ExaminedRow.version == VersionRow.version)
        newest = and_(
            EntryRow.id == VersionRow.entry_id, VersionRow.version.in_([EntryRow.latest_version, EntryRow.live_version])
        )
        rows = self._session.execute(
            select(VersionRow.entry_id, VersionRow.version)
            .join(EntryRow, newest)
            .outerjoin(ExaminedRow, examined)
            .where(
                VersionRow.status.in_([s.value for s in _WATCHED]),
                or_(is_new, ExaminedRow.examined_at < before),
            )
            .order_by(case((is_new, 0), else_=1), VersionRow.updated_at.desc(), VersionRow.entry_id)
            .limit(limit)
        )
        return [VersionKey(entry_id, version) for entry_id, version in rows]

    def note(self, key: VersionKey, *, at: datetime) -> None:
        """Note that a version was looked at as it is now."""
        state = self._session.scalar(
            select(_state()).where(VersionRow.entry_id == key.entry_id, VersionRow.version == key.version)
        )
        self._session.merge(ExaminedRow(entry_id=key.entry_id, version=key.version, state=state or "", examined_at=at))
        self._session.flush()

    def forget(self, entry_ids: Sequence[str]) -> None:
        """Drop open conflicts of entries that are no longer there."""
        self._session.execute(
            delete(ConflictRow).where(
                ConflictRow.decision.is_(None),
                or_(ConflictRow.left_id.in_(entry_ids), ConflictRow.right_id.in_(entry_ids)),
            )
        )

    def _of_entry(self, entry_id: str) -> Sequence[ConflictRow]:
        return self._session.scalars(
            select(ConflictRow).where(or_(ConflictRow.left_id == entry_id, ConflictRow.right_id == entry_id))
        ).all()

    def _endings(self, conflict_ids: set[int]) -> dict[int, Ending]:
        columns = [getattr(EndingRow, name) for name in _ENDING]
        rows = self._session.execute(
            select(EndingRow.conflict_id, EndingRow.step, *columns).where(EndingRow.conflict_id.in_(conflict_ids))
        )
        return {
            conflict_id: Ending(step=EndingStep(step), **dict(zip(_ENDING, values, strict=True)))
            for conflict_id, step, *values in rows
        }

    def _titles(self, keys: set[tuple[str, int]]) -> dict[tuple[str, int], str]:
        rows = self._session.execute(
            select(VersionRow.entry_id, VersionRow.version, VersionRow.title).where(
                VersionRow.entry_id.in_({entry_id for entry_id, _ in keys})
            )
        )
        return {(entry_id, version): title for entry_id, version, title in rows}


_ENDING = ("effective_on", "asked_by", "asked_at", "is_granted", "ruling", "ruled_by", "ruled_at")


def _state() -> Any:
    return VersionRow.content_hash + "." + VersionRow.status


def _conditions(wanted: ConflictFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.is_open is not None:
        conditions.append(ConflictRow.decision.is_(None) if wanted.is_open else ConflictRow.decision.is_not(None))
    if wanted.asks_ending is not None:
        ruled = EndingRow.is_granted
        is_wanted = ruled.is_(None) if wanted.asks_ending else ruled.is_not(None)
        conditions.append(ConflictRow.id.in_(select(EndingRow.conflict_id).where(is_wanted)))
    if wanted.kind is not None:
        conditions.append(ConflictRow.kind == wanted.kind.value)
    if wanted.entry_id is not None:
        conditions.append(or_(ConflictRow.left_id == wanted.entry_id, ConflictRow.right_id == wanted.entry_id))
    return conditions


def _key(found: Found) -> tuple[str, ...]:
    left, right = found.left, found.right
    return found.kind.value, left.entry_id, left.clause_id, right.entry_id, right.clause_id


def _places(row: ConflictRow) -> tuple[str, ...]:
    return row.kind, row.left_id, row.left_clause, row.right_id, row.right_clause


def _is_of(row: ConflictRow, key: VersionKey) -> bool:
    """Say whether a conflict was found by looking at this entry, which then stands left."""
    return row.left_id == key.entry_id


def _mirrored(found: Found) -> Found:
    differences = tuple((right, left) for left, right in found.differences)
    return Found(found.kind, found.right, found.left, found.likeness, differences)


def _columns(found: Found) -> dict[str, Any]:
    values: dict[str, Any] = {"kind": found.kind.value, "likeness": round(found.likeness, 4)}
    for side, place in (("left", found.left), ("right", found.right)):
        values |= {
            f"{side}_id": place.entry_id,
            f"{side}_version": place.version,
            f"{side}_clause": place.clause_id,
            f"{side}_label": place.label,
            f"{side}_text": place.text,
        }
    return values | {"differences": [list(pair) for pair in found.differences]}


def _to_conflict(row: ConflictRow, titles: dict[tuple[str, int], str], ending: Ending | None) -> Conflict:
    left = Place(row.left_id, row.left_version, row.left_clause, row.left_label, row.left_text)
    right = Place(row.right_id, row.right_version, row.right_clause, row.right_label, row.right_text)
    return Conflict(
        id=row.id,
        kind=ConflictKind(row.kind),
        left=left,
        left_title=titles.get((row.left_id, row.left_version), ""),
        right=right,
        right_title=titles.get((row.right_id, row.right_version), ""),
        likeness=row.likeness,
        differences=tuple((str(one), str(other)) for one, other in row.differences),
        found_at=row.found_at,
        decision=Decision(row.decision) if row.decision else None,
        reason=row.reason,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        lock=row.lock,
        ending=ending,
    )
