"""A year of petitions with outages and crashes: every level fires once, in order, to whom it concerns."""

from __future__ import annotations

from collections import defaultdict

import pytest
from sqlalchemy import text

from core import audit, outbox
from core.database import Database
from core.departments import Department, DepartmentRepository
from petitions.alerts.keeper import TOPIC
from petitions.alerts.repository import to_alert
from petitions.alerts.tables import AccountabilityTable, AlertTable
from petitions.alerts.types import COLOURS, LADDER, Alert, AlertKind
from tests.support.petition_year import PetitionYear

_TOLD = {
    AlertKind.YELLOW: "supervisor:1",
    AlertKind.ORANGE: "supervisor:2",
    AlertKind.RED: "supervisor:3",
}
_REMINDERS = (AlertKind.HALF_TIME, AlertKind.DAY_BEFORE)


@pytest.mark.parametrize(
    ("petitions", "days"), [(80, 30), pytest.param(10_000, 360, marks=[pytest.mark.long, pytest.mark.timeout(3600)])]
)
def test_a_year_with_crashes_raises_each_level_once_in_order_to_whom_it_concerns(
    database: Database, petitions: int, days: int
) -> None:
    with database.unit_of_work() as session:
        for code, name in (("CEN", "企服中心"), ("HR", "人力资源局"), ("FIN", "财政局")):
            DepartmentRepository().upsert(session, Department(code, name, is_last_resort=code == "CEN"))
    year = PetitionYear(database, petitions, days=days)
    year.play()
    assert year.crashes.total() > petitions / 10
    assert year.closed > 0

    ladders: dict[tuple[str, int], list[Alert]] = defaultdict(list)
    with database.reading() as session:
        everything = [to_alert(row) for row in session.query(AlertTable).order_by(AlertTable.id)]
        for alert in everything:
            if alert.kind in LADDER:
                ladders[alert.petition_id, alert.cycle].append(alert)
        flags = {(flag.petition_id, flag.cycle) for flag in session.query(AccountabilityTable)}
        told = [event.payload["alert_id"] for event in outbox.read_after(session, 0, topics=[TOPIC], limit=10**6)]
        report = audit.verify(session)

    for key, run in year.runs.items():
        raised, reached = ladders.pop(key, []), run.reached(year.until)
        colours = [alert.kind for alert in raised if alert.kind in COLOURS]
        assert colours == list(reached), (key, run)
        assert [alert.due_at for alert in raised] == sorted(alert.due_at for alert in raised)
        assert all(alert.due_at < alert.raised_at for alert in raised)
        for alert in raised:
            assert alert.due_at == reached.get(alert.kind, alert.due_at)
            assert alert.kind in COLOURS or run.is_before_due(alert.raised_at), "a reminder reminds of nothing"
            supervisors = [str(who) for who in alert.recipients if who.kind == "supervisor"]
            assert supervisors == [told for kind, told in _TOLD.items() if kind is alert.kind]
            assert {who.code for who in alert.recipients if who.kind == "department"} <= run.leads
        assert (key in flags) == (AlertKind.RED in colours)
    assert not ladders, "an alert was raised for a clock that never ran"
    kinds = {alert.kind for alert in everything}
    assert kinds >= {*COLOURS, *_REMINDERS, AlertKind.UNSIGNED, AlertKind.UNACCEPTED}
    assert set(year.steps) >= {"supply", "rule_on_extension", "transfer", "rule_on_return"}
    assert sorted(told) == [alert.id for alert in everything]
    assert report.is_intact

    with database.unit_of_work() as session:
        victim = report.count // 2
        session.execute(text("DROP TRIGGER audit_log_no_update"))
        session.execute(text("UPDATE audit_log SET action = 'x' WHERE sequence = :row"), {"row": victim})
    with database.reading() as session:
        assert audit.verify(session).broken_at == victim
