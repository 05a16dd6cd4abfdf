"""Raises the alerts of one petition: called by the sweep, and by every step before it moves the clock.

Because a step settles first, a level that was reached is raised even if the answer came before the next sweep.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from core import audit, outbox
from core.actors import SYSTEM
from core.errors import AppError
from petitions.alerts.ladder import ladder, still_to_raise
from petitions.alerts.repository import CLOCKED, AlertRepository
from petitions.alerts.types import COLOURS, SUPERVISION, WAITINGS, Alert, AlertKind, AlertPlan, PlannedAlert
from petitions.deadlines import DeadlineRules
from petitions.recipients import DISPATCHERS, Recipient, department, supervisors
from petitions.repository import PetitionRepository
from petitions.types import Petition, State, TicketRole, WorkRules

TOPIC = "petition.alert_raised"
_TO_DEPARTMENT = frozenset({AlertKind.HALF_TIME, AlertKind.DAY_BEFORE, AlertKind.UNSIGNED, AlertKind.YELLOW,
                            AlertKind.ORANGE, AlertKind.RED})  # fmt: skip
_TO_DISPATCHERS = frozenset({AlertKind.UNACCEPTED, AlertKind.UNSIGNED, AlertKind.RULING_OVERDUE,
                             AlertKind.MATERIAL_OVERDUE})  # fmt: skip


@dataclass(frozen=True, slots=True)
class AlertKeeper:
    """Decides what is due for a petition, and raises each alert once."""

    petitions: PetitionRepository = field(default_factory=PetitionRepository)
    alerts: AlertRepository = field(default_factory=AlertRepository)

    def settle(
        self, session: Session, petition: Petition, now: datetime, deadlines: DeadlineRules, *, reminds: bool = False
    ) -> list[Alert]:
        """Raise what became due before `now`, in the order in which it was due; return it.

        Reminders are raised only where `reminds`, and only before the due time: later they remind of nothing.
        """
        due = sorted(self._due(session, petition, now, deadlines, reminds=reminds), key=lambda planned: planned.at)
        if not due:
            return []
        told = self.alerts.raised(session, petition.id, petition.cycle)
        new = [planned for planned in due if (planned.kind, planned.subject) not in told]
        return [self._raise(session, petition, planned, now) for planned in new]

    def plan(self, session: Session, ids: Sequence[str], deadlines: DeadlineRules) -> None:
        """Note for many petitions at once when the next alert of their clock is due."""
        raised = self.alerts.raised_in(session, ids)
        plans = []
        for petition_id, cycle, clock in self.alerts.clocks(session, ids):
            try:
                left = still_to_raise(ladder(clock, deadlines), raised.get((petition_id, cycle), set()), is_due=False)
            except AppError:  # it fails again, and alone, when it is settled
                left = [PlannedAlert(AlertKind.YELLOW, clock.due_at)] if clock.due_at else []
            plans.append(AlertPlan(petition_id, cycle, clock, left[0].at if left else None))
        self.alerts.plan(session, plans)

    def _due(
        self, session: Session, petition: Petition, now: datetime, deadlines: DeadlineRules, *, reminds: bool
    ) -> Iterator[PlannedAlert]:
        if petition.state is State.SUBMITTED and petition.accept_by < now:
            yield PlannedAlert(AlertKind.UNACCEPTED, petition.accept_by)
        if petition.state is State.DISPATCHED:
            for ticket in self.petitions.open_tickets(session, petition.id, TicketRole.LEAD):
                if ticket.signed_at is None and ticket.sign_by < now:
                    yield PlannedAlert(AlertKind.UNSIGNED, ticket.sign_by, ticket.id)
        if petition.state in CLOCKED:
            yield from self._climb(session, petition, now, deadlines, reminds=reminds)
        yield from self._waiting(session, petition, now, deadlines)

    def _climb(
        self, session: Session, petition: Petition, now: datetime, deadlines: DeadlineRules, *, reminds: bool
    ) -> list[PlannedAlert]:
        """Return the steps of the ladder reached before `now`, and note when the next one is due."""
        clock = petition.clock
        next_at = self.alerts.next_planned(session, petition.id, petition.cycle, clock)
        if next_at is None or next_at >= now or clock.due_at is None:
            return []
        raised = {kind for kind, _ in self.alerts.raised(session, petition.id, petition.cycle)}
        left = still_to_raise(ladder(clock, deadlines), raised, is_due=clock.due_at < now)
        reached = [planned for planned in left if planned.at < now and (reminds or planned.kind in COLOURS)]
        later = [planned.at for planned in left if planned not in reached]
        self.alerts.plan(session, [AlertPlan(petition.id, petition.cycle, clock, min(later, default=None))])
        return reached

    def _waiting(
        self, session: Session, petition: Petition, now: datetime, deadlines: DeadlineRules
    ) -> Iterator[PlannedAlert]:
        for request_id, asked_at in self.alerts.requests(session, petition.id):
            if (ends := waits_until(AlertKind.RULING_OVERDUE, asked_at, deadlines)) < now:
                yield PlannedAlert(AlertKind.RULING_OVERDUE, ends, request_id)
        for waits in (waits for waits in WAITINGS if waits.state is petition.state):
            asked = self.alerts.asked(session, petition.id, waits)
            if asked is not None and (ends := waits_until(waits.kind, asked[1], deadlines)) < now:
                yield PlannedAlert(waits.kind, ends, asked[0])

    def _raise(self, session: Session, petition: Petition, planned: PlannedAlert, now: datetime) -> Alert:
        alert = self.alerts.add(
            session,
            Alert(
                id=0,
                petition_id=petition.id,
                kind=planned.kind,
                cycle=petition.cycle,
                subject=planned.subject,
                due_at=planned.at,
                raised_at=now,
                department_code=petition.lead_department_code,
                recipients=tuple(recipients_of(planned.kind, petition)),
            ),
        )
        if alert.kind is AlertKind.RED:
            self.alerts.raise_flag(session, alert)
        changes = {"alert": [None, alert.kind.value], "due_at": [None, alert.due_at], "cycle": [None, alert.cycle]}
        audit.record(session, SYSTEM, "petition.alert_raised", "petition", petition.number, changes, at=now)
        outbox.put(session, TOPIC, {"alert_id": alert.id, "petition_id": petition.id}, at=now)
        return alert


def waits_until(kind: AlertKind, asked_at: datetime, deadlines: DeadlineRules) -> datetime:
    """Return until when a ruling or material that was asked for then is waited for, at close of business."""
    days = waiting_days(kind, deadlines.rules)
    return deadlines.closing_time(deadlines.calendar.add(deadlines.start_day(asked_at), days)).astimezone(UTC)


def asked_before(kind: AlertKind, now: datetime, rules: WorkRules) -> datetime:
    """Return a bound: what was asked for later than this cannot be overdue yet."""
    return now - timedelta(days=waiting_days(kind, rules))


def waiting_days(kind: AlertKind, rules: WorkRules) -> int:
    """Return for how many working days something of this kind is waited for."""
    return rules.ruling_limit_days if kind is AlertKind.RULING_OVERDUE else rules.material_limit_days


def recipients_of(kind: AlertKind, petition: Petition) -> list[Recipient]:
    """Return who is told of an alert: dispatchers, the department, and the supervisors of its level (DOMAIN §4.1).

    Without a department its part falls to the dispatchers.
    """
    lead = petition.lead_department_code
    found = [DISPATCHERS] if kind in _TO_DISPATCHERS or (kind in _TO_DEPARTMENT and lead is None) else []
    if kind in _TO_DEPARTMENT and lead is not None:
        found.append(department(lead))
    return [*found, supervisors(SUPERVISION[kind])] if kind in SUPERVISION else found
