"""Plays what staff do about the hot issues of the sample base, on a clock that is moved from scene to scene."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any

from core.actors import Actor, Role
from core.calendar import WorkingDayCalendar
from core.clock import FixedClock
from core.database import Database
from petitions.sample.stories import at_time, working_days_before
from reports.issues.service import IssueService
from reports.issues.types import ISSUE_COMMANDS
from reports.issues.watch import IssueWatch


@dataclass(frozen=True, slots=True)
class IssueScene:
    """One thing that happens: a look for issues, or a step by the person of a role. `word` is in the issue's title."""

    at: datetime
    do: str
    word: str
    role: str
    values: dict[str, Any]


def load_issue_stories() -> list[dict[str, Any]]:
    """Return the stories as they stand in the file, the earliest first."""
    text = (resources.files("reports.sample") / "issues.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def issue_scenes(stories: list[dict[str, Any]], calendar: WorkingDayCalendar, today: date) -> list[IssueScene]:
    """Return every scene in order of time; `ago` counts working days back from the last one before `today`."""
    oldest = max(scene["ago"] for story in stories for scene in story["scenes"])
    days = working_days_before(calendar, today, oldest + 1)
    return sorted((scene for story in stories for scene in _scenes(story, days)), key=lambda scene: scene.at)


@dataclass(slots=True)
class IssuePlayer:
    """Performs scenes, each in a unit of work of its own."""

    database: Database
    clock: FixedClock
    service: IssueService
    watch: IssueWatch
    staff: Mapping[Role, Actor]

    def play(self, stories: list[dict[str, Any]], calendar: WorkingDayCalendar) -> None:
        """Perform all scenes up to today; raises whatever the service refuses, because the stories must be legal."""
        for scene in issue_scenes(stories, calendar, self.clock.today()):
            self.clock.advance_to(scene.at)
            if scene.do == "look":
                self.watch.run()
            else:
                self._take(scene)

    def _take(self, scene: IssueScene) -> None:
        actor = self.staff[Role(scene.role)]
        with self.database.unit_of_work() as session:
            _, _, found = self.service.page(session, self.staff[Role.ANALYST])
            issue = next((issue for issue in found if scene.word in issue.title), None)
            if issue is None:  # a long holiday lies between its voices: no seven days hold enough of them
                return
            values = scene.values | {"lock": issue.lock}
            if "due_in_days" in values:
                values["due_on"] = self.clock.today() + timedelta(days=values["due_in_days"])
            kind = ISSUE_COMMANDS[scene.do]
            command = kind(**{f.name: _frozen(values[f.name]) for f in fields(kind) if f.name in values})
            getattr(self.service, scene.do)(session, issue.id, command, actor)


def _scenes(story: dict[str, Any], days_back: list[date]) -> Iterator[IssueScene]:
    for scene in story["scenes"]:
        values = {key: value for key, value in scene.items() if key not in {"do", "role", "ago", "at"}}
        at = at_time(days_back[scene["ago"]], scene["at"])
        yield IssueScene(at, scene["do"], story["word"], scene.get("role", ""), values)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
