"""All queries of the knowledge base, returning domain types. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Result, Select, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session, defer

from core.text import fold_for_comparison
from knowledge.errors import EntryNotFoundError, StaleEntryError
from knowledge.extractions import store_extraction
from knowledge.listing import EntryFilter as EntryFilter
from knowledge.listing import narrowed
from knowledge.stored import (
    IS_BARRED,
    STANDING_COLUMNS,
    clause_columns,
    content_columns,
    from_findings,
    passage_columns,
    to_clause,
    to_findings,
    to_standing,
    to_summary,
    to_version,
)
from knowledge.tables import ClauseRow, EntryRow, ExtractionRow, PassageRow, VersionRow
from knowledge.types import (
    Clause,
    EntryDraft,
    EntryKind,
    EntryStatus,
    EntrySummary,
    EntryVersion,
    Finding,
    PassageDraft,
)
from knowledge.validity import Standing

ONCE_PUBLISHED = (EntryStatus.PUBLISHED, EntryStatus.SUPERSEDED, EntryStatus.EXPIRED)
_LARGE = (VersionRow.body, VersionRow.description, VersionRow.details, VersionRow.findings, VersionRow.source)


@dataclass(frozen=True, slots=True)
class VersionKey:
    entry_id: str
    version: int


ID_PREFIX = {
    EntryKind.POLICY_DOCUMENT: "pol",
    EntryKind.NOTICE: "not",
    EntryKind.SERVICE_ITEM: "svc",
    EntryKind.FAQ: "faq",
    EntryKind.INTERPRETATION: "int",
    EntryKind.ARTICLE: "art",
}


@dataclass(frozen=True, slots=True)
class EditState:
    """What decides whether a version may be written to."""

    entry_id: str
    version: int
    status: EntryStatus
    lock: int


def _of_version(table: Any) -> Any:
    return and_(table.c.entry_id == bindparam("of_entry"), table.c.version == bindparam("of_version"))


_FIRST, _LAST = bindparam("first", type_=Integer), bindparam("last", type_=Integer)
_VERSIONS, _CLAUSES, _PASSAGES = VersionRow.__table__, ClauseRow.__table__, PassageRow.__table__
_CLAUSES_AROUND: Select[Any] = (
    select(_CLAUSES)
    .where(_of_version(_CLAUSES), _CLAUSES.c.start <= _FIRST, _CLAUSES.c.subtree_end >= _LAST)
    .order_by(_CLAUSES.c.position)
)
_BODY_SPAN: Select[Any] = select(
    func.substr(_VERSIONS.c.body, _FIRST, bindparam("length", type_=Integer))
).where(_of_version(_VERSIONS))  # fmt: skip
_BARRED: Select[Any] = select(func.min(_PASSAGES.c.start)).where(
    _of_version(_PASSAGES), _PASSAGES.c.start >= _FIRST, _PASSAGES.c.start < _LAST, IS_BARRED
)  # fmt: skip
_BARRED_WITHIN: Select[Any] = select(func.count()).where(
    _of_version(_PASSAGES), _PASSAGES.c.end > _FIRST, _PASSAGES.c.start < _LAST, IS_BARRED
)  # fmt: skip


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
        """Store `draft`, all but its relations, as the next version of the entry; return its number."""
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
        """Overwrite the content of a version that is still a draft, all but its relations.

        Raises StaleEntryError on another lock.
        """
        self.change(key, lock=lock, at=at, **content_columns(draft))
        for table in (ClauseRow, PassageRow, ExtractionRow):
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

    def _add_parts(self, entry_id: str, version: int, draft: EntryDraft) -> None:
        labels = {clause.id: clause.label for clause in draft.clauses}
        clauses = [clause_columns(entry_id, version, i, c) for i, c in enumerate(draft.clauses)]
        passages = [passage_columns(entry_id, version, i, p, draft, labels) for i, p in enumerate(draft.passages)]
        for table, rows in ((ClauseRow, clauses), (PassageRow, passages)):
            if rows:
                # The table, not the mapper: that would send a statement for every run of rows with the same nulls.
                self._session.execute(insert(table.__table__), rows)  # type: ignore[arg-type]  # always a Table
        if draft.extraction is not None:
            store_extraction(self._session, entry_id, version, draft.extraction)

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

    def region_of(self, key: VersionKey) -> str | None:
        """Return the code of the division that a version names, None when it names none or does not exist."""
        statement = select(VersionRow.region_code).where(
            VersionRow.entry_id == key.entry_id, VersionRow.version == key.version
        )
        return self._session.scalars(statement).first()

    def clauses_around(self, key: VersionKey, start: int, end: int) -> list[Clause]:
        """Return the clauses whose subtree holds body[start:end], outermost first."""
        return [to_clause(row) for row in self._run(_CLAUSES_AROUND, key, first=start, last=end)]

    def body_span(self, key: VersionKey, start: int, end: int) -> str | None:
        """Return body[start:end] without loading the whole body; None when the version does not exist."""
        found: str | None = self._run(_BODY_SPAN, key, first=start + 1, length=end - start).scalar()
        return found

    def quotable_until(self, key: VersionKey, start: int, end: int) -> int:
        """Return how far body[start:end] may be quoted: to the first passage that may not be, or to `end`."""
        found = self._run(_BARRED, key, first=start, last=end).scalar()
        return end if found is None else int(found)

    def is_quotable(self, key: VersionKey, start: int, end: int) -> bool:
        """Say whether no passage that may not be quoted reaches into body[start:end]."""
        return not self._run(_BARRED_WITHIN, key, first=start, last=end).scalar()

    def _run(self, statement: Select[Any], key: VersionKey, **values: int) -> Result[Any]:
        """Run one of the statements that answering asks again and again.

        They are made once, and run below the mapper: making and mapping them took three quarters of their time.
        """
        if self._session.autoflush:
            self._session.flush()
        named = {"of_entry": key.entry_id, "of_version": key.version}
        return self._session.connection().execute(statement, named | values)

    def versions(self, entry_id: str) -> list[EntrySummary]:
        """Return all versions of an entry, newest first."""
        entry = self._entry(entry_id)
        rows = self._session.scalars(
            select(VersionRow).where(VersionRow.entry_id == entry_id).order_by(VersionRow.version.desc())
        )
        return [to_summary(row, entry.live_version, entry.next_review_on) for row in rows]

    def published_before(self, key: VersionKey) -> int | None:
        """Return the last version before this one that was ever published, None when it is the first."""
        return self._session.scalar(
            select(func.max(VersionRow.version)).where(
                VersionRow.entry_id == key.entry_id,
                VersionRow.version < key.version,
                VersionRow.status.in_([s.value for s in ONCE_PUBLISHED]),
            )
        )

    def newest_version(self, entry_id: str) -> int:
        """Return the number of the newest version. Raises EntryNotFoundError."""
        return self._entry(entry_id).latest_version

    def newest(self, entry_id: str) -> EditState:
        """Return which version is the newest and whether it may be edited. Raises EntryNotFoundError."""
        version = self.newest_version(entry_id)
        where = (VersionRow.entry_id == entry_id, VersionRow.version == version)
        row = self._session.execute(select(VersionRow.status, VersionRow.lock).where(*where)).one()
        return EditState(entry_id, version, EntryStatus(row.status), row.lock)

    # -- how versions stand --------------------------------------------------------------------------------------

    def standings(self, entry_id: str) -> list[Standing]:
        """Return how every version of an entry stands, oldest first."""
        return self._standings(VersionRow.entry_id == entry_id)

    def standing(self, key: VersionKey) -> Standing:
        """Return how one version stands. Raises EntryNotFoundError."""
        found = self._standings(VersionRow.entry_id == key.entry_id, VersionRow.version == key.version)
        if not found:
            raise EntryNotFoundError(key.entry_id, key.version)
        return found[0]

    def standings_titled(self, title_folded: str, kind: EntryKind, *, but_not: str) -> list[Standing]:
        """Return the newest version that has governed of every other entry with this title."""
        found = self._standings(
            VersionRow.title_folded == title_folded,
            VersionRow.kind == kind.value,
            VersionRow.entry_id != but_not,
            VersionRow.status.in_([s.value for s in ONCE_PUBLISHED]),
        )
        return list({standing.entry_id: standing for standing in found}.values())

    def due_for_status(self, today: date) -> list[VersionKey]:
        """Return published versions whose last day has passed."""
        rows = self._session.execute(
            select(VersionRow.entry_id, VersionRow.version).where(
                VersionRow.status == EntryStatus.PUBLISHED.value, VersionRow.in_force_until < today
            )
        )
        return [VersionKey(entry_id, version) for entry_id, version in rows]

    def _standings(self, *where: Any) -> list[Standing]:
        statement = select(*STANDING_COLUMNS).where(*where).order_by(VersionRow.entry_id, VersionRow.version)
        return [to_standing(row) for row in self._session.execute(statement)]

    # -- what stands in the way of a text ------------------------------------------------------------------------

    def findings(self, key: VersionKey) -> tuple[Finding, ...]:
        """Return what a curator should look at in a version."""
        where = (VersionRow.entry_id == key.entry_id, VersionRow.version == key.version)
        return to_findings(self._session.scalar(select(VersionRow.findings).where(*where)) or [])

    def set_findings(self, key: VersionKey, findings: Sequence[Finding]) -> None:
        where = (VersionRow.entry_id == key.entry_id, VersionRow.version == key.version)
        self._session.execute(update(VersionRow).where(*where).values(findings=from_findings(findings)))
        self._session.expire_all()

    def end_clauses(self, key: VersionKey, ends: Mapping[str, date]) -> bool:
        """Let clauses of a version, named by label, end on their last day, and all others with the version itself.

        Return whether anything changed. Labels that the version does not have are ignored.
        """
        of_version = (PassageRow.entry_id == key.entry_id, PassageRow.version == key.version)
        ended = select(PassageRow.id).where(*of_version, PassageRow.in_force_until.is_not(None)).limit(1)
        if not ends and self._session.scalar(ended) is None:
            return False
        self._session.execute(update(PassageRow).where(*of_version).values(in_force_until=None))
        for clause in self._parts(ClauseRow, key, ClauseRow.position):
            if clause.label in ends:
                inside = (PassageRow.start >= clause.start, PassageRow.end <= clause.subtree_end)
                statement = update(PassageRow).where(*of_version, *inside)
                self._session.execute(statement.values(in_force_until=ends[clause.label]))
        self._session.expire_all()
        return True

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
        return total, [to_summary(row, live, review) for row, live, review in rows]

    def _filtered(self, wanted: EntryFilter) -> Select[VersionRow, int | None, date | None]:
        newest = select(func.max(VersionRow.version)).where(VersionRow.entry_id == EntryRow.id)
        if wanted.status is not None:
            newest = newest.where(VersionRow.status == wanted.status.value)
        statement = (
            select(VersionRow, EntryRow.live_version, EntryRow.next_review_on)
            .join(EntryRow, EntryRow.id == VersionRow.entry_id)
            .where(VersionRow.version == newest.correlate(EntryRow).scalar_subquery())
        )
        return narrowed(statement, wanted)

    def has_source(self, sha256: str, file_name: str) -> bool:
        """Say whether a version was read from a file of this content and name."""
        named = VersionRow.source["file_name"].as_string() == file_name
        found = select(VersionRow.entry_id).where(VersionRow.source_sha256 == sha256, named).limit(1)
        return self._session.scalar(found) is not None

    def find_continued(self, draft: EntryDraft) -> str | None:
        """Return the one entry read from a file of the draft's name that has its title or its document number.

        The name alone would join what two departments call 附件1.docx.
        """
        if draft.source.file_name is None:
            return None
        same = [VersionRow.title_folded == fold_for_comparison(draft.title)]
        if draft.description.document_number:
            same.append(VersionRow.document_number == draft.description.document_number)
        named = VersionRow.source["file_name"].as_string() == draft.source.file_name
        found = self._session.scalars(
            select(VersionRow.entry_id)
            .where(VersionRow.kind == draft.kind.value, or_(*same), named)
            .distinct()
            .limit(2)
        ).all()
        return found[0] if len(found) == 1 else None
