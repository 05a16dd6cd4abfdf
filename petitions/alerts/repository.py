"""All queries about alerts. The session belongs to the caller's unit of work; nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, cast, delete, exists, insert, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from core.ids import new_id
from petitions import mapping
from petitions.alerts.tables import AccountabilityTable, AlertPlanTable, AlertTable
from petitions.alerts.types import Alert, AlertKind, AlertPlan, Waiting
from petitions.recipients import Recipient
from petitions.tables import PetitionEventTable, PetitionRequestTable, PetitionTable, TicketTable
from petitions.types import Petition, SlaClock, State, TicketRole

CLOCKED = (State.ACCEPTED, State.DISPATCHED, State.PROCESSING)
"""States in which the clock runs: while material is awaited or once it is answered, no level is reached."""

_RUNS = and_(PetitionTable.is_running, PetitionTable.state.in_(state.value for state in CLOCKED))


class AlertRepository:
    """Reads and writes alerts and their plans."""

    def lock_petitions(self, session: Session, ids: Sequence[str]) -> list[Petition]:
        """Return petitions as they are now, in this order, and keep other writers waiting.

        Those that another sweep has already are left out.
        """
        statement = select(PetitionTable).where(PetitionTable.id.in_(ids)).with_for_update(skip_locked=True)
        rows = {row.id: row for row in session.scalars(statement.execution_options(populate_existing=True))}
        return [mapping.petition(rows[petition_id]) for petition_id in ids if petition_id in rows]

    def next_planned(self, session: Session, petition_id: str, cycle: int, clock: SlaClock) -> datetime | None:
        """Return when the next alert is due by the plan; the start of the clock when there is none of this clock."""
        plan = AlertPlanTable
        row = session.execute(
            select(plan.cycle, plan.due_at, plan.orange_after, plan.red_after, plan.next_at).where(
                plan.petition_id == petition_id
            )
        ).first()
        if row is None or row[:4] != (cycle, clock.due_at, clock.orange_after, clock.red_after):
            return clock.started_at
        next_at: datetime | None = row.next_at
        return next_at

    def plan(self, session: Session, plans: Sequence[AlertPlan]) -> None:
        """Store plans in place of earlier ones."""
        session.execute(delete(AlertPlanTable).where(AlertPlanTable.petition_id.in_(p.petition_id for p in plans)))
        rows = [
            {
                "petition_id": plan.petition_id,
                "cycle": plan.cycle,
                "due_at": plan.clock.due_at,
                "orange_after": plan.clock.orange_after,
                "red_after": plan.clock.red_after,
                "next_at": plan.next_at,
            }
            for plan in plans
        ]
        session.execute(insert(AlertPlanTable), rows)

    def raised(self, session: Session, petition_id: str, cycle: int) -> set[tuple[AlertKind, str]]:
        """Return kind and subject of every alert raised in this cycle."""
        statement = select(AlertTable.kind, AlertTable.subject)
        found = session.execute(statement.where(AlertTable.petition_id == petition_id, AlertTable.cycle == cycle))
        return {(AlertKind(kind), subject) for kind, subject in found}

    def raised_in(self, session: Session, ids: Sequence[str]) -> dict[tuple[str, int], set[AlertKind]]:
        """Return the kinds raised so far for many petitions, by petition and cycle."""
        found: dict[tuple[str, int], set[AlertKind]] = {}
        statement = select(AlertTable.petition_id, AlertTable.cycle, AlertTable.kind)
        for petition_id, cycle, kind in session.execute(statement.where(AlertTable.petition_id.in_(ids))):
            found.setdefault((petition_id, cycle), set()).add(AlertKind(kind))
        return found

    def add(self, session: Session, alert: Alert) -> Alert:
        """Store an alert and return it with its id."""
        row = AlertTable(
            petition_id=alert.petition_id,
            kind=alert.kind.value,
            cycle=alert.cycle,
            subject=alert.subject,
            due_at=alert.due_at,
            raised_at=alert.raised_at,
            department_code=alert.department_code,
            recipients=[str(recipient) for recipient in alert.recipients],
        )
        session.add(row)
        session.flush()
        return to_alert(row)

    def raise_flag(self, session: Session, alert: Alert) -> None:
        """Ask a human to examine who is accountable (问责) for a petition that turned red."""
        session.add(
            AccountabilityTable(
                id=new_id("acf"),
                petition_id=alert.petition_id,
                cycle=alert.cycle,
                department_code=alert.department_code,
                raised_at=alert.raised_at,
            )
        )

    def of_petition(self, session: Session, petition_id: str) -> list[Alert]:
        """Return all alerts of a petition, oldest first."""
        statement = select(AlertTable).where(AlertTable.petition_id == petition_id).order_by(AlertTable.id)
        return [to_alert(row) for row in session.scalars(statement)]

    # -- what the sweep looks at -------------------------------------------------------------------------------

    def unplanned(self, session: Session) -> list[str]:
        """Return the ids of petitions whose clock runs by other times than those of their plan."""
        plan = AlertPlanTable
        differs = or_(
            plan.petition_id.is_(None),
            plan.due_at != PetitionTable.due_at,
            plan.cycle != PetitionTable.cycle,
            plan.orange_after != PetitionTable.orange_after,
            plan.red_after != PetitionTable.red_after,
        )
        statement = select(PetitionTable.id).outerjoin(plan, plan.petition_id == PetitionTable.id)
        return list(session.scalars(statement.where(_RUNS, PetitionTable.due_at.is_not(None), differs)))

    def clocks(self, session: Session, ids: Sequence[str]) -> list[tuple[str, int, SlaClock]]:
        """Return id, cycle and clock of petitions, without loading the rest of them."""
        columns = [getattr(PetitionTable, name) for name in mapping.CLOCK]
        rows = session.execute(select(PetitionTable.id, PetitionTable.cycle, *columns).where(PetitionTable.id.in_(ids)))
        return [(row[0], row[1], SlaClock(*row[2:])) for row in rows]

    def due_by_plan(self, session: Session, now: datetime) -> list[str]:
        """Return the ids of petitions that reached the next step of their ladder, the longest due first."""
        plan = AlertPlanTable
        statement = select(plan.petition_id).join(PetitionTable, PetitionTable.id == plan.petition_id)
        return list(session.scalars(statement.where(plan.next_at < now, _RUNS).order_by(plan.next_at)))

    def unaccepted(self, session: Session, now: datetime) -> list[str]:
        """Return the ids of petitions that wait for acceptance beyond the limit, not told yet."""
        late = and_(PetitionTable.state == State.SUBMITTED.value, PetitionTable.is_running, PetitionTable.act_by < now)
        statement = select(PetitionTable.id).where(late, ~_has_alert(AlertKind.UNACCEPTED))
        return list(session.scalars(statement.order_by(PetitionTable.act_by)))

    def unsigned(self, session: Session, now: datetime) -> list[str]:
        """Return the ids of petitions whose lead ticket was not signed within the limit, not told yet."""
        late = and_(
            TicketTable.sign_by < now,
            TicketTable.signed_at.is_(None),
            TicketTable.finished_at.is_(None),
            TicketTable.role == TicketRole.LEAD.value,
        )
        statement = (
            select(TicketTable.petition_id)
            .join(PetitionTable, PetitionTable.id == TicketTable.petition_id)
            .where(late, PetitionTable.state == State.DISPATCHED.value)
            .where(~_has_alert(AlertKind.UNSIGNED, TicketTable.id))
            .order_by(TicketTable.sign_by)
        )
        return list(session.scalars(statement))

    def waiting(self, session: Session, waits: Waiting, before: datetime) -> list[str]:
        """Return the ids of petitions that wait since before then for what was asked, not told yet."""
        asked, later, alert = aliased(PetitionEventTable), aliased(PetitionEventTable), aliased(AlertTable)
        is_settled = exists().where(
            later.petition_id == asked.petition_id, later.id > asked.id, later.code.in_(waits.codes)
        )
        is_told = exists().where(
            alert.petition_id == asked.petition_id,
            alert.kind == waits.kind.value,
            alert.subject == cast(asked.id, String),
        )
        statement = select(asked.petition_id).join(PetitionTable, PetitionTable.id == asked.petition_id)
        statement = statement.where(asked.code == waits.asked_by, asked.at < before, ~is_settled, ~is_told)
        return list(session.scalars(statement.where(PetitionTable.state == waits.state.value).order_by(asked.at)))

    def unruled(self, session: Session, before: datetime) -> list[str]:
        """Return the ids of petitions on which something asked for before then waits for its ruling, not told yet."""
        asked = PetitionRequestTable
        statement = (
            select(asked.petition_id)
            .join(PetitionTable, PetitionTable.id == asked.petition_id)
            .where(asked.decided_at.is_(None), asked.asked_at < before)
            .where(~_has_alert(AlertKind.RULING_OVERDUE, asked.id))
        )
        return list(session.scalars(statement.order_by(asked.asked_at)))

    def requests(self, session: Session, petition_id: str) -> list[tuple[str, datetime]]:
        """Return id and time of what waits for a ruling on a petition, the oldest first."""
        asked = PetitionRequestTable
        statement = select(asked.id, asked.asked_at).where(asked.petition_id == petition_id, asked.decided_at.is_(None))
        return [(row[0], row[1]) for row in session.execute(statement.order_by(asked.asked_at))]

    def asked(self, session: Session, petition_id: str, waits: Waiting) -> tuple[str, datetime] | None:
        """Return id and time of the request a petition waits for, None when it waits for none."""
        statement = select(PetitionEventTable).where(
            PetitionEventTable.petition_id == petition_id, PetitionEventTable.code.in_(waits.codes)
        )
        row = session.scalars(statement.order_by(PetitionEventTable.id.desc()).limit(1)).first()
        return (str(row.id), row.at) if row is not None and row.code == waits.asked_by else None


def to_alert(row: AlertTable) -> Alert:
    """Return the alert a row holds."""
    return Alert(
        id=row.id,
        petition_id=row.petition_id,
        kind=AlertKind(row.kind),
        cycle=row.cycle,
        subject=row.subject,
        due_at=row.due_at,
        raised_at=row.raised_at,
        department_code=row.department_code,
        recipients=tuple(Recipient.parse(text) for text in row.recipients),
    )


def _has_alert(kind: AlertKind, subject: InstrumentedAttribute[str] | str = "") -> ColumnElement[bool]:
    return exists().where(
        AlertTable.petition_id == PetitionTable.id, AlertTable.kind == kind.value, AlertTable.subject == subject
    )
