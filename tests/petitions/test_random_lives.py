"""Random lives of petitions through the service: whatever is tried in whatever order, nothing is lost or half done."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from core import audit
from core.actors import Actor
from core.clock import SHANGHAI
from core.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError, TooManyRequestsError
from core.outbox import OutboxRow
from petitions.commands import STAFF_COMMANDS
from petitions.states import TRANSITIONS
from petitions.tables import PetitionEventTable, PetitionTable, TicketTable
from petitions.types import Nature, RefusalCode, Resolution, State

FIELDS: dict[str, dict[str, Any]] = {
    "accept": {"category_code": "04-1", "nature": Nature.HELP},
    "merge": {"master_number": "SQ202611180001"},
    "link_cluster": {"title": "补贴拨付延迟"},
    "dispatch": {"lead_department_code": "human-resources", "assist_department_codes": ("treasury",)},
    "transfer": {"lead_department_code": "treasury"},
    "request_return": {"reason": "不属职责"},
    "request_transfer": {"reason": "不属职责"},
    "deny_transfer": {"reason": "仍由你局办"},
    "add_assist": {"department_codes": ("CEN",)},
    "finish_assist": {"result": "已核对"},
    "consult": {
        "department_codes": ("human-resources", "treasury"),
        "minutes": "已会商",
        "lead_department_code": "treasury",
    },
    "request_material": {"items": ("营业执照",), "reason": "核验"},
    "supply": {"text": "已收到"},
    "resume": {"reason": "久等"},
    "close_unsupplied": {"reason": "久等"},
    "request_extension": {"days": 2, "reason": "核查"},
    "reject_reply": {"reason": "不完整"},
    "close_as_explained": {"reason": "政策所限"},
    "reopen": {"reason": "新证据"},
    "reclassify": {"reason": "误分", "nature": Nature.SUGGESTION},
    "refuse": {"reason_code": RefusalCode.OUT_OF_DUTY, "channel_text": "请拨打 12345"},
    "answer_directly": {"text": "见办法", "citations": ("pol_missing",)},
}
REPLY = {"resolution": Resolution.RESOLVED, "no_basis_reason": "情况说明"}
REPLIES: tuple[dict[str, Any], ...] = (
    {"text": "补贴申请已核实，本月拨付。"},
    {"text": "补贴申请退回系材料缺页，已重新受理。"},
    {"text": "已收悉"},  # does not answer: the check of replies refuses it
    {"text": "已收悉", "override_reason": "电话已逐条答复"},
)
ODDS = {
    "accept": 4.0,
    "dispatch": 4.0,
    "sign": 3.0,
    "finish_assist": 4.0,
    "reply": 8.0,
    "close_unsupplied": 0.3,
    "answer_directly": 0.3,
    "consult": 0.1,
    "link_cluster": 0.2,
    "reclassify": 0.2,
    "withdraw": 0.1,
    "refuse": 0.02,
    "merge": 0.02,
}
PETITIONER: dict[str, tuple[object, ...]] = {
    "withdraw": ("已解决",),
    "rate": (),
    "remind": (),
    "supply_as_petitioner": ("已上传",),
    "reopen_as_petitioner": ("新情况",),
}


def fields_of(step: str, chance: random.Random) -> dict[str, Any]:
    if step.startswith("rule_on"):
        return {"is_granted": chance.random() < 0.6, "reason": "经核"}
    if step == "follow_up":
        return {"is_reached": chance.random() < 0.4}
    if step == "reply":
        return REPLY | chance.choice(REPLIES)
    return FIELDS.get(step, {})


def try_something(office, number: str, chance: random.Random) -> None:
    """Somebody tries something, fitting or not; a refusal must be a clear one."""
    actors = [office.dispatcher, office.handler, office.other_handler, office.supervisor, office.agent]
    kind = chance.random()
    if kind < 0.12:
        step = chance.choices(list(PETITIONER), [ODDS.get(step, 1.0) for step in PETITIONER])[0]
        values = (chance.randint(1, 5),) if step == "rate" else PETITIONER[step]
        office.petitioner_does(step, number, *values)
        return
    chance.shuffle(actors)
    actor, steps = next(
        ((actor, steps) for actor in actors if (steps := offered(office, number, actor))), (actors[0], [])
    )
    if kind < 0.3 or not steps:
        steps = list(STAFF_COMMANDS)
    step = chance.choices(steps, [ODDS.get(step, 1.0) for step in steps])[0]
    office.do(step, number, actor, **fields_of(step, chance))


def offered(office, number: str, actor: Actor) -> list[str]:
    """Return the steps that the page of a petition offers somebody; none to who may not see it."""
    try:
        return [step for step in office.detail(number, actor).allowed if step in STAFF_COMMANDS]
    except NotFoundError:
        return []


def live(office, seed: str, petitions: int, tries: int) -> Counter[str]:
    chance, refused = random.Random(seed), Counter[str]()
    numbers = [office.file(credit_code="").number for _ in range(petitions)]
    for _ in range(petitions * tries):
        office.clock.advance_to(office.clock.now() + timedelta(minutes=chance.randrange(300)))
        number = chance.choice(numbers)
        before = office.detail(number)
        try:
            try_something(office, number, chance)
        except (ConflictError, InvalidInputError, NotAllowedError, NotFoundError, TooManyRequestsError) as error:
            refused[error.code] += 1
            assert office.detail(number) == before
    return refused


def check(office) -> int:
    """Return how many events there are, each of them a row of the table, audited and on the outbox."""
    listed = {(row.rule, row.event, state, row.target or state) for row in TRANSITIONS for state in row.sources}
    calendar = office.service.steps.deadlines
    with office.database.reading() as session:
        events = list(session.scalars(select(PetitionEventTable).order_by(PetitionEventTable.id)))
        for petition in session.scalars(select(PetitionTable)):
            own = [event for event in events if event.petition_id == petition.id]
            assert own[-1].to_state == petition.state
            assert petition.lock >= len(own)  # what was merged into it moves along without an event
            assert all(one.to_state == two.from_state for one, two in itertools.pairwise(own))
            assert all(one.at <= two.at for one, two in itertools.pairwise(own))
            assert petition.is_pending is (petition.stopped_at is None)
            if petition.due_at is not None:
                assert calendar(session).calendar.is_working_day(petition.due_at.astimezone(SHANGHAI).date())
            if petition.state in ("closed", "withdrawn", "merged", "refused", "answered"):
                open_tickets = select(func.count()).where(
                    TicketTable.petition_id == petition.id, TicketTable.finished_at.is_(None)
                )
                assert session.scalar(open_tickets) == 0, petition.state
        found = {(e.rule, e.code, State(e.from_state), State(e.to_state)) for e in events}
        assert found <= listed
        told = session.scalars(select(OutboxRow.payload).where(OutboxRow.topic.startswith("petition.")))
        assert sum("state" in payload for payload in told) == len(events)
        report = audit.verify(session)
        assert report.is_intact
        assert report.count >= len(events)
    return len(events)


def ends(office) -> set[State]:
    """Return the states that lives came to."""
    with office.database.reading() as session:
        return {State(state) for state in session.scalars(select(PetitionEventTable.to_state))}


def test_forty_random_lives_leave_a_whole_trail(office) -> None:
    refused = live(office, "forty", petitions=40, tries=12)
    assert check(office) > 250
    assert "transition_refused" in refused
    assert State.ANSWERED in ends(office)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(25))
def test_two_hundred_random_lives_at_a_time_leave_a_whole_trail(office, seed: int) -> None:
    """5,000 petitions in all."""
    live(office, f"long-{seed}", petitions=200, tries=12)
    assert check(office) > 1200
    assert ends(office) >= {State.ANSWERED, State.WITHDRAWN, State.ACCEPTED, State.PROCESSING}


def test_two_handlers_answering_at_once_leave_one_answer(office) -> None:
    number = office.processing()
    lock = office.lock(number)

    def answer(text: str) -> bool:
        try:
            office.reply(number, text=text, lock=lock)
        except (ConflictError, NotAllowedError):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(answer, ["甲：补贴本月拨付。", "乙：补贴下月拨付。"])) == [False, True]
    assert len(office.detail(number).replies) == 1


def test_a_clock_put_back_never_makes_a_step_older_than_the_one_before(office) -> None:
    number = office.accepted()
    due = office.detail(number).due_at
    office.clock.advance_to(office.clock.now() - timedelta(days=3))
    office.dispatch(number)
    office.sign(number)
    answered = office.reply(number)
    times = [event.at for event in answered.events]
    assert times == sorted(times)
    assert (answered.due_at, answered.alert) == (due, "none")
