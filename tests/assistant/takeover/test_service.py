"""Asking for a person and what agents do, on a database of its own and a clock that is moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from assistant.errors import ConversationNotFoundError
from assistant.tables import ConversationRow
from assistant.takeover.errors import (
    AlreadyTakenError,
    HandOverNotFoundError,
    HeldByAnotherError,
    NobodyOnDutyError,
    NotHeldError,
)
from assistant.takeover.service import TakeoverService
from assistant.takeover.tables import HandOverRow, SaidRow
from assistant.takeover.types import Attendance, HandOver, HandOverState, PetitionProposal, TakeoverRules
from core import audit
from core.actors import Actor, Role
from core.clock import FixedClock
from core.database import Database

LILY = Actor("acc_lily", "莉莉", frozenset({Role.AGENT}))
ROSE = Actor("acc_rose", "小玫", frozenset({Role.AGENT}))
TALK = "cnv_1"

Do = Callable[..., Any]


class Hours:
    """Working time that a test opens and closes."""

    hours = "工作日 9:00—17:00"
    is_now = True

    def is_open(self, session: Session, at: datetime) -> bool:
        return self.is_now


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def service(clock: FixedClock, hours: Hours) -> TakeoverService:
    return TakeoverService(clock, hours, TakeoverRules(wait_seconds=180, presence_seconds=90, away_seconds=300))


@pytest.fixture
def do(database: Database, service: TakeoverService, clock: FixedClock) -> Do:
    """Call a method of the service in a unit of work of its own; there are two conversations."""
    with database.unit_of_work() as session:
        for key in (TALK, "cnv_2"):
            session.execute(insert(ConversationRow).values(id=key, started_at=clock.now()))

    def call(method: str, *args: Any, **values: Any) -> Any:
        with database.unit_of_work() as session:
            return getattr(service, method)(session, *args, **values)

    return call


@pytest.fixture
def waiting(do: Do) -> HandOver:
    """A conversation that waits while an agent is on duty."""
    do("be_present", LILY, is_on_duty=True)
    asked: HandOver = do("ask", TALK)
    return asked


def later(clock: FixedClock, seconds: float) -> None:
    clock.advance_to(clock.now() + timedelta(seconds=seconds))


def test_a_person_comes_only_in_working_hours_and_while_an_agent_on_duty_was_heard_of(
    do: Do, hours: Hours, clock: FixedClock
) -> None:
    assert do("attendance") is Attendance.NOBODY
    with pytest.raises(NobodyOnDutyError, match="没有人工客服在线"):
        do("ask", TALK)
    do("be_present", LILY, is_on_duty=True)
    assert do("attendance") is Attendance.ATTENDED
    hours.is_now = False
    assert do("attendance") is Attendance.CLOSED
    with pytest.raises(NobodyOnDutyError, match="工作日 9:00—17:00"):
        do("ask", TALK)
    hours.is_now = True
    later(clock, 90)
    assert do("attendance") is Attendance.ATTENDED
    later(clock, 1)
    assert do("attendance") is Attendance.NOBODY
    do("be_present", LILY, is_on_duty=False)
    assert do("attendance") is Attendance.NOBODY


def test_a_page_that_is_still_there_keeps_an_agent_on_duty_and_undoes_no_switch(do: Do, clock: FixedClock) -> None:
    do("be_present", LILY, is_on_duty=True)
    later(clock, 60)
    do("be_present", LILY, is_on_duty=None)
    later(clock, 60)
    assert do("attendance") is Attendance.ATTENDED
    do("be_present", LILY, is_on_duty=False)
    do("be_present", LILY, is_on_duty=None)  # sent before the switch, and slower
    assert do("attendance") is Attendance.NOBODY


def test_asking_twice_waits_once_and_nobody_waits_without_a_conversation(do: Do, waiting: HandOver) -> None:
    assert do("ask", TALK) == waiting
    with pytest.raises(ConversationNotFoundError):
        do("ask", "cnv_none")
    with pytest.raises(ConversationNotFoundError):
        do("talk", "cnv_none")


def test_who_asked_first_stands_first(do: Do, waiting: HandOver, clock: FixedClock) -> None:
    later(clock, 1)
    second = do("ask", "cnv_2")
    assert (do("talk", TALK).ahead, do("talk", "cnv_2").ahead) == (0, 1)
    assert [each.id for each in do("desk", ROSE).waiting] == [waiting.id, second.id]


def test_the_second_taker_is_told_who_was_faster(do: Do, waiting: HandOver) -> None:
    taken = do("take", waiting.id, LILY)
    assert (taken.state, taken.agent_number) == (HandOverState.HELD, 1)
    with pytest.raises(AlreadyTakenError, match="莉莉"):
        do("take", waiting.id, ROSE)
    with pytest.raises(HandOverNotFoundError):
        do("take", "hov_none", ROSE)
    assert do("desk", LILY).mine == (taken,)
    assert do("desk", ROSE).mine == ()


def test_of_two_who_read_the_same_state_one_takes_it(
    database: Database, service: TakeoverService, waiting: HandOver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both looked while it waited: the write itself decides, not what was read before it."""
    with database.unit_of_work() as session:
        service.take(session, waiting.id, LILY)
    found = service._found
    answers = iter([waiting])
    monkeypatch.setattr(service, "_found", lambda session, key: next(answers, None) or found(session, key))
    with pytest.raises(AlreadyTakenError, match="莉莉"), database.unit_of_work() as session:
        service.take(session, waiting.id, ROSE)


def test_messages_go_both_ways_masked_once_and_in_order(do: Do, waiting: HandOver) -> None:
    with pytest.raises(NotHeldError):
        do("say", TALK, "有人吗", key="enterprise-0")
    do("take", waiting.id, LILY)
    first = do("say", TALK, "我的电话是 13900001234", key="enterprise-1")
    assert do("say", TALK, "我的电话是 13900001234", key="enterprise-1") == first
    office = "0512-68750000"
    do("reply", waiting.id, LILY, f"请打 {office}，不是 13900001234", key="agent-0001", official_contacts=[office])
    said = do("talk", TALK).said
    assert [(each.author, each.text) for each in said] == [
        ("enterprise", "我的电话是 139****1234"),
        ("agent", f"请打 {office}，不是 139****1234"),
    ]
    assert [each.text for each in do("talk", TALK, after=first.number).said] == [said[1].text]
    assert said[1].agent_number == 1


def test_a_conversation_belongs_to_who_took_it(do: Do, waiting: HandOver) -> None:
    do("take", waiting.id, LILY)
    steps: tuple[tuple[str, tuple[Any, ...], dict[str, Any]], ...] = (
        ("open_for", (), {}),
        ("reply", ("您好",), {"key": "rose-0001"}),
        ("give_back", (), {}),
        ("propose_petition", (PetitionProposal("标题", "内容"),), {}),
    )
    for method, more, values in steps:
        with pytest.raises(HeldByAnotherError):
            do(method, waiting.id, ROSE, *more, **values)
    assert do("give_back", waiting.id, LILY).state is HandOverState.RETURNED
    for method, more, values in steps[1:]:
        with pytest.raises(NotHeldError):
            do(method, waiting.id, LILY, *more, **values)


def test_after_giving_back_a_person_can_be_asked_for_again(do: Do, waiting: HandOver, clock: FixedClock) -> None:
    do("take", waiting.id, LILY)
    assert do("is_held", TALK)
    do("give_back", waiting.id, LILY)
    assert not do("is_held", TALK)
    later(clock, 1)
    assert do("ask", TALK).id != waiting.id


def test_the_enterprise_leaves_the_queue_or_lets_the_agent_go(do: Do, waiting: HandOver, clock: FixedClock) -> None:
    assert do("leave", TALK).state is HandOverState.CANCELLED
    with pytest.raises(NotHeldError):
        do("leave", TALK)
    with pytest.raises(AlreadyTakenError, match="不在等待"):
        do("take", waiting.id, LILY)
    later(clock, 1)
    again = do("ask", TALK)
    do("take", again.id, LILY)
    assert do("leave", TALK).state is HandOverState.CLOSED


def test_a_petition_is_proposed_with_personal_data_masked(do: Do, waiting: HandOver) -> None:
    do("take", waiting.id, LILY)
    ended = do("propose_petition", waiting.id, LILY, PetitionProposal(" 贴息未到账 ", "电话 13900001234，贴息未到账"))
    assert ended.state is HandOverState.FILED
    assert ended.proposal == PetitionProposal("贴息未到账", "电话 139****1234，贴息未到账")


def test_who_waits_in_vain_is_released_after_the_time_of_the_setting(
    do: Do, waiting: HandOver, clock: FixedClock
) -> None:
    later(clock, 179)
    assert not do("is_sweep_due")
    assert do("sweep") == 0
    later(clock, 1)
    assert do("is_sweep_due")
    assert do("sweep") == 1
    assert do("talk", TALK).hand_over.state is HandOverState.TIMED_OUT
    assert do("sweep") == 0


def test_what_an_agent_left_behind_goes_back_to_the_assistant(do: Do, waiting: HandOver, clock: FixedClock) -> None:
    do("take", waiting.id, LILY)
    for _ in range(3):
        later(clock, 200)
        do("be_present", LILY, is_on_duty=False)  # off duty, but the page with the conversation is still open
        assert do("sweep") == 0
    later(clock, 301)
    assert do("sweep") == 1
    assert do("talk", TALK).hand_over.state is HandOverState.RETURNED


def test_service_numbers_are_given_once_and_say_nothing_else(do: Do) -> None:
    for actor in (ROSE, LILY, ROSE):
        do("be_present", actor, is_on_duty=True)
    assert [do("desk", actor).presence.number for actor in (ROSE, LILY)] == [1, 2]


def test_every_step_is_audited_and_a_heartbeat_is_not(do: Do, waiting: HandOver, database: Database) -> None:
    do("be_present", LILY, is_on_duty=True)
    do("take", waiting.id, LILY)
    do("give_back", waiting.id, LILY)
    do("be_present", LILY, is_on_duty=False)
    with database.reading() as session:
        rows = session.scalars(select(audit.AuditRow).order_by(audit.AuditRow.sequence)).all()
        done = [(row.action, row.actor_id) for row in rows]
        assert audit.verify(session).is_intact
    assert done == [
        ("agent.on_duty", LILY.id),
        ("hand_over.ask", "guest"),
        ("hand_over.take", LILY.id),
        ("hand_over.give_back", LILY.id),
        ("agent.off_duty", LILY.id),
    ]


def test_all_of_it_goes_with_the_conversation(do: Do, waiting: HandOver, database: Database) -> None:
    do("take", waiting.id, LILY)
    do("say", TALK, "您好", key="enterprise-1")
    with database.unit_of_work() as session:
        session.delete(session.get_one(ConversationRow, TALK))
    with database.reading() as session:
        assert session.scalars(select(HandOverRow)).all() == []
        assert session.scalars(select(SaidRow)).all() == []
