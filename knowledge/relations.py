"""Relations between entries: storing what texts state, finding the entry that is meant. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from core.text import fold_for_comparison
from knowledge.errors import RelationNotFoundError
from knowledge.repository import ONCE_PUBLISHED, VersionKey
from knowledge.stored import relation_columns, to_relation
from knowledge.tables import EntryRow, RelationRow, VersionRow
from knowledge.types import EntryKind, EntryStatus, RelationDraft, RelationKind, RelationOrigin

ENDING = (RelationKind.REPEALS, RelationKind.REPLACES)
"""Relations that end the document they point to, or the clause they name of it."""
_SUGGESTED = 5
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class StoredRelation:
    """A relation of a stored version, resolved or not."""

    id: int
    source: VersionKey
    draft: RelationDraft


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a relation may mean; `similarity` of its title to the one written, 0..1."""

    entry_id: str
    title: str
    document_number: str | None
    similarity: float


@dataclass(frozen=True, slots=True)
class OpenRelation:
    """A relation whose target nobody knows: one line of the curators' work list."""

    relation: StoredRelation
    source_title: str
    candidates: tuple[Candidate, ...]


class RelationRepository:
    """Reads and writes relations inside the caller's session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # -- writing -----------------------------------------------------------------------------------------------

    def store(self, key: VersionKey, relations: Sequence[RelationDraft]) -> None:
        """Make `relations` those of a version, each resolved to the one entry it can mean, if there is one."""
        where = (RelationRow.entry_id == key.entry_id, RelationRow.version == key.version)
        self._session.execute(delete(RelationRow).where(*where))
        for relation in relations:
            self.add(key, relation)

    def add(self, key: VersionKey, relation: RelationDraft) -> None:
        """Add one relation."""
        target = relation.target_entry_id or self.find_target(relation, but_not=key.entry_id)
        self._session.execute(
            insert(RelationRow).values(**relation_columns(key.entry_id, key.version, relation, target))
        )

    def decide(self, relation_id: int, target: str | None) -> None:
        """Store what a curator decided: the entry meant, or None for none at all; what was dismissed stays known."""
        values: dict[str, Any] = {"dismissed": target is None}
        if target is not None:
            values["target_entry_id"] = target
        changed = update(RelationRow).where(RelationRow.id == relation_id)
        self._session.execute(changed.values(origin=RelationOrigin.CURATOR.value, **values))

    def adopt(self, key: VersionKey) -> set[str]:
        """Point relations that wait for this version at its entry; return the entries whose standing this may change.

        Also moves a relation from an older text of the same name to the newest. What a curator decided stays.
        """
        moved: set[str] = set()
        for relation in self._that_may_mean(key):
            target = self.find_target(relation.draft, but_not=relation.source.entry_id)
            if target is None or target == relation.draft.target_entry_id:
                continue
            values = {"target_entry_id": target}
            self._session.execute(update(RelationRow).where(RelationRow.id == relation.id).values(**values))
            if relation.draft.kind in ENDING:
                moved |= {target, *filter(None, [relation.draft.target_entry_id])}
        return moved

    # -- reading -----------------------------------------------------------------------------------------------

    def get(self, relation_id: int) -> StoredRelation:
        """Return one relation. Raises RelationNotFoundError."""
        row = self._session.get(RelationRow, relation_id, populate_existing=True)
        if row is None:
            raise RelationNotFoundError(relation_id)
        return _stored(row)

    def of_version(self, key: VersionKey) -> list[RelationDraft]:
        """Return the relations that a version states, in the order of the text."""
        return [relation.draft for relation in self.stored_of(key)]

    def stored_of(self, key: VersionKey) -> list[StoredRelation]:
        """Return the relations of a version with their ids, in the order of the text."""
        where = (RelationRow.entry_id == key.entry_id, RelationRow.version == key.version)
        return self._read(select(RelationRow).where(*where).order_by(RelationRow.id))

    def that_mean(self, entry_id: str, kinds: Iterable[RelationKind]) -> list[StoredRelation]:
        """Return relations of versions that have governed and whose target is this entry.

        What a document ended stays ended when it expires or is replaced by another; a version corrected by a newer one
        of its own entry no longer speaks.
        """
        return self._read(
            select(RelationRow)
            .join(
                VersionRow,
                (VersionRow.entry_id == RelationRow.entry_id) & (VersionRow.version == RelationRow.version),
            )
            .where(
                VersionRow.status.in_([s.value for s in ONCE_PUBLISHED]),
                or_(VersionRow.superseded_by.is_(None), VersionRow.superseded_by != VersionRow.entry_id),
                RelationRow.kind.in_([k.value for k in kinds]),
                RelationRow.target_entry_id == entry_id,
                RelationRow.entry_id != entry_id,
                RelationRow.dismissed.is_(False),
            )
            .order_by(RelationRow.id)
        )

    def unresolved(self, *, offset: int, limit: int) -> tuple[int, list[OpenRelation]]:
        """Return how many relations of newest versions wait for a curator, and one page, those that end others first.

        Every one comes with the entries whose titles or numbers are like what is written, best first.
        """
        newest = (EntryRow.id == RelationRow.entry_id) & (EntryRow.latest_version == RelationRow.version)
        waiting = (RelationRow.target_entry_id.is_(None), RelationRow.dismissed.is_(False))
        total = self._session.scalar(
            select(func.count()).select_from(RelationRow).join(EntryRow, newest).where(*waiting)
        )
        rows = self._session.execute(
            select(RelationRow, VersionRow.title)
            .join(EntryRow, newest)
            .join(
                VersionRow,
                (VersionRow.entry_id == RelationRow.entry_id) & (VersionRow.version == RelationRow.version),
            )
            .where(*waiting)
            .order_by(RelationRow.kind.not_in([k.value for k in ENDING]), RelationRow.id.desc())
            .offset(offset)
            .limit(limit)
        ).all()
        return total or 0, [OpenRelation(_stored(row), title, self.candidates(_stored(row))) for row, title in rows]

    def candidates(self, relation: StoredRelation) -> tuple[Candidate, ...]:
        """Return the entries that a relation may mean: same number, or a title like the one written, best first."""
        written = fold_for_comparison(relation.draft.target_title or "")
        number = relation.draft.target_document_number
        found: dict[str, Candidate] = {}
        for row in self._session.execute(
            select(VersionRow.entry_id, VersionRow.title, VersionRow.title_folded, VersionRow.document_number).where(
                VersionRow.entry_id != relation.source.entry_id,
                VersionRow.status != EntryStatus.WITHDRAWN.value,
                VersionRow.kind.in_([EntryKind.POLICY_DOCUMENT.value, EntryKind.NOTICE.value]),
                or_(*_shares_words(written), VersionRow.document_number == number),
            )
        ):
            alike = SequenceMatcher(None, written, row.title_folded, autojunk=False).ratio() if written else 0.0
            if alike >= _ALIKE or (number is not None and row.document_number == number):
                best = Candidate(row.entry_id, row.title, row.document_number, round(alike, 3))
                if row.entry_id not in found or alike > found[row.entry_id].similarity:
                    found[row.entry_id] = best
        return tuple(sorted(found.values(), key=lambda c: (-c.similarity, c.entry_id))[:_SUGGESTED])

    def find_target(self, relation: RelationDraft, *, but_not: str) -> str | None:
        """Return the entry a relation means: by document number, or else by equal title; None if not exactly one.

        Of several texts of one instrument the newest is meant. An entry of another number is never meant.
        """
        number, title = relation.target_document_number, fold_for_comparison(relation.target_title or "")
        if relation.dismissed or not (number or title):
            return None
        same = [VersionRow.document_number == number] if number else []
        same += [VersionRow.title_folded == title] if title else []
        rows = self._session.execute(
            select(VersionRow.entry_id, VersionRow.title_folded, VersionRow.document_number, VersionRow.superseded_by)
            .where(or_(*same), VersionRow.entry_id != but_not, VersionRow.status != EntryStatus.WITHDRAWN.value)
            .order_by(VersionRow.entry_id, VersionRow.version)
        ).all()
        numbered = [row for row in rows if number and row.document_number == number]
        titled = [row for row in rows if row.title_folded == title and (not number or row.document_number is None)]
        both = [row for row in numbered if row.title_folded == title]
        return next((found for some in (both, numbered, titled) if (found := _only_one(some))), None)

    def _that_may_mean(self, key: VersionKey) -> list[StoredRelation]:
        row = self._session.execute(
            select(VersionRow.title_folded, VersionRow.document_number).where(
                VersionRow.entry_id == key.entry_id, VersionRow.version == key.version
            )
        ).one()
        means = [RelationRow.target_title_folded == row.title_folded]
        if row.document_number:
            means.append(RelationRow.target_document_number == row.document_number)
        return self._read(
            select(RelationRow).where(
                or_(*means),
                RelationRow.entry_id != key.entry_id,
                RelationRow.origin == RelationOrigin.TEXT.value,
                RelationRow.dismissed.is_(False),
            )
        )

    def _read(self, statement: Any) -> list[StoredRelation]:
        return [_stored(row) for row in self._session.scalars(statement, execution_options={"populate_existing": True})]


def carried_over(previous: Sequence[RelationDraft], stated: Sequence[RelationDraft]) -> tuple[RelationDraft, ...]:
    """Return the relations of a text that is read again, with what curators decided about its last version."""
    decided = {_key(r): r for r in previous if r.origin is RelationOrigin.CURATOR}
    fresh = [relation for relation in stated if relation.origin is not RelationOrigin.INFERRED]
    kept = [decided.pop(_key(relation), relation) for relation in fresh]
    return (*kept, *decided.values())


def _key(relation: RelationDraft) -> tuple[str, str, str | None, str | None, date | None]:
    title = fold_for_comparison(relation.target_title or "") or relation.target_entry_id or ""
    return relation.kind.value, title, relation.target_document_number, relation.scope, relation.effective_on


def _only_one(rows: Sequence[Any]) -> str | None:
    """Return the entry that all rows belong to, apart from those that another of them has replaced."""
    entries = {row.entry_id for row in rows}
    replaced = {row.entry_id for row in rows if row.superseded_by in entries - {row.entry_id}}
    left = entries - replaced
    return left.pop() if len(left) == 1 else None


def _shares_words(folded: str) -> list[Any]:
    """Return conditions that let through titles which may be like this one: they share a piece of it."""
    size = max(4, len(folded) // 3)
    pieces = [folded[start : start + size] for start in range(0, len(folded) - size + 1, size)] or [folded]
    return [VersionRow.title_folded.contains(piece, autoescape=True) for piece in pieces if piece]


def _stored(row: RelationRow) -> StoredRelation:
    return StoredRelation(row.id, VersionKey(row.entry_id, row.version), to_relation(row))
