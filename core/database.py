"""The relational database: engine, unit of work, column types. SQLite in WAL mode, or PostgreSQL by URL.

Services and repositories never commit: the entry point opens one `unit_of_work` and it commits once at the end.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from core.errors import StorageError

_READ_ONLY = "youda_read_only"
_BUSY_TIMEOUT_SECONDS = 30
_LOOK_AGAIN_SECONDS = 0.001
GIVE_WAY_SECONDS = 0.003
"""How long who writes again and again rests between two units of work, so that others get their turn."""


class Base(DeclarativeBase):
    """Base of all tables; constraint names are fixed so that migrations can name them on every engine."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        dict[str, Any]: JSON,
        list[Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        list[dict[str, Any]]: JSON,
    }


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC instants, on engines that store zones and on those that do not. A naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored; pass an aware one")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@dataclass(slots=True)
class _SharedReading:
    """The session that the readings of one thread share, once the first of them has opened it."""

    session: Session | None = None


class Database:
    """One engine and its sessions. Making one touches no disk; the first session does."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.engine = _make_engine(url)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._of_thread = threading.local()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """Open a session that may write; commit once at the end, roll back on any error.

        On SQLite the write lock is taken at the start, so that two writers queue instead of failing half-way.
        Raises StorageError when the engine cannot be reached, stays busy or runs out of space.
        """
        session = self._sessions()
        try:
            yield session
            session.commit()
        except OperationalError as error:
            session.rollback()
            raise StorageError(_explain(error)) from error
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that only reads: it never waits for a writer and changes nothing."""
        shared: _SharedReading | None = getattr(self._of_thread, "shared", None)
        session: Session | None = shared.session if shared is not None else None
        try:
            if session is None:
                session = self._sessions(autoflush=False)
                if shared is not None:
                    shared.session = session
                session.connection(execution_options={_READ_ONLY: True})
            yield session
        except OperationalError as error:
            raise StorageError(_explain(error)) from error
        finally:
            if shared is None and session is not None:
                session.rollback()
                session.close()

    @contextmanager
    def one_reading(self) -> Iterator[None]:
        """Let every `reading` of this thread inside the block share one session, and so one view of the data.

        Opening a session costs as much as three of the queries that are asked with it. Wait for nothing slow inside:
        from the first reading on, the connection is held.
        """
        before, self._of_thread.shared = getattr(self._of_thread, "shared", None), _SharedReading()
        try:
            yield
        finally:
            session = self._of_thread.shared.session
            self._of_thread.shared = before
            if session is not None:
                session.rollback()
                session.close()

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


class Trial(Database):
    """A database in which something is tried: every reading sees what was written, nobody else does, and none is kept.

    Readings outside `trying` see the database itself.
    """

    def __init__(self, database: Database) -> None:
        self.__dict__.update(database.__dict__)  # the same engine
        self._tried = threading.local()

    @contextmanager
    def trying(self) -> Iterator[Session]:
        """Open a session that may write and is always rolled back; this thread's readings meanwhile are made with it.

        On SQLite all other writers wait meanwhile: keep it short.
        """
        session = self._sessions()
        self._tried.session = session
        try:
            yield session
        except OperationalError as error:
            raise StorageError(_explain(error)) from error
        finally:
            self._tried.session = None
            session.rollback()
            session.close()

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        raise StorageError("A trial is never kept. Write to the database itself.")
        yield  # a generator, as the method it stands in for

    @contextmanager
    def reading(self) -> Iterator[Session]:
        session: Session | None = getattr(self._tried, "session", None)
        if session is not None:
            yield session
            return
        with super().reading() as session:
            yield session

    @contextmanager
    def one_reading(self) -> Iterator[None]:
        if getattr(self._tried, "session", None) is not None:
            yield
            return
        with super().one_reading():
            yield


def _make_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=16)
    engine = create_engine(
        url, connect_args={"timeout": _BUSY_TIMEOUT_SECONDS, "check_same_thread": False}, pool_size=16
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we emit BEGIN ourselves: the driver's own begins come too late to lock
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get(_READ_ONLY, False):
        connection.exec_driver_sql("BEGIN")
        return
    raw: Any = connection.connection.driver_connection
    # SQLite's own waiting looks again ever more rarely, up to ten times a second: beside an import that writes file
    # after file, it misses nearly every gap, and an answer waits seconds to be stored.
    raw.execute("PRAGMA busy_timeout=0")
    try:
        if not _takes_turn(raw):
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # says what is wrong as every other statement does
    finally:
        raw.execute(f"PRAGMA busy_timeout={round(_BUSY_TIMEOUT_SECONDS * 1000)}")


def _takes_turn(raw: Any) -> bool:
    """Begin to write as soon as nobody else does; return False when that never comes, or something else is wrong."""
    deadline = time.monotonic() + _BUSY_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                return False
            time.sleep(_LOOK_AGAIN_SECONDS)
        else:
            return True
    return False


def _explain(error: DBAPIError) -> str:
    """Say what an operator can do about a failed statement, without the statement and its values."""
    text = str(error.orig)
    if "disk is full" in text or "No space" in text:
        return "The disk of the data folder is full. Free some space and try again; nothing was written."
    if "disk I/O error" in text:
        return "The disk of the data folder refused to write or read. Check its space, quota and health, and try again."
    if "locked" in text:
        return "The database stayed locked by another process for 30 seconds. Try again, or stop that process."
    if "unable to open" in text or "readonly" in text:
        return "The database file cannot be opened for writing. Check YOUDA_DATA_DIR and its permissions."
    if "no such table" in text or "does not exist" in text:
        return "The database has no schema yet. Run `youda serve` once, or `youda migrate`, to create it."
    return f"The database failed ({type(error.orig).__name__}). Check that YOUDA_DATABASE_URL can be reached."
