"""Rows as the petitions domain would have written them, and reports computed from them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actors import Actor, Role
from core.clock import SHANGHAI, FixedClock
from core.database import Base, Database
from core.departments import Department, DepartmentRepository
from enterprises.tables import EnterpriseRow
from migrations import TABLE_MODULES
from petitions.alerts.tables import AlertTable
from petitions.tables import PetitionEventTable, PetitionTable, RatingTable, ReplyTable, TicketTable
from petitions.taxonomy import load_taxonomy
from reports.build import build_reports
from reports.periods import Period, ReportKind, parse_period
from reports.service import ReportService
from reports.types import Compiled, Figure, Reader, Row, Table

ANALYST = Actor("u-ana", "谷雨", frozenset({Role.ANALYST}))
EVERYTHING = Reader(sees_all=True)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass
class Desk:
    """Writes rows straight into the tables, as the lifecycle leaves them behind."""

    database: Database
    service: ReportService
    clock: FixedClock
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def petition(self, accepted: str | None, **changes: Any) -> str:
        """Store a petition that was accepted then, with its events; return its number."""
        count = next(self._numbers)
        started = at(accepted) if accepted else None
        submitted = changes.pop("submitted_at", None) or (started or self.clock.now()) - timedelta(minutes=30)
        due = started + timedelta(days=3) if started else None
        rating, events = changes.pop("rating", None), changes.pop("events", ())
        resolution, signed = changes.pop("resolution", "resolved"), changes.pop("signed", True)
        values: dict[str, Any] = {
            "state": "closed" if changes.get("closed_at") else "processing" if accepted else "submitted",
            "title": "标题", "content": "内容", "identity": "named", "nature": "help", "urgency": "normal",
            "channel": "widget", "category_code": "04-1", "lead_department_code": "HR" if accepted else None,
            "submitted_at": submitted, "accept_by": submitted + timedelta(days=1), "accepted_at": started,
            "started_at": started, "due_at": due, "orange_after": due and due + timedelta(days=3),
            "red_after": due and due + timedelta(days=5), "stopped_at": changes.get("answered_at"), "cycle": 1,
        } | changes  # fmt: skip
        row = PetitionTable(id=f"pet-{count}", number=f"SQ2026{count:08d}", **values)
        with self.database.unit_of_work() as session:
            session.add(row)
            session.flush()
            self._happen(session, row.id, "submitted", submitted)
            if started:
                self._happen(session, row.id, "accepted", started)
            lead, answered = row.lead_department_code, row.answered_at
            if started and lead:
                sent = started + timedelta(minutes=10)
                self._happen(session, row.id, "dispatched", sent, lead)
                signed_at = sent + timedelta(hours=1 if signed else 9)
                session.add(
                    TicketTable(
                        id=f"tic-{count}", petition_id=row.id, department_code=lead, role="lead", cycle=1,
                        dispatched_at=sent, dispatched_by="u", sign_by=sent + timedelta(hours=4), signed_at=signed_at,
                    )
                )  # fmt: skip
            if answered:
                self._happen(session, row.id, "answered", answered, lead)
                session.add(
                    ReplyTable(
                        id=f"rep-{count}", petition_id=row.id, cycle=1, text="答复", resolution=resolution, basis=[],
                        author_id="u", answered_at=answered, department_code=lead,
                    )
                )  # fmt: skip
            if rating is not None and answered:
                rated = answered + timedelta(hours=2)
                self._happen(session, row.id, "rated", rated)
                session.add(RatingTable(id=f"rat-{count}", petition_id=row.id, cycle=1, stars=rating, rated_at=rated))
            for code, when, department, params in events:
                self._happen(session, row.id, code, at(when), department, params)
            return row.number

    def alert(self, number: str, level: str, due: str) -> None:
        """Raise a colour in the first cycle of a petition."""
        with self.database.unit_of_work() as session:
            petition = session.scalars(select(PetitionTable).where(PetitionTable.number == number)).one()
            session.add(
                AlertTable(
                    petition_id=petition.id, kind=level, cycle=1, due_at=at(due), raised_at=at(due), recipients=[]
                )
            )  # fmt: skip

    def enterprise(self, code: str, **values: Any) -> str:
        """Store a profile; return its code."""
        known = {"industry": "C35", "region": "990101", "region_name": "云岭高新区", "size": "small"} | values
        with self.database.unit_of_work() as session:
            session.add(
                EnterpriseRow(
                    credit_code=code, name=code, name_folded=code.lower(), evidence={}, created_at=self.clock.now(),
                    updated_at=self.clock.now(), **known,
                )
            )  # fmt: skip
        return code

    def compile(self, kind: str, label: str, department: str | None = None) -> Compiled:
        """Compute the report on a period."""
        with self.database.reading() as session:
            return self.service.compile(session, period(kind, label), department)

    def _happen(
        self, session: Session, petition_id: str, code: str, when: datetime, department: str | None = None,
        params: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        session.add(
            PetitionEventTable(
                petition_id=petition_id, rule="T", code=code, at=when, actor_id="u", actor_name="u",
                from_state="draft", to_state="draft", department_code=department, params=params or {},
            )
        )  # fmt: skip


def period(kind: str, label: str) -> Period:
    return parse_period(ReportKind(kind), label)


def figure(compiled: Compiled, key: str) -> Figure:
    return next(f for section in compiled.sections for f in section.figures if f.key == key)


def table(compiled: Compiled, key: str) -> Table:
    return next(t for section in compiled.sections for t in section.tables if t.key == key)


def cell(found: Table, code: str, column: str) -> object:
    row: Row = next(row for row in found.rows if row.code == code)
    return row.cells[[c.key for c in found.columns].index(column)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = Database(f"sqlite:///{tmp_path / 'youda.db'}")
    for module in TABLE_MODULES:
        import_module(module)
    Base.metadata.create_all(database.engine)
    with database.unit_of_work() as session:
        DepartmentRepository().upsert(session, Department("HR", "人力资源局"))
        DepartmentRepository().upsert(session, Department("HR-1", "社保中心", parent_code="HR"))
        DepartmentRepository().upsert(session, Department("FIN", "财政局"))
    clock = FixedClock(at("2026-12-02 09:00"))
    yield Desk(database, build_reports(clock, load_taxonomy().name), clock)
    database.dispose()
