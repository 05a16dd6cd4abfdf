"""Units of work: all or nothing, one writer after the other, readers never wait, errors say what to do."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from core import outbox
from core.database import GIVE_WAY_SECONDS, Database
from core.errors import StorageError
from core.outbox import OutboxRow

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def count(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(OutboxRow)).all())


def test_everything_of_a_unit_of_work_is_committed_at_its_end(database: Database) -> None:
    with database.unit_of_work() as session:
        outbox.put(session, "a", {"n": 1}, at=NOON)
        outbox.put(session, "b", {"n": 2}, at=NOON)
        assert count(database) == 0
    assert count(database) == 2


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt()])
def test_any_error_takes_everything_back(database: Database, error: BaseException) -> None:
    with pytest.raises(type(error)):
        _write_and_raise(database, error)
    assert count(database) == 0


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.unit_of_work() as session:
        outbox.put(session, "a", {}, at=NOON)
        session.flush()
        done = threading.Thread(target=count, args=(database,))
        done.start()
        done.join(timeout=5)
        assert not done.is_alive()


def test_writers_queue_and_none_is_lost(database: Database) -> None:
    def write() -> None:
        for _ in range(20):
            with database.unit_of_work() as session:
                newest = outbox.last_sequence(session, topics=("a",))
                outbox.put(session, "a", {"after": newest}, at=NOON)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        rows = session.scalars(select(OutboxRow).order_by(OutboxRow.sequence)).all()
        assert [row.payload["after"] for row in rows] == list(range(80))


def test_what_a_reading_session_changes_is_not_kept(database: Database) -> None:
    with database.reading() as session:
        outbox.put(session, "a", {}, at=NOON)
    assert count(database) == 0


def test_instants_come_back_aware_in_utc(database: Database) -> None:
    shanghai = timezone(timedelta(hours=8))
    with database.unit_of_work() as session:
        outbox.put(session, "a", {}, at=datetime(2026, 11, 20, 20, tzinfo=shanghai))
    with database.reading() as session:
        stored = session.scalars(select(OutboxRow.created_at)).one()
    assert stored == NOON
    assert stored.utcoffset() == timedelta(0)


def test_a_naive_instant_is_refused(database: Database) -> None:
    with database.unit_of_work() as session:
        outbox.put(session, "a", {}, at=datetime(2026, 11, 20))
        with pytest.raises(StatementError, match="naive"):
            session.flush()
        session.rollback()


def test_foreign_keys_are_enforced_and_the_journal_is_a_write_ahead_log(database: Database) -> None:
    with database.reading() as session:
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"


def test_a_database_without_schema_says_which_command_makes_it(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(StorageError, match="youda migrate") as caught, empty.reading() as session:
        session.scalars(select(OutboxRow)).all()
    assert "SELECT" not in caught.value.message
    empty.dispose()


def test_a_database_that_cannot_be_opened_names_the_setting(tmp_path: Path) -> None:
    nowhere = Database(f"sqlite:///{tmp_path / 'missing' / 'youda.db'}")
    with pytest.raises(StorageError, match="YOUDA_DATA_DIR"), nowhere.unit_of_work() as session:
        session.execute(text("SELECT 1"))


def test_a_server_that_cannot_be_reached_names_the_setting_and_not_the_password() -> None:
    pytest.importorskip("psycopg")
    database = Database("postgresql+psycopg://youda:hunter2@127.0.0.1:1/youda")
    with pytest.raises(StorageError, match="YOUDA_DATABASE_URL") as caught, database.unit_of_work() as session:
        session.execute(text("SELECT 1"))
    assert "hunter2" not in caught.value.message
    database.dispose()


def test_sequence_numbers_are_never_given_twice(database: Database) -> None:
    with database.unit_of_work() as session:
        outbox.put(session, "a", {}, at=NOON)
    with database.unit_of_work() as session:
        session.execute(text("DELETE FROM outbox"))
        outbox.put(session, "a", {}, at=NOON)
    with database.reading() as session:
        assert outbox.last_sequence(session, topics=("a",)) == 2
        assert [e.sequence for e in outbox.read_after(session, 0, topics=("a",), limit=9)] == [2]


def _write_and_raise(database: Database, error: BaseException) -> None:
    with database.unit_of_work() as session:
        outbox.put(session, "a", {}, at=NOON)
        session.flush()
        raise error


def test_who_writes_now_and_then_gets_a_turn_beside_who_writes_all_the_time(database: Database) -> None:
    stop, waits = threading.Event(), []

    def write_all_the_time() -> None:
        while not stop.is_set():
            with database.unit_of_work() as session:
                outbox.put(session, "a", {}, at=NOON)
                session.flush()
                time.sleep(0.03)
            time.sleep(GIVE_WAY_SECONDS)

    busy = threading.Thread(target=write_all_the_time)
    busy.start()
    for _ in range(20):
        begun = time.monotonic()
        with database.unit_of_work() as session:
            outbox.put(session, "b", {}, at=NOON)
        waits.append(time.monotonic() - begun)
        time.sleep(0.01)
    stop.set()
    busy.join()
    assert sorted(waits)[-2] < 0.25


def test_a_database_that_stays_locked_says_so_after_a_while(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.database._BUSY_TIMEOUT_SECONDS", 0.2)
    with database.unit_of_work() as session:
        outbox.put(session, "a", {}, at=NOON)
        session.flush()
        with pytest.raises(StorageError, match="locked"), database.unit_of_work() as second:
            second.execute(text("SELECT 1"))


def test_readings_of_one_thread_share_a_session_inside_one_reading_and_see_one_state(database: Database) -> None:
    with database.unit_of_work() as session:
        session.execute(text("CREATE TABLE shared_readings (n INTEGER)"))
    with database.one_reading():
        with database.reading() as first:
            assert first.scalar(text("SELECT count(*) FROM shared_readings")) == 0
        with database.unit_of_work() as session:
            session.execute(text("INSERT INTO shared_readings VALUES (1)"))
        with database.reading() as second:
            assert second is first
            assert second.scalar(text("SELECT count(*) FROM shared_readings")) == (0 if database.is_sqlite else 1)
    with database.reading() as third:
        assert third is not first
        assert third.scalar(text("SELECT count(*) FROM shared_readings")) == 1
