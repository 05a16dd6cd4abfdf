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
from petitions.commands import STAFF_COMMANDS, AcceptCommand, DispatchCommand, ReplyCommand
from petitions.tables import PetitionTable
from petitions.types import Contact, Identity, Nature, PetitionDraft, Resolution

BEGIN = datetime(2026, 1, 5, 8, tzinfo=SHANGHAI)
_DISPATCHER = Actor("u-dsp", "芒种", frozenset({Role.DISPATCHER}), "CEN")
_HANDLERS = {code: Actor(f"u-{code}", "立夏", frozenset({Role.HANDLER}), code) for code in ("HR", "FIN")}
_MOST_CRASHES = 3  # of one happening
_NATURES = (Nature.CONSULTATION, Nature.HELP, Nature.COMPLAINT, Nature.REPORT)


class CrashError(Exception):
    """The process died here: nothing of the open unit of work was stored."""


@dataclass
class Span:
    """A time in which a clock ran towards the same limits."""

    limits: tuple[tuple[AlertKind, datetime], ...]
    begins: datetime
    ends: datetime | None = None


@dataclass
class Run:
    """One cycle of one petition's clock, as the simulation saw it run, pause, move and stop, and who had the lead."""

    spans: list[Span] = field(default_factory=list)
    leads: set[str | None] = field(default_factory=set)

    def note(self, limits: tuple[tuple[AlertKind, datetime], ...], at: datetime, *, is_running: bool) -> None:
        """Write down what a step made of the clock."""
        last = self.spans[-1] if self.spans else None
        if last is not None and last.ends is None and (last.limits != limits or not is_running):
            last.ends = at
        if is_running and (last is None or last.ends is not None):
            self.spans.append(Span(limits, at))

    def reached(self, until: datetime) -> dict[AlertKind, datetime]:
        """Return the colours this clock reached while it ran, in order, and when; one that was reached is kept."""
        found: dict[AlertKind, datetime] = {}
        for span in self.spans:
            found |= {kind: limit for kind, limit in span.limits if kind not in found and limit < (span.ends or until)}
        return found

    def is_before_due(self, at: datetime) -> bool:
        """Say whether it ran at this time, towards a due time that had not come."""
        return any(span.begins <= at <= (span.ends or at) and at <= span.limits[0][1] for span in self.spans)


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
    steps: Counter[str] = field(default_factory=Counter)
    closed: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._clock = FixedClock(BEGIN)
        self._todo: list[tuple[datetime, int, Callable[[], None]]] = []
        self._counted, self._crashes_left = 0, 0
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
        for self._crashes_left in range(_MOST_CRASHES, -1, -1):
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
        self._note(number)
        self._after(5, lambda: self._sign(number))

    def _sign(self, number: str) -> None:
        if self._random.random() < 0.04 and self._take("request_return", number, self._lead(number), reason="不属职责"):
            self._after(6, lambda: self._rule_on_return(number))
            return
        if self._take("sign", number, self._lead(number)):
            self._after(10, lambda: self._handle(number))

    def _rule_on_return(self, number: str) -> None:
        granted = self._random.random() < 0.5
        if self._take("rule_on_return", number, _DISPATCHER, is_granted=granted, reason="经核"):
            self._after(3, lambda: self._dispatch(number) if granted else self._sign(number))

    def _handle(self, number: str) -> None:
        """The department answers, or needs something first."""
        lead, chance = self._lead(number), self._random.random()
        if chance < 0.15 and self._take("request_material", number, lead, items=("营业执照",), reason="核验"):
            self._after(self._random.choice((10, 70)), lambda: self._supply(number))
        elif chance < 0.3 and self._take("request_extension", number, lead, days=1, reason="核查"):
            self._after(6, lambda: self._rule_on_extension(number))
        elif chance < 0.4 and self._take("request_transfer", number, lead, reason="不属职责"):
            self._after(6, lambda: self._transfer(number))
        else:
            self._after(self._random.choice((20, 60, 160, 400)), lambda: self._reply(number))

    def _supply(self, number: str) -> None:
        if self._take("supply", number, _DISPATCHER, text="已收到"):
            self._after(20, lambda: self._reply(number))

    def _rule_on_extension(self, number: str) -> None:
        granted = self._random.random() < 0.7
        self._take("rule_on_extension", number, _DISPATCHER, is_granted=granted, reason="经核")
        self._after(self._random.choice((20, 100)), lambda: self._reply(number))

    def _transfer(self, number: str) -> None:
        other = next(code for code in _HANDLERS if code != self._lead(number).department_code)
        if self._take("transfer", number, _DISPATCHER, lead_department_code=other):
            self._after(5, lambda: self._sign(number))

    def _take(self, step: str, number: str, actor: Actor, **fields: object) -> bool:
        """Take a step of the staff if it is possible as things stand; say whether it was."""
        try:
            with self.database.unit_of_work() as session:
                command = STAFF_COMMANDS[step](lock=self._lock(session, number), **fields)
                getattr(self._service, step)(session, number, command, actor)
        except AppError:  # withdrawn meanwhile, too late for an extension, asked for before
            return False
        self.steps[step] += 1
        self._note(number)
        return True

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
                run = self.runs.setdefault((row.id, row.cycle), Run())
                limits = (
                    (AlertKind.YELLOW, row.due_at),
                    (AlertKind.ORANGE, row.orange_after),
                    (AlertKind.RED, row.red_after),
                )
                run.note(limits, self._clock.now(), is_running=row.is_running)
                run.leads.add(row.lead_department_code)
            return row.state

    def _lead(self, number: str) -> Actor:
        with self.database.reading() as session:
            return self._handler(session, number)

    def _handler(self, session: Session, number: str) -> Actor:
        lead = session.scalars(select(PetitionTable.lead_department_code).where(PetitionTable.number == number)).one()
        return _HANDLERS.get(lead or "", _DISPATCHER)

    def _lock(self, session: Session, number: str) -> int:
        return session.scalars(select(PetitionTable.lock).where(PetitionTable.number == number)).one()

    def _state(self, session: Session, number: str) -> str:
        return session.scalars(select(PetitionTable.state).where(PetitionTable.number == number)).one()

    @contextmanager
    def _crashing(self) -> Iterator[None]:
        """Let any flush or commit of this time be where the process dies.

        Not for ever at the same happening: a sweep after an outage of days flushes some hundred times in one
        transaction, and no try of it would get through.
        """

        def die(*_: object) -> None:
            if self._crashes_left and self._random.random() < self.crash_share:
                raise CrashError

        for moment in ("after_flush", "before_commit"):
            event.listen(Session, moment, die)
        try:
            yield
        finally:
            for moment in ("after_flush", "before_commit"):
                event.remove(Session, moment, die)
