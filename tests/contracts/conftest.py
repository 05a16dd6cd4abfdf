"""Both columns of DESIGN §4: embedded parts in this process, and the same on real servers (marker `server`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from core.database import Base, Database
from knowledge.index.vectors import open_embedded, open_server
from migrations import TABLE_MODULES
from tests.support.servers import PostgresCluster, chroma_server

BOTH = ["embedded", pytest.param("server", marks=pytest.mark.server)]


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma-server")) as url:
        yield url


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresCluster]:
    cluster = PostgresCluster(tmp_path_factory.mktemp("pg"))
    yield cluster
    cluster.stop()


@pytest.fixture
def vector_client(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Any]:
    """Return a function that opens a client of one kind; embedded ones are closed at the end."""

    def open_client(kind: str) -> Any:
        if kind == "server":
            return open_server(request.getfixturevalue("chroma_url"))
        client = open_embedded(tmp_path / "chroma")
        request.addfinalizer(client.close)
        return client

    return open_client


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a schema, on each engine."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'contract.db'}"
    else:
        url = request.getfixturevalue("postgres").new_database()
    database = Database(url)
    yield database
    database.dispose()


@pytest.fixture
def any_database(empty_database: Database) -> Database:
    """A database with every table, on each engine."""
    for name in TABLE_MODULES:
        import_module(name)
    Base.metadata.create_all(empty_database.engine)
    return empty_database
