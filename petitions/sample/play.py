"""Plays the stories: every step goes through the petition service, on a clock that is moved from scene to scene."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, get_type_hints

from sqlalchemy.orm import Session

from core.actors import GUEST, Actor, Role
from core.clock import FixedClock
from petitions.commands import STAFF_COMMANDS
from petitions.repository import PetitionRepository
from petitions.sample.stories import Scene, draft_of
from petitions.service import PetitionService
from petitions.types import Channel, Petition

_BY = {
    Role.HANDLER: {"sign", "reply", "request_return", "request_transfer", "request_material", "request_extension",
                   "add_assist", "finish_assist"},
    Role.SUPERVISOR: {"close_as_explained", "reopen"},
    Role.AGENT: {"follow_up", "answer_directly"},
}  # fmt: skip
"""Who takes which step; the dispatcher takes all others."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts: one person per role; the handler is always one of the department that has the petition.

    `find_entry` gives the id of the published entry with this title, for answers that cite it.
    """

    staff: Mapping[Role, Actor]
    departments: Mapping[str, str]
    find_entry: Callable[[Session, str], str]

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
    _numbers: dict[str, str] = field(default_factory=dict)  # by title

    def play(self, session: Session, scenes: list[Scene]) -> None:
        """Perform all scenes in their order; raises whatever the service refuses, because the stories must be legal."""
        for scene in scenes:
            self.clock.advance_to(scene.at)
            story, values = self.stories[scene.story], scene.values
            if scene.do == "file":
                self._file(session, story)
            elif scene.do in ("rate", "withdraw"):
                number, tail = self._numbers[story["title"]], story["phone"]
                getattr(self.service, scene.do)(session, number, tail, **values)
            else:
                self._step(session, story, scene.do, dict(values))

    def _file(self, session: Session, story: dict[str, Any]) -> None:
        draft = draft_of(story)
        by = GUEST if draft.channel is Channel.WIDGET else self.cast.staff[Role.AGENT]
        self._numbers[story["title"]] = self.service.file(session, draft, by).number

    def _step(self, session: Session, story: dict[str, Any], do: str, values: dict[str, Any]) -> None:
        number = self._numbers[story["title"]]
        petition = PetitionRepository().get(session, number)
        assert petition is not None
        actor = self._actor(do, petition, values.pop("by", None))
        if "master" in values:
            values["master_number"] = self._numbers[values.pop("master")]
        if "cited" in values:
            values["citations"] = [self.cast.find_entry(session, title) for title in values.pop("cited")]
        told = story if do == "accept" else {}
        getattr(self.service, do)(session, number, _command(do, {**told, **values, "lock": petition.lock}), actor)

    def _actor(self, do: str, petition: Petition, department_code: str | None) -> Actor:
        role = next((role for role, steps in _BY.items() if do in steps), Role.DISPATCHER)
        if role is not Role.HANDLER:
            return self.cast.staff[role]
        return self.cast.handler(department_code or petition.lead_department_code or "")


def _command(do: str, told: Mapping[str, Any]) -> Any:
    """Return the step's command from what the story tells: its own fields only, codes as what they stand for."""
    kind = STAFF_COMMANDS[do]
    hints = get_type_hints(kind)
    return kind(**{f.name: _typed(hints[f.name], told[f.name]) for f in fields(kind) if f.name in told})


def _typed(hint: Any, value: Any) -> Any:
    for choice in getattr(hint, "__args__", (hint,)):
        if isinstance(choice, type) and issubclass(choice, StrEnum):
            return choice(value)
    return tuple(value) if isinstance(value, list) else value
