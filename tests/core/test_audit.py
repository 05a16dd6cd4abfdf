"""The audit log cannot be rewritten without it showing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from core import audit
from core.actors import Actor, Role
from core.database import Base, Database

AT = datetime(2026, 11, 20, 2, 20, tzinfo=UTC)
DISPATCHER = Actor("u1", "芒种", frozenset({Role.DISPATCHER}))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(f"sqlite:///{tmp_path / 'youda.db'}")
    Base.metadata.create_all(made.engine)
    return made


def write(database: Database, number: str, **values: object) -> None:
    with database.unit_of_work() as session:
        audit.record(session, DISPATCHER, "petition.accepted", "petition", number, values, "电话13800000000", at=AT)


def test_rows_are_chained_and_personal_data_is_masked(database: Database) -> None:
    write(database, "SQ1", state=["submitted", "accepted"])
    write(database, "SQ2", phone=["", "13800000000"])
    with database.reading() as session:
        first, second = session.scalars(select(audit.AuditRow).order_by(audit.AuditRow.sequence))
        assert (first.previous_hash, second.previous_hash) == (audit.GENESIS, first.hash)
        assert second.changes == {"phone": ["", "138****0000"]}
        assert second.reason == "电话138****0000"
        assert second.at_local == "2026-11-20T10:20:00+08:00"
        assert audit.verify(session) == audit.AuditReport(2, None, second.hash)


def test_the_engine_refuses_changes_and_deletions(database: Database) -> None:
    write(database, "SQ1")
    for statement in ("UPDATE audit_log SET reason = 'x'", "DELETE FROM audit_log"):
        with pytest.raises(DBAPIError, match="append-only"), database.unit_of_work() as session:
            session.execute(text(statement))


@pytest.mark.parametrize(
    "tampering",
    ["UPDATE audit_log SET actor_name = '别人' WHERE sequence = 2", "DELETE FROM audit_log WHERE sequence = 2"],
)
def test_tampering_past_the_guard_shows(database: Database, tampering: str) -> None:
    for number in ("SQ1", "SQ2", "SQ3"):
        write(database, number)
    with database.unit_of_work() as session:
        for verb in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER audit_log_no_{verb}"))
        session.execute(text(tampering))
    with database.reading() as session:
        report = audit.verify(session)
    assert not report.is_intact
    assert report.broken_at in {2, 3}
    assert "不符" in audit.describe(report)


def test_writers_at_the_same_time_make_one_chain(database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: write(database, f"SQ{n}"), range(20)))
    with database.reading() as session:
        report = audit.verify(session)
    assert (report.count, report.is_intact) == (20, True)


def test_a_rolled_back_change_leaves_no_row(database: Database) -> None:
    def record_and_fail() -> None:
        with database.unit_of_work() as session:
            audit.record(session, DISPATCHER, "petition.accepted", "petition", "SQ1", at=AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        record_and_fail()
    with database.reading() as session:
        assert audit.verify(session) == audit.AuditReport(0, None, audit.GENESIS)
