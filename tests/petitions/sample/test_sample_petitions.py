"""The petitions of the sample base: legal stories, every list with content, nothing in the future."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from api.runtime import Runtime
from api.sample import load_sample
from core import audit
from core.actors import Actor, Role
from core.calendar import WorkingDayCalendar
from core.clock import SHANGHAI
from core.masking import find_personal_data, is_credit_code
from petitions.sample.stories import load_stories, scenes
from petitions.tables import PetitionEventTable, PetitionTable
from petitions.types import AlertLevel, DeskQuery, State
from tests.support.sample import open_sample

DESK = Actor("u", "芒种", frozenset({Role.DISPATCHER}), "enterprise-services")


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with open_sample(Path(tmp_path_factory.mktemp("sample"))) as runtime:
        yield runtime


@pytest.fixture
def session(runtime: Runtime) -> Iterator[Session]:
    with runtime.database.reading() as session:
        yield session


def total(runtime: Runtime, session: Session, **query: object) -> int:
    return runtime.petitions.desk_list(session, DeskQuery(**query), DESK).total  # type: ignore[arg-type]


def test_there_are_seventy_six_over_about_three_months(runtime: Runtime, session: Session) -> None:
    assert total(runtime, session) == 76
    filed = [row.submitted_at for row in session.query(PetitionTable)]
    assert timedelta(days=80) <= max(filed) - min(filed) <= timedelta(days=110)


@pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFT}))
def test_every_state_has_a_petition(runtime: Runtime, session: Session, state: State) -> None:
    assert total(runtime, session, states=frozenset({state})) >= 1


@pytest.mark.parametrize("level", [AlertLevel.YELLOW, AlertLevel.ORANGE, AlertLevel.RED])
def test_every_alert_level_has_a_petition(runtime: Runtime, session: Session, level: AlertLevel) -> None:
    assert total(runtime, session, alert=level) >= 1


def test_nearly_every_row_of_the_table_has_happened(session: Session) -> None:
    happened = {event.rule for event in session.query(PetitionEventTable)}
    assert {f"T{n}" for n in range(1, 26)} - happened == {"T22"}  # supervising begins with the first sweep


def test_what_happened_lies_in_the_past_in_order_and_the_audit_chain_holds(runtime: Runtime, session: Session) -> None:
    events = session.query(PetitionEventTable).order_by(PetitionEventTable.id).all()
    assert [e.at for e in events] == sorted(e.at for e in events)
    assert events[-1].at.astimezone(SHANGHAI).date() < runtime.clock.today()
    assert audit.verify(session).is_intact


def test_numbers_run_through_each_day(session: Session) -> None:
    by_day = Counter(row.number[2:10] for row in session.query(PetitionTable))
    for day, count in by_day.items():
        numbers = sorted(row.number for row in session.query(PetitionTable) if row.number[2:10] == day)
        assert numbers == [f"SQ{day}{n:04d}" for n in range(1, count + 1)]


def test_loading_again_adds_none(runtime: Runtime) -> None:
    load_sample(runtime)
    with runtime.database.reading() as session:
        assert total(runtime, session) == 76


def test_nothing_in_the_texts_is_personal_and_every_credit_code_is_well_formed() -> None:
    for story in load_stories():
        texts = [story["title"], story["content"], story.get("demand", "")]
        texts += [str(value) for step in story["steps"] for value in step.values()]
        assert [find_personal_data(text) for text in texts if find_personal_data(text)] == []
        assert is_credit_code(story["credit_code"])
        assert story["phone"].startswith("1380000")


def test_no_scene_comes_on_a_rest_day_or_before_its_story_begins(runtime: Runtime) -> None:
    calendar = WorkingDayCalendar()
    begun: set[int] = set()
    for scene in scenes(load_stories(), calendar, runtime.clock.today()):
        assert calendar.is_working_day(scene.at.date())
        assert (scene.do == "file") == (scene.story not in begun)
        begun.add(scene.story)
