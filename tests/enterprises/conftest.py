"""A database with the profile table, and the service over it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from core.clock import SHANGHAI, FixedClock
from core.database import Base, Database
from enterprises.build import build_enterprises
from enterprises.service import EnterpriseService
from enterprises.types import Fact, Facts, FactSource

CODE = "91990101MA000001XN"
OTHER_CODE = "91990101MA000002XP"


def stated(value: object, on: date = date(2025, 12, 31), *, verified: bool = False) -> Fact:  # type: ignore[type-arg]
    return Fact(value, FactSource.STAFF, on, verified)  # type: ignore[type-var]


def software(name: str = "云岭星屿软件有限公司", **changes: Fact | None) -> Facts:  # type: ignore[type-arg]
    known = {"industry": stated("I65"), "employees": stated(103), "revenue": stated(15_735.0)}
    return Facts(name=stated(name), **known | changes)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'youda.db'}")
    Base.metadata.create_all(database.engine)
    yield database
    database.dispose()


@pytest.fixture
def service() -> EnterpriseService:
    return build_enterprises(FixedClock(datetime(2026, 11, 18, 9, tzinfo=SHANGHAI)))
