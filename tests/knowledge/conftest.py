"""A knowledge base per test, on a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.clock import FixedClock
from core.database import Database
from tests.support.base import Base, open_base


@pytest.fixture
def base(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Base]:
    with open_base(database, clock, tmp_path / "index") as base:
        yield base
