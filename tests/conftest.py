"""Shared fixtures: real parts on temporary folders, a clock that stands still."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings

from core.clock import FixedClock
from core.database import Base, Database
from migrations import TABLE_MODULES

# A busy machine must not fail a rule that holds.
settings.register_profile("youda", deadline=None)
settings.load_profile("youda")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write golden files anew instead of comparing")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse tests of one name: spread over processes, only one of them would run."""
    twice = [name for name, number in Counter(item.nodeid for item in items).items() if number > 1]
    if twice:
        raise pytest.UsageError(f"Several tests have one name; give each its own: {', '.join(sorted(twice))}")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file, or with --rewrite-golden write it; read the diff before committing."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--rewrite-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path.name} is missing; run `make golden` and read what it writes"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def clock() -> FixedClock:
    """2026-11-20 10:20 in Shanghai, a Friday."""
    return FixedClock(datetime(2026, 11, 20, 2, 20, tzinfo=UTC))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database with every table."""
    for name in TABLE_MODULES:
        import_module(name)
    database = Database(f"sqlite:///{tmp_path / 'youda.db'}")
    Base.metadata.create_all(database.engine)
    yield database
    database.dispose()
