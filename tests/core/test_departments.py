"""The department tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from core.database import Base, Database
from core.departments import Department, DepartmentRepository
from core.errors import InvalidInputError

departments = DepartmentRepository()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = Database(f"sqlite:///{tmp_path / 'youda.db'}")
    Base.metadata.create_all(database.engine)
    with database.unit_of_work() as opened:
        yield opened
    database.dispose()


def test_a_department_is_replaced_not_doubled(session: Session) -> None:
    departments.upsert(session, Department("HRS", "云岭高新区人力资源局", short_name="人力资源局"))
    departments.upsert(session, Department("HRS", "云岭高新区人力资源局", phone="0512-65432100"))
    assert departments.list_all(session) == [Department("HRS", "云岭高新区人力资源局", phone="0512-65432100")]
    assert departments.labels(session) == {"HRS": "云岭高新区人力资源局"}


def test_a_subtree_holds_the_department_and_all_below_it(session: Session) -> None:
    for department in (
        Department("A", "甲"),
        Department("B", "乙", parent_code="A"),
        Department("C", "丙", parent_code="B"),
    ):
        departments.upsert(session, department)
    assert departments.subtree_codes(session, "A") == {"A", "B", "C"}
    assert departments.subtree_codes(session, "C") == {"C"}
    assert departments.subtree_codes(session, "unknown") == {"unknown"}


def test_a_department_cannot_stand_below_itself(session: Session) -> None:
    departments.upsert(session, Department("A", "甲"))
    departments.upsert(session, Department("B", "乙", parent_code="A"))
    with pytest.raises(InvalidInputError):
        departments.upsert(session, Department("A", "甲", parent_code="B"))


def test_the_owner_of_last_resort_is_found(session: Session) -> None:
    assert departments.last_resort(session) is None
    departments.upsert(session, Department("CEN", "企业服务中心", is_last_resort=True))
    found = departments.last_resort(session)
    assert found is not None
    assert found.code == "CEN"
    assert departments.get(session, "none") is None
