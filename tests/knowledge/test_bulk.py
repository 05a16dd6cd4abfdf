"""Bulk import: the same rows as publishing one by one, and the same search results."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core import audit, outbox
from core.actors import OPERATOR
from core.clock import FixedClock
from core.database import Database
from core.errors import InvalidInputError
from knowledge.bulk import BulkImport
from knowledge.changes import CHANGED_TOPIC
from knowledge.relations import RelationRepository
from knowledge.repository import VersionKey
from knowledge.service import KnowledgeService
from knowledge.tables import ClauseRow, EntryRow, PassageRow, VersionRow
from knowledge.types import (
    Clause,
    ClauseKind,
    Description,
    EntryDraft,
    EntryKind,
    EntryStatus,
    PassageDraft,
    RelationDraft,
    RelationKind,
)
from tests.support.base import open_base

_OWN = {"id", "entry_id", "_sa_instance_state"}


def draft(title: str = "研发补助办法", *, effective_to: date | None = None) -> EntryDraft:
    body = "研发费用补助最高50万元。\n贷款贴息最高100万元。"
    return EntryDraft(
        kind=EntryKind.ARTICLE,
        title=title,
        body=body,
        clauses=(
            Clause("t1", None, ClauseKind.ARTICLE, "第一条", "", "第一条", 0, 12, 12),
            Clause("t2", None, ClauseKind.ARTICLE, "第二条", "", "第二条", 13, 24, 24),
        ),
        passages=(PassageDraft("t1", 0, 12, "总则"), PassageDraft("t2", 13, 24)),
        description=Description(effective_from=date(2025, 1, 1), effective_to=effective_to),
    )


def rows_of(database: Database, entry_id: str) -> list[dict[str, Any]]:
    """Return every row of an entry, without its ids."""
    found: list[dict[str, Any]] = []
    with database.reading() as session:
        for table, key in (
            (EntryRow, EntryRow.id), (VersionRow, VersionRow.entry_id),
            (ClauseRow, ClauseRow.entry_id), (PassageRow, PassageRow.entry_id),
        ):  # fmt: skip
            rows = session.scalars(select(table).where(key == entry_id))
            found += sorted(
                ({k: v for k, v in vars(row).items() if k not in _OWN} for row in rows),
                key=lambda row: row.get("start", 0),
            )
    return found


def bulk(database: Database, clock: FixedClock, drafts: list[EntryDraft]) -> list[str]:
    with database.unit_of_work() as session:
        return BulkImport(clock).publish(session, drafts, OPERATOR)


@pytest.mark.parametrize("effective_to", [None, date(2027, 1, 1), date(2026, 1, 1)])
def test_bulk_rows_are_those_of_publishing_one_by_one(
    database: Database, clock: FixedClock, effective_to: date | None
) -> None:
    with database.unit_of_work() as session:
        one = KnowledgeService(clock).publish_import(session, draft(effective_to=effective_to), OPERATOR)
    [many] = bulk(database, clock, [draft(effective_to=effective_to)])
    expected, found = rows_of(database, one.entry_id), rows_of(database, many)
    for row in (*expected, *found):
        row.pop("lock", None)  # counts writes, and bulk writes once
    assert found == expected


def test_bulk_drafts_are_those_of_creating_one_by_one(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work() as session:
        one = KnowledgeService(clock).create(session, draft("一"), OPERATOR)
        [many] = BulkImport(clock).create(session, [draft("二")], OPERATOR)
    for left, right in zip(rows_of(database, one.entry_id), rows_of(database, many), strict=True):
        for named in ("title", "title_folded", "content_hash"):
            left.pop(named, None), right.pop(named, None)
        assert left == right
    with database.reading() as session:
        assert outbox.read_after(session, 0, topics=[CHANGED_TOPIC], limit=10) == []


def test_ids_come_in_the_order_of_the_drafts(database: Database, clock: FixedClock) -> None:
    ids = bulk(database, clock, [draft(f"办法{n}") for n in range(5)])
    with database.reading() as session:
        titles = dict(session.execute(select(VersionRow.entry_id, VersionRow.title)).all())
    assert [titles[i] for i in ids] == [f"办法{n}" for n in range(5)]


def test_every_version_has_its_outbox_row_and_the_import_one_audit_row(database: Database, clock: FixedClock) -> None:
    ids = bulk(database, clock, [draft(f"办法{n}") for n in range(3)])
    with database.reading() as session:
        events = outbox.read_after(session, 0, topics=[CHANGED_TOPIC], limit=10)
        report = audit.verify(session)
    assert [event.payload for event in events] == [{"entry_id": i, "version": 1} for i in ids]
    assert (report.count, report.is_intact) == (1, True)


def test_a_running_indexer_follows_a_bulk_import(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    with open_base(database, clock, tmp_path / "index") as base:
        ids = bulk(database, clock, [draft(), draft("过期办法", effective_to=date(2026, 1, 1))])
        hits = base.find("贷款贴息最高多少")
        assert {hit.passage.entry_id for hit in hits} == {ids[0]}
        assert base.live(ids[1]) is None


def test_an_expired_draft_is_stored_as_expired(database: Database, clock: FixedClock) -> None:
    bulk(database, clock, [draft(effective_to=date(2026, 1, 1))])
    with database.reading() as session:
        assert session.scalar(select(VersionRow.status)) == EntryStatus.EXPIRED.value


def test_entries_that_end_others_are_refused_and_nothing_is_stored(database: Database, clock: FixedClock) -> None:
    ending = replace(draft(), relations=(RelationDraft(kind=RelationKind.REPEALS, target_title="旧办法"),))
    with pytest.raises(InvalidInputError, match="end others"):
        bulk(database, clock, [draft("另一办法"), ending])
    with database.reading() as session:
        assert session.scalar(select(EntryRow.id)) is None


def test_relations_that_end_nothing_are_stored_and_resolved(database: Database, clock: FixedClock) -> None:
    [target] = bulk(database, clock, [draft("研发补助办法")])
    told = replace(draft("怎么领？"), relations=(RelationDraft(kind=RelationKind.FAQ_OF, target_title="研发补助办法"),))
    [entry] = bulk(database, clock, [told])
    with database.reading() as session:
        [relation] = RelationRepository(session).of_version(VersionKey(entry, 1))
    assert (relation.kind, relation.target_entry_id) == (RelationKind.FAQ_OF, target)


def test_importing_nothing_writes_nothing(database: Database, clock: FixedClock) -> None:
    assert bulk(database, clock, []) == []
    with database.reading() as session:
        assert audit.verify(session).count == 0
