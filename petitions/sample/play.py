"""Plays the stories: every step goes through the petition service, on a clock that is moved from scene to scene."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from core.actors import GUEST, Actor, Role
from core.clock import FixedClock
from petitions.commands import AcceptCommand, DispatchCommand, RefuseCommand, ReplyCommand, SignCommand
from petitions.repository import PetitionRepository
from petitions.sample.stories import Scene, draft_of
from petitions.service import PetitionService
from petitions.types import Channel, Nature, RefusalCode, Resolution


@dataclass(slots=True)
class Cast:
    """Who acts: one person per role; the handler is always one of the department that holds the ticket."""

    staff: Mapping[Role, Actor]
    departments: Mapping[str, str]

    def handler(self, department_code: str) -> Actor:
        """Return the sample's own handler if the department is theirs, else one named after the department."""
        own = self.staff[Role.HANDLER]
        if own.department_code == department_code:
            return own
        return Actor(
            f"sample-{department_code}", self.departments[department_code], frozenset({Role.HANDLER}), department_code
        )


@dataclass(slots=True)
class Player:
    """Performs scenes in the caller's unit of work."""

    service: PetitionService
    clock: FixedClock
    cast: Cast
    stories: list[dict[str, Any]]
    _numbers: dict[int, str] = field(default_factory=dict)
    _leads: dict[int, str] = field(default_factory=dict)

    def play(self, session: Session, scenes: list[Scene]) -> None:
        """Perform all scenes in their order; raises whatever the service refuses, because the stories must be legal."""
        for scene in scenes:
            self.clock.advance_to(scene.at)
            getattr(self, f"_{scene.do}")(session, scene.story, scene.values)

    def _file(self, session: Session, story: int, _values: dict[str, Any]) -> None:
        draft = draft_of(self.stories[story])
        by = GUEST if draft.channel is Channel.WIDGET else self.cast.staff[Role.AGENT]
        self._numbers[story] = self.service.file(session, draft, by).number

    def _accept(self, session: Session, story: int, values: dict[str, Any]) -> None:
        told = self.stories[story] | values
        command = AcceptCommand(
            category_code=told["category_code"],
            nature=Nature(told["nature"]),
            lock=self._lock(session, story),
            is_policy_query=told.get("is_policy_query", False),
        )
        self.service.accept(session, self._numbers[story], command, self._dispatcher)

    def _refuse(self, session: Session, story: int, values: dict[str, Any]) -> None:
        command = RefuseCommand(RefusalCode(values["reason_code"]), values["channel"], self._lock(session, story))
        self.service.refuse(session, self._numbers[story], command, self._dispatcher)

    def _dispatch(self, session: Session, story: int, values: dict[str, Any]) -> None:
        self._leads[story] = values["department"]
        command = DispatchCommand(values["department"], self._lock(session, story))
        self.service.dispatch(session, self._numbers[story], command, self._dispatcher)

    def _sign(self, session: Session, story: int, _values: dict[str, Any]) -> None:
        command = SignCommand(self._lock(session, story))
        self.service.sign(session, self._numbers[story], command, self._handler(story))

    def _reply(self, session: Session, story: int, values: dict[str, Any]) -> None:
        command = ReplyCommand(
            text=values["text"],
            resolution=Resolution(values["resolution"]),
            lock=self._lock(session, story),
            basis=tuple(values.get("basis", ())),
            no_basis_reason=values.get("no_basis_reason", ""),
        )
        self.service.reply(session, self._numbers[story], command, self._handler(story))

    def _rate(self, session: Session, story: int, values: dict[str, Any]) -> None:
        number, tail = self._numbers[story], self.stories[story]["phone"]
        self.service.rate(session, number, tail, values["stars"], values.get("comment", ""))

    def _withdraw(self, session: Session, story: int, values: dict[str, Any]) -> None:
        number, tail = self._numbers[story], self.stories[story]["phone"]
        self.service.withdraw(session, number, tail, values["reason"])

    @property
    def _dispatcher(self) -> Actor:
        return self.cast.staff[Role.DISPATCHER]

    def _handler(self, story: int) -> Actor:
        return self.cast.handler(self._leads[story])

    def _lock(self, session: Session, story: int) -> int:
        petition = PetitionRepository().get(session, self._numbers[story])
        assert petition is not None
        return petition.lock
