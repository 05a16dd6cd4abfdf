"""Migrations form one line: two that were written side by side are put in order before either is released."""

from __future__ import annotations

from pathlib import Path

from alembic.script import ScriptDirectory


def test_each_migration_follows_the_one_before_it(repository: Path) -> None:
    script = ScriptDirectory(str(repository / "migrations"))
    numbers = [path.name[:4] for path in sorted((repository / "migrations" / "versions").glob("[0-9]*.py"))]
    assert [revision.revision for revision in script.walk_revisions()] == numbers[::-1]
