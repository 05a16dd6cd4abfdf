"""Import of many small entries at once: the rows that storing one by one would write, in few statements.

For tables of questions, data sets, migrations from another system and load tests. What the one-by-one path decides by
looking around is left out: duplicates are not looked for, and entries that end others are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import insert
from sqlalchemy.orm import Session

from core import audit
from core.actors import Actor
from core.clock import Clock
from core.errors import InvalidInputError
from core.ids import new_id
from core.outbox import OutboxRow, keep_order
from knowledge.changes import CHANGED_TOPIC
from knowledge.duplicates import find_duplicate
from knowledge.relations import ENDING, RelationRepository
from knowledge.repository import ID_PREFIX, VersionKey
from knowledge.stored import clause_columns, content_columns, content_hash, passage_columns
from knowledge.tables import ClauseRow, EntryRow, PassageRow, VersionRow
from knowledge.types import EntryDraft, EntryKind, EntryStatus
from knowledge.validity import status_on

_ROWS_AT_ONCE = 2_000
_ROWS = frozenset({EntryKind.FAQ, EntryKind.SERVICE_ITEM})
T = TypeVar("T")


def new_rows(session: Session, drafts: Mapping[int, EntryDraft]) -> dict[int, EntryDraft]:
    """Return those of `drafts` that can be stored in bulk: table rows that neither the base nor a row before holds."""
    found: dict[str, int] = {}
    for number, draft in drafts.items():
        if draft.kind in _ROWS and not _ends_others(draft) and find_duplicate(session, draft) is None:
            found.setdefault(content_hash(draft), number)
    return {number: drafts[number] for number in found.values()}


class BulkImport:
    """Stores many drafts as first versions of new entries, in the caller's session. Never commits."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def publish(
        self,
        session: Session,
        drafts: Sequence[EntryDraft],
        actor: Actor,
        *,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[str]:
        """Store and publish `drafts`; return their entry ids in order. One audit row names the whole import.

        Raises InvalidInputError when a draft repeals or replaces another entry: what follows from that only the
        ordinary path works out.
        """
        return self._import(session, drafts, actor, publish=True, on_progress=on_progress)

    def create(self, session: Session, drafts: Sequence[EntryDraft], actor: Actor) -> list[str]:
        """Store `drafts` for review; otherwise as `publish`."""
        return self._import(session, drafts, actor, publish=False)

    def _import(
        self,
        session: Session,
        drafts: Sequence[EntryDraft],
        actor: Actor,
        *,
        publish: bool,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[str]:
        if any(_ends_others(draft) for draft in drafts):
            raise InvalidInputError("Entries that end others cannot be imported in bulk; import them as files.")
        ids = [new_id(ID_PREFIX[draft.kind]) for draft in drafts]
        # Audit before outbox, as everywhere: two locks taken in one order cannot wait for each other.
        if ids:
            action = "knowledge.bulk_publish" if publish else "knowledge.bulk_create"
            changes = {"count": [None, len(ids)], "last_id": [None, ids[-1]]}
            audit.record(
                session, actor, action, object_type="knowledge_entry", object_id=ids[0], changes=changes,
                reason="import", at=self._clock.now(),
            )  # fmt: skip
        done = 0
        for batch in _batches(list(zip(ids, drafts, strict=True))):
            self._write(session, batch, actor, publish=publish)
            done += len(batch)
            if on_progress is not None:
                on_progress(done, len(drafts))
        return ids

    def _write(self, session: Session, batch: Sequence[tuple[str, EntryDraft]], actor: Actor, *, publish: bool) -> None:
        columns = self._published_columns if publish else self._draft_columns
        versions = [content_columns(draft) | columns(entry_id, draft, actor) for entry_id, draft in batch]
        live = {row["entry_id"]: 1 if row["status"] == EntryStatus.PUBLISHED.value else None for row in versions}
        now = self._clock.now()
        entries = [
            {"id": i, "kind": d.kind.value, "created_at": now, "live_version": live[i], "latest_version": 1}
            for i, d in batch
        ]
        clauses = [clause_columns(i, 1, n, clause) for i, d in batch for n, clause in enumerate(d.clauses)]
        passages = [row for i, d in batch for row in _passage_rows(i, d)]
        events = [
            {"topic": CHANGED_TOPIC, "payload": {"entry_id": i, "version": 1}, "created_at": now}
            for i, _ in batch
            if publish
        ]
        keep_order(session)
        for table, rows in (
            (EntryRow, entries),
            (VersionRow, versions),
            (ClauseRow, clauses),
            (PassageRow, passages),
            (OutboxRow, events),
        ):
            for some in _batches(rows):
                session.execute(insert(table.__table__), some)  # type: ignore[arg-type]  # always a Table
        relations = RelationRepository(session)
        for entry_id, draft in batch:
            if draft.relations:
                relations.store(VersionKey(entry_id, 1), draft.relations)

    def _draft_columns(self, entry_id: str, _draft: EntryDraft, actor: Actor) -> dict[str, Any]:
        now, status = self._clock.now(), EntryStatus.DRAFT.value
        return {
            "entry_id": entry_id, "version": 1, "status": status, "author_id": actor.id, "created_at": now,
            "updated_at": now, "lock": 0,
        }  # fmt: skip

    def _published_columns(self, entry_id: str, draft: EntryDraft, actor: Actor) -> dict[str, Any]:
        now, last_day = self._clock.now(), draft.description.effective_to
        return {
            "entry_id": entry_id,
            "version": 1,
            "status": status_on(self._clock.today(), last_day, None).value,
            "in_force_from": draft.description.effective_from,
            "in_force_until": last_day,
            "superseded_by": None,
            "author_id": actor.id,
            "reviewer_id": actor.id,
            "created_at": now,
            "updated_at": now,
            "submitted_at": None,
            "published_at": now,
            "status_reason": None,
            "lock": 1,
        }


def _ends_others(draft: EntryDraft) -> bool:
    return any(relation.kind in ENDING for relation in draft.relations)


def _passage_rows(entry_id: str, draft: EntryDraft) -> Iterator[dict[str, Any]]:
    labels = {clause.id: clause.label for clause in draft.clauses}
    for position, passage in enumerate(draft.passages):
        yield passage_columns(entry_id, 1, position, passage, draft, labels)


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        yield rows[start : start + _ROWS_AT_ONCE]
