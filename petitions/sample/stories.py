"""The stories of the sample petitions: what happened to each, in working days relative to the day of loading."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import resources
from typing import Any

from core.calendar import WorkingDayCalendar
from core.clock import SHANGHAI
from petitions.types import Channel, Contact, Identity, Nature, PetitionDraft


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing that happens: `do` names it, `values` are its own. Scenes of all stories play in order of time."""

    at: datetime
    story: int
    do: str
    values: dict[str, Any]


def load_stories() -> list[dict[str, Any]]:
    """Return the stories as they stand in the file, oldest first."""
    text = (resources.files("petitions.sample") / "stories.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def scenes(stories: list[dict[str, Any]], calendar: WorkingDayCalendar, today: date) -> list[Scene]:
    """Return every scene in order of time. The last day played is the last working day before `today`.

    A story begins `ago` working days before that day; its steps come `day` working days after its beginning.
    """
    days = working_days_before(calendar, today, 1 + max((story["ago"] for story in stories), default=0))
    found = [scene for number, story in enumerate(stories) for scene in _scenes(number, story, days)]
    return sorted(found, key=lambda scene: scene.at)  # stable: what happens at one time stays in order of the file


def working_days_before(calendar: WorkingDayCalendar, today: date, count: int) -> list[date]:
    """Return the last `count` working days before `today`, the latest first."""
    days = [_working_day_before(calendar, today)]
    while len(days) < count:
        days.append(_working_day_before(calendar, days[-1]))
    return days


def draft_of(story: dict[str, Any]) -> PetitionDraft:
    """Return the petition that a story begins with."""
    identity = Identity(story["identity"])
    return PetitionDraft(
        title=story["title"],
        content=story["content"],
        demand=story.get("demand", ""),
        contact=Contact() if identity is Identity.ANONYMOUS else Contact(story["contact"], story["phone"]),
        enterprise_name="" if identity is Identity.ANONYMOUS else story["enterprise"],
        credit_code="" if identity is Identity.ANONYMOUS else story["credit_code"],
        identity=identity,
        nature=Nature(story["nature"]),
        is_policy_query=story.get("is_policy_query", False),
        category_code=story["category_code"],
        channel=Channel(story["channel"]),
        consent=True,
    )


def _scenes(number: int, story: dict[str, Any], days_back: list[date]) -> Iterator[Scene]:
    ago = story["ago"]
    yield Scene(at_time(days_back[ago], story["at"]), number, "file", {})
    for step in story["steps"]:
        values = {key: value for key, value in step.items() if key not in {"do", "day", "at"}}
        yield Scene(at_time(days_back[ago - step["day"]], step["at"]), number, step["do"], values)


def at_time(day: date, clock_time: str) -> datetime:
    """Return a time of a day in Shanghai, given as "09:35"."""
    return datetime.combine(day, time.fromisoformat(clock_time), SHANGHAI)


def _working_day_before(calendar: WorkingDayCalendar, day: date) -> date:
    day -= timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day
