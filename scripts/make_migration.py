"""Write the next migration from the difference between the models and the migrations: make_migration.py MESSAGE."""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

from alembic import command

from core.database import Database
from core.schema import config_for, revisions, upgrade
from migrations import TABLE_MODULES


def main() -> None:
    for module in TABLE_MODULES:
        import_module(module)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'scratch.db'}")
        if revisions():
            upgrade(database)
        command.revision(config_for(database), sys.argv[1], autogenerate=True, rev_id=_next_number())


def _next_number() -> str:
    return f"{len(revisions()) + 1:04d}"


if __name__ == "__main__":
    main()
