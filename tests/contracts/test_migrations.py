"""Migrations from zero give exactly the schema of the models, on both engines."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import alembic.command
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from core import schema
from core.database import Base, Database
from core.errors import StorageError
from core.schema import NewerSchemaError
from migrations import TABLE_MODULES

for _name in TABLE_MODULES:
    import_module(_name)


def test_an_empty_database_is_brought_to_the_models_and_a_second_time_changes_nothing(empty_database: Database) -> None:
    assert schema.upgrade(empty_database) is True
    assert schema.upgrade(empty_database) is False
    with empty_database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    assert [d for d in differences if not _is_noise(d)] == []


def test_every_table_of_the_models_has_its_indexes_and_keys(empty_database: Database) -> None:
    schema.upgrade(empty_database)
    found = inspect(empty_database.engine)
    for table in Base.metadata.tables.values():
        assert {index["name"] for index in found.get_indexes(table.name)} >= {index.name for index in table.indexes}
        assert found.get_pk_constraint(table.name)["constrained_columns"] == [c.name for c in table.primary_key]


def test_histories_refuse_to_be_rewritten_after_migration(empty_database: Database) -> None:
    schema.upgrade(empty_database)
    guarded = ("audit_log", "petition_events", "petition_alerts")
    names = set(inspect(empty_database.engine).get_table_names())
    with empty_database.engine.connect() as connection:
        if empty_database.is_sqlite:
            query = text("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'")
        else:
            query = text("SELECT DISTINCT event_object_table FROM information_schema.triggers")
        triggers = set(connection.scalars(query))
    assert {name for name in guarded if name in names} <= triggers
    assert triggers


def test_a_newer_schema_is_refused_and_nothing_is_changed(empty_database: Database) -> None:
    schema.upgrade(empty_database)
    with empty_database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_from_the_future'"))
    with pytest.raises(NewerSchemaError, match="9999_from_the_future"):
        schema.upgrade(empty_database)


def test_a_sqlite_database_that_holds_data_is_copied_before_migrating(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'youda.db'}")
    schema.upgrade(database)
    with database.engine.begin() as connection:
        connection.execute(text("INSERT INTO outbox (topic, payload, created_at) VALUES ('t', '{}', '2026-01-01')"))
    current = schema._current_revision(database)
    # A later version of the product, seen from its scripts: one more revision than the database has.
    monkeypatch.setattr(schema, "revisions", lambda: [str(current), "next"])
    monkeypatch.setattr(alembic.command, "upgrade", lambda _config, _target: None)
    assert schema.upgrade(database, backup_folder=tmp_path / "backups")
    copy = tmp_path / "backups" / f"before-migration-from-{current}.db"
    with closing(sqlite3.connect(copy)) as saved:
        assert saved.execute("SELECT topic FROM outbox").fetchall() == [("t",)]
    monkeypatch.setattr(schema.shutil, "disk_usage", lambda _path: _Usage(0))
    with pytest.raises(StorageError, match="disk space"):
        schema.upgrade(database, backup_folder=tmp_path / "backups")
    database.dispose()


class _Usage:
    def __init__(self, free: int) -> None:
        self.free = free


def _is_noise(difference: Any) -> bool:
    """Say whether a difference is one that engines report about types they store the same way."""
    return isinstance(difference, tuple) and difference[0] == "remove_table" and difference[1].name == "sqlite_sequence"
