"""All queries of the knowledge base, returning domain types. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session, defer

from core.text import fold_for_comparison
from knowledge.errors import EntryNotFoundError, StaleEntryError
from knowledge.extractions import store_extraction
from knowledge.stored import (
    PASSAGE_COLUMNS,
    clause_columns,
    content_columns,
    content_hash,
    passage_columns,
    relation_columns,
    to_clause,
    to_passage,
    to_relation,
    to_summary,
    to_version,
)
from knowledge.tables import ClauseRow, EntryRow, ExtractionRow, PassageRow, RelationRow, VersionRow
from knowledge.types import (
    Clause,
    EntryDraft,
    EntryKind,
    EntryStatus,
    EntrySummary,
    EntryVersion,
    Passage,
    PassageDraft,
    RelationDraft,
    RelationKind,
)

_ONCE_PUBLISHED = (EntryStatus.PUBLISHED, EntryStatus.SUPERSEDED, EntryStatus.EXPIRED)
_LARGE = (VersionRow.body, VersionRow.description, VersionRow.details, VersionRow.findings, VersionRow.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """What a knowledge list shows; None means any. `text` is looked for in titles and document numbers."""

    status: EntryStatus | None = None
    kind: EntryKind | None = None
    department_code: str | None = None
    text: str | None = None
    public_only: bool = False
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class VersionKey:
    entry_id: str
    version: int


@dataclass(frozen=True, slots=True)
class StoredRelation:
    """A relation of a stored version, resolved or not."""

    source: VersionKey
    draft: RelationDraft


class KnowledgeRepository:
    """Reads and writes entries inside the caller's session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # -- writing -----------------------------------------------------------------------------------------------

    def add_entry(self, entry_id: str, kind: EntryKind, *, at: datetime) -> None:
        self._session.execute(
            insert(EntryRow).values(id=entry_id, kind=kind.value, created_at=at, live_version=None, latest_version=0)
        )

    def add_version(
        self, entry_id: str, draft: EntryDraft, *, status: EntryStatus, author_id: str, at: datetime
    ) -> int:
        """Store `draft` as the next version of the entry; return its number."""
        version = self._entry(entry_id).latest_version + 1
        self._session.execute(
            insert(VersionRow).values(
                entry_id=entry_id,
                version=version,
                status=status.value,
                author_id=author_id,
                created_at=at,
                updated_at=at,
                lock=0,
                **content_columns(draft),
            )
        )
        self._add_parts(entry_id, version, draft)
        self._session.execute(update(EntryRow).where(EntryRow.id == entry_id).values(latest_version=version))
        self._session.expire_all()
        return version

    def replace_content(self, key: VersionKey, draft: EntryDraft, *, lock: int, at: datetime) -> None:
        """Overwrite the content of a version that is still a draft. Raises StaleEntryError on another lock."""
        self.change(key, lock=lock, at=at, **content_columns(draft))
        for table in (ClauseRow, PassageRow, RelationRow, ExtractionRow):
            self._session.execute(delete(table).where(table.entry_id == key.entry_id, table.version == key.version))
        self._add_parts(key.entry_id, key.version, draft)
        self._session.expire_all()

    def change(self, key: VersionKey, *, lock: int | None, at: datetime, **values: Any) -> None:
        """Change columns of a version. Raises StaleEntryError when `lock` is given and not the stored one."""
        statement = update(VersionRow).where(VersionRow.entry_id == key.entry_id, VersionRow.version == key.version)
        if lock is not None:
            statement = statement.where(VersionRow.lock == lock)
        changed = self._session.execute(statement.values(lock=VersionRow.lock + 1, updated_at=at, **values))
        if changed.rowcount != 1:  # type: ignore[attr-defined]
            raise StaleEntryError(key.entry_id, key.version)
        self._session.expire_all()

    def set_live(self, entry_id: str, version: int | None) -> None:
        self._session.execute(update(EntryRow).where(EntryRow.id == entry_id).values(live_version=version))
        self._session.expire_all()

    def add_relation(self, key: VersionKey, relation: RelationDraft) -> None:
        """Add a relation that a person, not the text, states."""
        self._session.execute(insert(RelationRow), [self._relation_columns(key.entry_id, key.version, relation)])

    def _add_parts(self, entry_id: str, version: int, draft: EntryDraft) -> None:
        labels = {clause.id: clause.label for clause in draft.clauses}
        clauses = [clause_columns(entry_id, version, i, c) for i, c in enumerate(draft.clauses)]
        passages = [passage_columns(entry_id, version, i, p, draft, labels) for i, p in enumerate(draft.passages)]
        relations = [self._relation_columns(entry_id, version, r) for r in draft.relations]
        for table, rows in ((ClauseRow, clauses), (PassageRow, passages), (RelationRow, relations)):
            if rows:
                self._session.execute(insert(table), rows)
        if draft.extraction is not None:
            store_extraction(self._session, entry_id, version, draft.extraction)

    def _relation_columns(self, entry_id: str, version: int, relation: RelationDraft) -> dict[str, Any]:
        target = relation.target_entry_id or self.find_target(relation, but_not=entry_id)
        return relation_columns(entry_id, version, relation, target)

    # -- one version -------------------------------------------------------------------------------------------

    def get(self, entry_id: str, version: int) -> EntryVersion:
        """Return a version with its clauses and passages. Raises EntryNotFoundError."""
        row = self._session.get(VersionRow, (entry_id, version))
        if row is None:
            raise EntryNotFoundError(entry_id, version)
        key = VersionKey(entry_id, version)
        return to_version(
            row, tuple(map(to_clause, self._parts(ClauseRow, key, ClauseRow.position))), self._passages(key)
        )

    def live_version(self, entry_id: str) -> int | None:
        """Return the number of the published version, None when there is none. Raises EntryNotFoundError."""
        return self._entry(entry_id).live_version

    def clauses_around(self, key: VersionKey, start: int, end: int) -> list[Clause]:
        """Return the clauses whose subtree holds body[start:end], outermost first."""
        rows = self._session.scalars(
            select(ClauseRow)
            .where(
                ClauseRow.entry_id == key.entry_id,
                ClauseRow.version == key.version,
                ClauseRow.start <= start,
                ClauseRow.subtree_end >= end,
            )
            .order_by(ClauseRow.position)
        )
        return [to_clause(row) for row in rows]

    def body_span(self, key: VersionKey, start: int, end: int) -> str | None:
        """Return body[start:end] without loading the whole body; None when the version does not exist."""
        cut = func.substr(VersionRow.body, start + 1, end - start)
        return self._session.scalar(
            select(cut).where(VersionRow.entry_id == key.entry_id, VersionRow.version == key.version)
        )

    def versions(self, entry_id: str) -> list[EntrySummary]:
        """Return all versions of an entry, newest first."""
        live = self._entry(entry_id).live_version
        rows = self._session.scalars(
            select(VersionRow).where(VersionRow.entry_id == entry_id).order_by(VersionRow.version.desc())
        )
        return [to_summary(row, live) for row in rows]

    def relations(self, key: VersionKey) -> list[RelationDraft]:
        """Return the relations that a version states, in the order of the text."""
        return [to_relation(row) for row in self._parts(RelationRow, key, RelationRow.id)]

    def _entry(self, entry_id: str) -> EntryRow:
        row = self._session.get(EntryRow, entry_id)
        if row is None:
            raise EntryNotFoundError(entry_id)
        return row

    def _parts(self, table: Any, key: VersionKey, order: Any) -> Sequence[Any]:
        where = (table.entry_id == key.entry_id, table.version == key.version)
        return self._session.scalars(select(table).where(*where).order_by(order)).all()

    def _passages(self, key: VersionKey) -> tuple[PassageDraft, ...]:
        rows = self._parts(PassageRow, key, PassageRow.start)
        return tuple(PassageDraft(r.clause_id, r.start, r.end, r.context, r.quotable) for r in rows)

    # -- finding entries ---------------------------------------------------------------------------------------

    def list_entries(self, wanted: EntryFilter) -> tuple[int, list[EntrySummary]]:
        """Return how many entries match, and one page of their newest matching versions, latest change first."""
        statement = self._filtered(wanted)
        total = self._session.scalar(select(func.count()).select_from(statement.subquery())) or 0
        page = statement.options(*(defer(column) for column in _LARGE if column is not VersionRow.findings))
        rows = self._session.execute(
            page.order_by(VersionRow.updated_at.desc(), VersionRow.entry_id).offset(wanted.offset).limit(wanted.limit)
        )
        return total, [to_summary(row, live) for row, live in rows]

    def _filtered(self, wanted: EntryFilter) -> Select[VersionRow, int | None]:
        newest = select(func.max(VersionRow.version)).where(VersionRow.entry_id == EntryRow.id)
        if wanted.status is not None:
            newest = newest.where(VersionRow.status == wanted.status.value)
        statement = (
            select(VersionRow, EntryRow.live_version)
            .join(EntryRow, EntryRow.id == VersionRow.entry_id)
            .where(VersionRow.version == newest.correlate(EntryRow).scalar_subquery())
        )
        if wanted.kind is not None:
            statement = statement.where(VersionRow.kind == wanted.kind.value)
        if wanted.department_code is not None:
            statement = statement.where(VersionRow.department_code == wanted.department_code)
        if wanted.public_only:
            statement = statement.where(VersionRow.visibility == "public")
        if wanted.text:
            folded = fold_for_comparison(wanted.text)
            statement = statement.where(
                or_(
                    VersionRow.title_folded.contains(folded, autoescape=True),
                    VersionRow.document_number.contains(wanted.text.strip(), autoescape=True),
                )
            )
        return statement

    def find_duplicate(self, draft: EntryDraft) -> str | None:
        """Return the entry that `draft` duplicates by DOMAIN §2.3, None when it is new."""
        described = draft.description
        same = [VersionRow.content_hash == content_hash(draft)]
        if described.document_number and described.issuing_bodies:
            same.append(
                (VersionRow.document_number == described.document_number)
                & (VersionRow.title_folded == fold_for_comparison(draft.title))
            )
        if described.issued_on:
            same.append(
                (VersionRow.title_folded == fold_for_comparison(draft.title))
                & (VersionRow.issued_on == described.issued_on)
            )
        statement = select(VersionRow.entry_id).where(VersionRow.kind == draft.kind.value, or_(*same)).limit(1)
        return self._session.scalar(statement.where(VersionRow.status != EntryStatus.WITHDRAWN.value))

    def find_by_number(self, document_number: str) -> EntryVersion | None:
        """Return the public version with this document number that governs latest, None when there is none."""
        key = self._session.execute(
            select(VersionRow.entry_id, VersionRow.version)
            .where(
                VersionRow.document_number == document_number,
                VersionRow.status.in_([s.value for s in _ONCE_PUBLISHED]),
                VersionRow.visibility == "public",
            )
            .order_by(VersionRow.status != EntryStatus.PUBLISHED.value, VersionRow.published_at.desc())
            .limit(1)
        ).first()
        return self.get(*key) if key else None

    def has_source(self, sha256: str, file_name: str) -> bool:
        """Say whether a version was read from a file of this content and name."""
        named = VersionRow.source["file_name"].as_string() == file_name
        found = select(VersionRow.entry_id).where(VersionRow.source_sha256 == sha256, named).limit(1)
        return self._session.scalar(found) is not None

    def find_by_source_name(self, file_name: str, kind: EntryKind) -> str | None:
        """Return the entry whose newest version came from a file of this name, when exactly one did."""
        found = self._session.scalars(
            select(VersionRow.entry_id)
            .where(VersionRow.kind == kind.value, VersionRow.source["file_name"].as_string() == file_name)
            .distinct()
            .limit(2)
        ).all()
        return found[0] if len(found) == 1 else None

    def find_target(self, relation: RelationDraft, *, but_not: str) -> str | None:
        """Return the entry a relation means: by document number first, then by equal title; None if not exactly one."""
        for condition in _target_conditions(relation):
            found = self._session.scalars(
                select(VersionRow.entry_id).where(condition, VersionRow.entry_id != but_not).distinct().limit(2)
            ).all()
            if len(found) == 1:
                return found[0]
        return None

    def relations_that_mean(self, key: VersionKey, kinds: Iterable[RelationKind]) -> list[StoredRelation]:
        """Return relations of versions that have governed, unresolved or resolved, whose target is this entry.

        What a document ended stays ended when it expires or is replaced by another; a version corrected by a newer one
        of its own entry no longer speaks.
        """
        row = self._session.get(VersionRow, (key.entry_id, key.version))
        if row is None:
            return []
        means = [RelationRow.target_entry_id == key.entry_id, RelationRow.target_title_folded == row.title_folded]
        if row.document_number:
            means.append(RelationRow.target_document_number == row.document_number)
        rows = self._session.scalars(
            select(RelationRow)
            .join(
                VersionRow,
                (VersionRow.entry_id == RelationRow.entry_id) & (VersionRow.version == RelationRow.version),
            )
            .where(
                VersionRow.status.in_([s.value for s in _ONCE_PUBLISHED]),
                or_(VersionRow.superseded_by.is_(None), VersionRow.superseded_by != VersionRow.entry_id),
                RelationRow.kind.in_([k.value for k in kinds]),
                RelationRow.entry_id != key.entry_id,
                or_(*means),
            )
        )
        return [StoredRelation(VersionKey(r.entry_id, r.version), to_relation(r)) for r in rows]

    def due_for_status(self, today: date) -> list[VersionKey]:
        """Return published versions whose last day has passed."""
        rows = self._session.execute(
            select(VersionRow.entry_id, VersionRow.version).where(
                VersionRow.status == EntryStatus.PUBLISHED.value, VersionRow.in_force_until < today
            )
        )
        return [VersionKey(entry_id, version) for entry_id, version in rows]

    # -- passages ----------------------------------------------------------------------------------------------

    def passages_by_id(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Join passage ids back to the truth; ids that no longer exist are missing from the result."""
        if not ids:
            return {}
        rows = self._session.execute(self._joined().where(PassageRow.id.in_(ids)))
        return {row.id: to_passage(row) for row in rows}

    def passages_of_all(self, keys: Sequence[VersionKey]) -> list[Passage]:
        """Return the passages of many versions, version by version, in reading order."""
        wanted = set(keys)
        rows = self._session.execute(
            self._joined()
            .where(PassageRow.entry_id.in_({key.entry_id for key in keys}))
            .order_by(PassageRow.entry_id, PassageRow.version, PassageRow.start)
        )
        found = (to_passage(row) for row in rows)
        return [passage for passage in found if VersionKey(passage.entry_id, passage.version) in wanted]

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


def _target_conditions(relation: RelationDraft) -> list[Any]:
    conditions = []
    if relation.target_document_number:
        conditions.append(VersionRow.document_number == relation.target_document_number)
    if relation.target_title:
        conditions.append(VersionRow.title_folded == fold_for_comparison(relation.target_title))
    return conditions
