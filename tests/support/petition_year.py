"""A simulated year of petitions: steps at random times, sweeps with outages, and crashes at random commits.

The simulation keeps a log of its own (`Run`) of when each clock ran; what should have fired follows from it alone.
"""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from core.actors import Actor, Role
from core.clock import SHANGHAI, FixedClock
from core.database import Database
from core.errors import AppError
from core.vault import Vault
from petitions.alerts.types import AlertKind
from petitions.build import build_petitions, build_sweep
from petitions.commands import AcceptCommand, DispatchCommand, ReplyCommand, SignCommand
from petitions.tables import PetitionTable
from petitions.types import Contact, Identity, Nature, PetitionDraft, Resolution

BEGIN = datetime(2026, 1, 5, 8, tzinfo=SHANGHAI)
_DISPATCHER = Actor("u-dsp", "芒种", frozenset({Role.DISPATCHER}), "CEN")
_HANDLERS = {code: Actor(f"u-{code}", "立夏", frozenset({Role.HANDLER}), code) for code in ("HR", "FIN")}
_NATURES = (Nature.CONSULTATION, Nature.HELP, Nature.COMPLAINT, Nature.REPORT)


class CrashError(Exception):
    """The process died here: nothing of the open unit of work was stored."""


@dataclass
class Run:
    """One cycle of one petition's clock, as the simulation saw it start and stop."""

    due_at: datetime
    orange_after: datetime
    red_after: datetime
    stopped_at: datetime | None = None

    def reached(self, until: datetime) -> list[AlertKind]:
        """Return the colours this clock reached while it ran, in order."""
        end = self.stopped_at or until
        limits = (
            (AlertKind.YELLOW, self.due_at),
            (AlertKind.ORANGE, self.orange_after),
            (AlertKind.RED, self.red_after),
        )
        return [kind for kind, limit in limits if limit < end]


@dataclass
class PetitionYear:
    """Runs the year on one database; `until` is the time of the last sweep."""

    database: Database
    petitions: int
    seed: int = 1
    crash_share: float = 0.02
    days: int = 360
    runs: dict[tuple[str, int], Run] = field(default_factory=dict)
    crashes: Counter[str] = field(default_factory=Counter)
    raised: Counter[str] = field(default_factory=Counter)
    closed: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._clock = FixedClock(BEGIN)
        self._todo: list[tuple[datetime, int, Callable[[], None]]] = []
        self._counted = 0
        self._restart()

    @property
    def until(self) -> datetime:
        return self._clock.now()

    def play(self) -> None:
        """Go through the year, happening by happening, and end with a sweep that nothing interrupts."""
        for number in range(self.petitions):
            at = BEGIN + timedelta(minutes=self._random.randrange(self.days * 24 * 60))
            self._later(at, lambda number=number: self._file(number))
        self._later(BEGIN, self._sweep)
        with self._crashing():
            while self._todo:
                at, _, happening = heapq.heappop(self._todo)
                self._clock.advance_to(max(at, self._clock.now()))
                self._happen(happening)
        self._raise()

    def _happen(self, happening: Callable[[], None]) -> None:
        """Let it happen; after a crash the process starts again from the database, and whoever acted tries again."""
        while True:
            try:
                happening()
            except CrashError:
                self.crashes[happening.__name__] += 1
                self._restart()
            else:
                return

    def _restart(self) -> None:
        self._service = build_petitions(Vault("a secret of the tests"), self._clock)

    def _later(self, at: datetime, happening: Callable[[], None]) -> None:
        self._counted += 1
        heapq.heappush(self._todo, (at, self._counted, happening))

    def _after(self, hours: float, happening: Callable[[], None]) -> None:
        self._later(self._clock.now() + timedelta(hours=self._random.expovariate(1 / hours)), happening)

    def _sweep(self) -> None:
        self._raise()
        if self._todo:
            is_outage = self._random.random() < 0.04
            hours = self._random.uniform(24, 24 * 9) if is_outage else self._random.uniform(1, 8)
            self._later(self._clock.now() + timedelta(hours=hours), self._sweep)

    def _raise(self) -> None:
        report = build_sweep(self.database, self._service).run()
        assert report.failed == 0
        self.raised += report.raised
        self.closed += report.closed

    def _file(self, number: int) -> None:
        draft = PetitionDraft(
            title=f"第{number}件诉求",
            content="补贴申请被退回，请核实原因并答复我公司。",
            contact=Contact("小满", "138 0000 1234"),
            nature=self._random.choice(_NATURES),
            identity=Identity.NAMED,
            category_code="04-1",
            consent=True,
            submission_key=f"key-{number}",
        )
        with self.database.unit_of_work() as session:
            filed = self._service.file(session, draft).number
        self._after(self._random.choice((3, 60)), lambda: self._accept(filed))

    def _accept(self, number: str) -> None:
        nature = self._random.choice(_NATURES)
        with self.database.unit_of_work() as session:
            command = AcceptCommand("04-1", nature, self._lock(session, number), is_policy_query=True)
            self._service.accept(session, number, command, _DISPATCHER)
        self._note(number)
        if self._random.random() < 0.03:
            self._after(30, lambda: self._withdraw(number))
        self._after(3, lambda: self._dispatch(number))

    def _dispatch(self, number: str) -> None:
        lead = self._random.choice(list(_HANDLERS))
        with self.database.unit_of_work() as session:
            if self._state(session, number) != "accepted":
                return
            command = DispatchCommand(lead, self._lock(session, number))
            self._service.dispatch(session, number, command, _DISPATCHER)
        self._after(5, lambda: self._sign(number))

    def _sign(self, number: str) -> None:
        with self.database.unit_of_work() as session:
            if self._state(session, number) != "dispatched":
                return
            self._service.sign(
                session, number, SignCommand(self._lock(session, number)), self._handler(session, number)
            )
        self._after(self._random.choice((20, 60, 160, 400)), lambda: self._reply(number))

    def _reply(self, number: str) -> None:
        with self.database.unit_of_work() as session:
            if self._state(session, number) != "processing":
                return
            lock, handler = self._lock(session, number), self._handler(session, number)
            command = ReplyCommand("已核实，补贴将于本月拨付。", Resolution.RESOLVED, lock, basis=("第六条",))
            self._service.reply(session, number, command, handler)
        self._note(number)
        if self._random.random() < 0.7:
            self._after(48, lambda: self._rate(number))

    def _rate(self, number: str) -> None:
        with self.database.unit_of_work() as session:
            if self._state(session, number) != "answered":
                return
            stars = self._random.choice((1, 2, 3, 4, 5))
            self._service.rate(session, number, "1234", stars)
        if self._note(number) == "dispatched":
            self._after(5, lambda: self._sign(number))

    def _withdraw(self, number: str) -> None:
        with self.database.unit_of_work() as session:
            try:
                self._service.withdraw(session, number, "1234", "已自行解决")
            except AppError:  # answered meanwhile, or a report, which is held
                return
        self._note(number)

    def _note(self, number: str) -> str:
        """Write into the log what the step just made of the clock."""
        with self.database.reading() as session:
            row = session.scalars(select(PetitionTable).where(PetitionTable.number == number)).one()
            if row.due_at and row.orange_after and row.red_after:
                new = Run(row.due_at, row.orange_after, row.red_after)
                self.runs.setdefault((row.id, row.cycle), new).stopped_at = row.stopped_at
            return row.state

    def _handler(self, session: Session, number: str) -> Actor:
        lead = session.scalars(select(PetitionTable.lead_department_code).where(PetitionTable.number == number)).one()
        return _HANDLERS[lead or ""]

    def _lock(self, session: Session, number: str) -> int:
        return session.scalars(select(PetitionTable.lock).where(PetitionTable.number == number)).one()

    def _state(self, session: Session, number: str) -> str:
        return session.scalars(select(PetitionTable.state).where(PetitionTable.number == number)).one()

    @contextmanager
    def _crashing(self) -> Iterator[None]:
        """Let any flush or commit of this time be where the process dies."""

        def die(*_: object) -> None:
            if self._random.random() < self.crash_share:
                raise CrashError

        for moment in ("after_flush", "before_commit"):
            event.listen(Session, moment, die)
        try:
            yield
        finally:
            for moment in ("after_flush", "before_commit"):
                event.remove(Session, moment, die)
