"""The schema of the database: what version it is, and bringing it up to this one. Alembic does the work."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from core.database import Database
from core.errors import StorageError

if TYPE_CHECKING:
    from alembic.config import Config


class NewerSchemaError(StorageError):
    code = "newer_schema"

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database was written by a newer version (schema {revision}). Install that version or a later one, "
            "or restore a backup made by this one; nothing was changed."
        )


def upgrade(database: Database, *, backup_folder: Path | None = None) -> bool:
    """Bring the schema up to this version; return whether anything changed.

    A SQLite database that holds data is copied into `backup_folder` first. Raises NewerSchemaError.
    """
    known, current = revisions(), _current_revision(database)
    if current == known[-1]:
        return False
    if current is not None and current not in known:
        raise NewerSchemaError(current)
    if current is not None and backup_folder is not None and database.is_sqlite:
        _back_up(Path(database.url.database or ""), backup_folder, current)
    from alembic import command  # only a start that migrates pays for loading it

    command.upgrade(config_for(database), "head")
    return True


def revisions() -> list[str]:
    """Return the schema versions this version knows, oldest first: migration files are named NNNN_what_they_do.py."""
    names = (file.name for file in (resources.files("migrations") / "versions").iterdir())
    return sorted(name.split("_", 1)[0] for name in names if name[0].isdigit() and name.endswith(".py"))


def _current_revision(database: Database) -> str | None:
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


def config_for(database: Database) -> Config:
    """Return the Alembic configuration of the shipped migrations on this database."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resources.files("migrations")))
    config.attributes["engine"] = database.engine
    return config


def _back_up(source: Path, folder: Path, revision: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < 2 * source.stat().st_size:
        raise StorageError("Too little disk space to back the database up before migrating. Free some space first.")
    target = folder / f"before-migration-from-{revision}.db"
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
