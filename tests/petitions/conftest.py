"""A small office: three departments, one person per role, a clock that stands still, and a database on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core.actors import Actor, Role
from core.clock import SHANGHAI, FixedClock
from core.database import Base, Database
from core.departments import Department, DepartmentRepository
from core.vault import Vault
from petitions.build import build_petitions
from petitions.commands import (
    STAFF_COMMANDS,
    AcceptCommand,
    DispatchCommand,
    RefuseCommand,
    ReplyCommand,
    SignCommand,
)
from petitions.service import PetitionService
from petitions.types import Contact, DeskQuery, Nature, Petition, PetitionDraft, Resolution
from petitions.views import PetitionDetailView, PetitionPage, ProgressView

DISPATCHER = Actor("u-dsp", "芒种", frozenset({Role.DISPATCHER}), "CEN")
HANDLER = Actor("u-hrs", "立夏", frozenset({Role.HANDLER}), "human-resources")

DRAFT = PetitionDraft(
    title="应届生吸纳就业补贴申请被退回，请求核实",
    content="我公司今年吸纳 6 名应届毕业生，补贴申请被退回，请核实原因。",
    contact=Contact("小满", "138 0000 1234"),
    enterprise_name="云岭星屿软件（示例）",
    nature=Nature.COMPLAINT,
    category_code="04-1",
    consent=True,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass
class Office:
    """Runs each step in a unit of work of its own, the way an entry point does."""

    database: Database
    service: PetitionService
    clock: FixedClock
    dispatcher = DISPATCHER
    handler = HANDLER
    other_handler = Actor("u-fin", "白露", frozenset({Role.HANDLER}), "treasury")
    supervisor = Actor("u-sup", "霜降", frozenset({Role.SUPERVISOR}))
    agent = Actor("u-opr", "小雪", frozenset({Role.AGENT}))
    analyst = Actor("u-ana", "谷雨", frozenset({Role.ANALYST}))
    curator = Actor("u-cur", "清明", frozenset({Role.CURATOR}))

    def file(self, **changes: object) -> Petition:
        with self.database.unit_of_work() as session:
            return self.service.file(session, replace(DRAFT, **changes))  # type: ignore[arg-type]

    def lookup(self, number: str, tail: str = "1234") -> ProgressView:
        with self.database.reading() as session:
            return self.service.lookup(session, number, tail)

    def detail(self, number: str, actor: Actor = DISPATCHER) -> PetitionDetailView:
        with self.database.reading() as session:
            return self.service.detail(session, number, actor)

    def desk(self, actor: Actor = DISPATCHER, **filters: object) -> PetitionPage:
        with self.database.reading() as session:
            return self.service.desk_list(session, DeskQuery(**filters), actor)  # type: ignore[arg-type]

    def accept(self, number: str, actor: Actor = DISPATCHER, **changes: object) -> PetitionDetailView:
        command = replace(AcceptCommand("04-1", Nature.COMPLAINT, self.lock(number)), **changes)  # type: ignore[arg-type]
        with self.database.unit_of_work() as session:
            return self.service.accept(session, number, command, actor)

    def refuse(self, number: str, command: RefuseCommand, actor: Actor = DISPATCHER) -> PetitionDetailView:
        with self.database.unit_of_work() as session:
            return self.service.refuse(session, number, command, actor)

    def dispatch(
        self, number: str, lead: str = "human-resources", actor: Actor = DISPATCHER, lock: int | None = None
    ) -> PetitionDetailView:
        command = DispatchCommand(lead, self.lock(number) if lock is None else lock, "请尽快联系企业")
        with self.database.unit_of_work() as session:
            return self.service.dispatch(session, number, command, actor)

    def sign(self, number: str, actor: Actor = HANDLER) -> PetitionDetailView:
        with self.database.unit_of_work() as session:
            return self.service.sign(session, number, SignCommand(self.lock(number)), actor)

    def reply(self, number: str, actor: Actor = HANDLER, **changes: object) -> PetitionDetailView:
        command = ReplyCommand("已核实，补贴将于本月拨付。", Resolution.RESOLVED, self.lock(number), basis=("第六条",))
        with self.database.unit_of_work() as session:
            return self.service.reply(session, number, replace(command, **changes), actor)  # type: ignore[arg-type]

    def rate(self, number: str, stars: int, comment: str = "") -> ProgressView:
        with self.database.unit_of_work() as session:
            return self.service.rate(session, number, "1234", stars, comment)

    def withdraw(self, number: str, reason: str = "已自行解决") -> ProgressView:
        with self.database.unit_of_work() as session:
            return self.service.withdraw(session, number, "1234", reason)

    def answered(self, **changes: object) -> str:
        """File a petition and take it all the way to its answer; return its number."""
        number = self.processing(**changes)
        self.reply(number)
        return number

    def do(self, step: str, number: str, actor: Actor = DISPATCHER, **fields: Any) -> PetitionDetailView:
        """Take any staff step; `fields` are those of its command."""
        command = STAFF_COMMANDS[step](**{"lock": self.lock(number)} | fields)
        with self.database.unit_of_work() as session:
            return getattr(self.service, step)(session, number, command, actor)  # type: ignore[no-any-return]

    def petitioner_does(self, step: str, number: str, *values: object) -> ProgressView:
        """Take a step of the petitioner, who shows number and phone tail."""
        with self.database.unit_of_work() as session:
            return getattr(self.service, step)(session, number, "1234", *values)  # type: ignore[no-any-return]

    def accepted(self, **changes: object) -> str:
        """File and accept a petition; return its number."""
        number = self.file(**changes).number
        self.accept(number)
        return number

    def dispatched(self, **changes: object) -> str:
        """Take a petition to its department; return its number."""
        number = self.accepted(**changes)
        self.dispatch(number)
        return number

    def processing(self, **changes: object) -> str:
        """Take a petition to where its department handles it; return its number."""
        number = self.dispatched(**changes)
        self.sign(number)
        return number

    def lock(self, number: str) -> int:
        return self.detail(number).lock


@pytest.fixture
def draft() -> PetitionDraft:
    return DRAFT


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    database = Database(f"sqlite:///{tmp_path / 'youda.db'}")
    Base.metadata.create_all(database.engine)
    departments = DepartmentRepository()
    with database.unit_of_work() as session:
        departments.upsert(session, Department("CEN", "云岭高新区企业服务中心", "企业服务中心", is_last_resort=True))
        departments.upsert(session, Department("human-resources", "云岭高新区人力资源局", "人力资源局"))
        departments.upsert(session, Department("human-resources-1", "社会保险事业中心", parent_code="human-resources"))
        departments.upsert(session, Department("treasury", "云岭高新区财政局", "财政局"))
    clock = FixedClock(at("2026-11-18 13:46"))
    yield Office(database, build_petitions(Vault("a secret of the tests"), clock), clock)
    database.dispose()
