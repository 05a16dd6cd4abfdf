"""The sweep on a real database: what fires when, to whom, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select, update

from core.actors import SYSTEM
from core.clock import SHANGHAI
from petitions.alerts.repository import AlertRepository
from petitions.alerts.sweep import Sweep, SweepReport
from petitions.alerts.tables import AccountabilityTable, AlertPlanTable
from petitions.alerts.types import Alert
from petitions.build import build_sweep
from petitions.tables import PetitionEventTable, PetitionTable
from petitions.types import Nature, State


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def sweep(office) -> Sweep:
    return build_sweep(office.database, office.service)


@pytest.fixture
def sweep_at(office, sweep: Sweep) -> Callable[[str], SweepReport]:
    def run(moment: str) -> SweepReport:
        office.clock.advance_to(at(moment))
        return sweep.run()

    return run


def alerts(office) -> list[Alert]:
    with office.database.reading() as session:
        ids = session.scalars(select(PetitionTable.id).order_by(PetitionTable.number)).all()
        return [alert for petition_id in ids for alert in AlertRepository().of_petition(session, petition_id)]


def kinds(office) -> list[str]:
    return [alert.kind.value for alert in alerts(office)]


def processing(office) -> str:
    """A complaint of 2026-11-18, due on 11-25, orange after 11-30, red after 12-02."""
    number = office.file().number
    office.accept(number)
    office.dispatch(number)
    office.sign(number)
    return number


def test_each_level_fires_once_at_its_time_to_its_recipients(office, sweep_at) -> None:
    processing(office)
    assert sweep_at("2026-11-23 13:00").raised == {}
    assert sweep_at("2026-11-23 13:01").raised == {"half_time": 1}
    assert sweep_at("2026-11-24 17:01").raised == {"day_before": 1}
    assert sweep_at("2026-11-25 17:00").raised == {}
    assert sweep_at("2026-11-25 17:01").raised == {"yellow": 1}
    assert sweep_at("2026-11-26 09:00").raised == {}
    assert sweep_at("2026-11-30 17:01").raised == {"orange": 1}
    assert sweep_at("2026-12-02 17:01").raised == {"red": 1}
    assert sweep_at("2026-12-20 10:00").raised == {}
    handlers = "department:human-resources"
    assert [[str(recipient) for recipient in alert.recipients] for alert in alerts(office)] == [
        [handlers],
        [handlers],
        [handlers, "supervisor:1"],
        [handlers, "supervisor:2"],
        [handlers, "supervisor:3"],
    ]


def test_after_an_outage_missed_levels_fire_in_order_with_the_time_they_were_due(office, sweep_at) -> None:
    processing(office)
    sweep_at("2026-12-10 10:00")
    assert [(a.kind.value, a.due_at, a.raised_at) for a in alerts(office)] == [
        ("yellow", at("2026-11-25 17:00"), at("2026-12-10 10:00")),
        ("orange", at("2026-11-30 17:00"), at("2026-12-10 10:00")),
        ("red", at("2026-12-02 17:00"), at("2026-12-10 10:00")),
    ]


def test_red_raises_a_flag_for_a_human_and_decides_nothing(office, sweep_at) -> None:
    processing(office)
    sweep_at("2026-12-02 17:01")
    with office.database.reading() as session:
        flag = session.scalars(select(AccountabilityTable)).one()
        assert (flag.department_code, flag.verdict) == ("human-resources", None)


def test_a_level_reached_before_the_answer_is_raised_although_no_sweep_came_between(office, sweep_at) -> None:
    number = processing(office)
    office.clock.advance_to(at("2026-12-01 10:00"))
    office.reply(number)
    assert kinds(office) == ["yellow", "orange"]
    office.rate(number, 1)  # opens the second cycle, with a clock of its own
    sweep_at("2026-12-08 17:01")
    assert kinds(office) == ["yellow", "orange", "unsigned", "yellow"]
    assert [alert.cycle for alert in alerts(office)] == [1, 1, 2, 2]


def test_nothing_fires_while_material_is_awaited(office, sweep_at) -> None:
    processing(office)
    with office.database.unit_of_work() as session:
        session.execute(update(PetitionTable).values(state=State.AWAITING.value))
    assert sweep_at("2026-12-20 10:00").raised == {}


def test_a_deadline_moved_by_whoever_is_planned_anew_and_keeps_what_was_reached(office, sweep_at) -> None:
    processing(office)
    sweep_at("2026-11-25 17:01")
    later = {"due_at": at("2026-11-27 17:00"), "orange_after": at("2026-12-02 17:00")}
    with office.database.unit_of_work() as session:
        session.execute(update(PetitionTable).values(later | {"red_after": at("2026-12-04 17:00")}))
    assert sweep_at("2026-12-01 10:00").raised == {}
    assert sweep_at("2026-12-02 17:01").raised == {"orange": 1}
    with office.database.reading() as session:
        assert session.scalars(select(AlertPlanTable.next_at)).one() == at("2026-12-04 17:00")


def test_a_clock_that_jumps_back_fires_nothing_twice(office, sweep_at) -> None:
    processing(office)
    sweep_at("2026-11-25 17:01")
    assert sweep_at("2026-11-20 09:00").raised == {}
    assert sweep_at("2026-11-25 17:01").raised == {}


def test_nobody_accepted_and_nobody_signed(office, sweep_at) -> None:
    waiting = office.file().number
    number = office.file().number
    office.accept(number)
    office.dispatch(number)  # to be signed by 11-19 09:46
    assert sweep_at("2026-11-19 17:01").raised == {"unsigned": 1, "unaccepted": 1}
    assert sweep_at("2026-11-19 17:30").raised == {}
    told = {alert.kind.value: [str(recipient) for recipient in alert.recipients] for alert in alerts(office)}
    assert told == {
        "unaccepted": ["role:DSP", "supervisor:1"],
        "unsigned": ["role:DSP", "department:human-resources"],
    }
    office.accept(waiting)


def test_a_request_to_send_back_without_a_ruling_is_told_after_one_working_day(office, sweep_at) -> None:
    number = office.file().number
    office.accept(number)
    office.dispatch(number)
    office.do("request_return", number, office.handler, reason="不属职责")
    assert "ruling_overdue" not in sweep_at("2026-11-19 17:00").raised
    assert sweep_at("2026-11-19 17:01").raised == {"ruling_overdue": 1}
    assert sweep_at("2026-11-19 18:00").raised == {}


@pytest.mark.parametrize(
    ("step", "fields"),
    [("request_transfer", {"reason": "不属职责"}), ("request_extension", {"days": 1, "reason": "核查"})],
)
def test_a_transfer_or_extension_nobody_rules_on_is_told_once_to_dispatchers_and_supervisors(
    office, sweep_at, step: str, fields: dict[str, object]
) -> None:
    number = office.processing()
    office.do(step, number, office.handler, **fields)
    assert sweep_at("2026-11-19 17:00").raised == {}
    assert sweep_at("2026-11-19 17:01").raised["ruling_overdue"] == 1
    assert sweep_at("2026-11-19 18:00").raised == {}
    (told,) = [alert for alert in alerts(office) if alert.kind.value == "ruling_overdue"]
    assert [str(recipient) for recipient in told.recipients] == ["role:DSP", "supervisor:1"]


def test_a_ruling_in_time_or_a_request_that_lapsed_is_no_alert(office, sweep_at) -> None:
    ruled, lapsed = office.processing(), office.processing()
    office.do("request_transfer", ruled, office.handler, reason="不属职责")
    office.do("deny_transfer", ruled, reason="仍由你局办")
    office.do("request_transfer", lapsed, office.handler, reason="不属职责")
    office.reply(lapsed)
    assert "ruling_overdue" not in sweep_at("2026-11-20 17:01").raised


def test_material_that_does_not_come_is_told_after_ten_working_days(office, sweep_at) -> None:
    processing(office)
    with office.database.unit_of_work() as session:
        session.execute(update(PetitionTable).values(state=State.AWAITING.value))
    _happened(office, "material_requested", State.AWAITING)
    assert sweep_at("2026-12-02 17:00").raised == {}
    assert sweep_at("2026-12-02 17:01").raised == {"material_overdue": 1}
    assert sweep_at("2026-12-09 17:01").raised == {}


def test_an_answer_nobody_rated_is_closed_after_five_working_days(office, sweep_at) -> None:
    number = office.answered()
    assert sweep_at("2026-11-25 17:00").closed == 0
    assert sweep_at("2026-11-25 17:01").closed == 1
    assert office.detail(number).state == "closed"


def test_an_answer_that_waits_for_consultation_is_not_closed(office, sweep_at) -> None:
    number = office.answered()
    for _ in range(2):
        office.rate(number, 1)
        office.sign(number)
        office.reply(number)
    office.rate(number, 1)
    assert sweep_at("2027-01-20 10:00").closed == 0


def test_a_petition_that_cannot_be_settled_keeps_no_other_waiting(office, sweep_at) -> None:
    broken, fine = processing(office), processing(office)
    with office.database.unit_of_work() as session:
        row = session.scalars(select(PetitionTable).where(PetitionTable.number == broken)).one()
        row.start_day, row.due_at = date(1800, 1, 1), at("1800-01-03 17:00")
    report = sweep_at("2026-11-25 17:01")
    assert report.failed == 1
    assert office.detail(fine).alert == "yellow"
    assert report.raised == {"yellow": 1}


def test_praise_is_timed_like_the_rest(office, sweep_at) -> None:
    number = office.file(nature=Nature.PRAISE).number
    office.accept(number, nature=Nature.PRAISE)
    assert sweep_at("2026-11-25 17:01").raised["yellow"] == 1


def _happened(office, code: str, state: State) -> None:
    with office.database.unit_of_work() as session:
        row = session.scalars(select(PetitionTable)).one()
        session.add(
            PetitionEventTable(
                petition_id=row.id,
                rule="T7",
                code=code,
                at=office.clock.now(),
                actor_id=SYSTEM.id,
                actor_name=SYSTEM.name,
                from_state=state.value,
                to_state=state.value,
                params={},
            )
        )
