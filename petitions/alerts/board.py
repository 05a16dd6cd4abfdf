"""The board of alerts: what was raised, and how many petitions stand at which colour now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from core.actors import Actor
from petitions.access import visibility_of
from petitions.alerts.repository import CLOCKED, to_alert
from petitions.alerts.tables import AlertTable
from petitions.alerts.types import Alert, AlertKind
from petitions.repository import Visibility, in_region
from petitions.steps import Steps
from petitions.tables import PetitionTable, TicketTable
from petitions.types import AlertLevel, State, TicketRole


@dataclass(frozen=True, slots=True)
class AlertQuery:
    """Which alerts to list; `only_open` leaves out those of petitions answered or ended since."""

    kinds: frozenset[AlertKind] = frozenset()
    number: str | None = None
    only_open: bool = False
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert with the petition it is about."""

    alert: Alert
    petition_number: str
    petition_title: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class AlertBoard:
    """One page of alerts, newest first, and the open petitions by level now."""

    total: int
    counts: Counter[str]
    rows: tuple[AlertRow, ...]


def alert_board(session: Session, steps: Steps, query: AlertQuery, actor: Actor) -> AlertBoard:
    """Return the alerts this caller may see."""
    visibility = visibility_of(session, actor, steps.departments)
    scope = in_region(visibility)
    if not visibility.sees_all:
        scope.append(AlertTable.department_code.in_(visibility.departments))
    conditions = [*scope, *_matching(query)]
    if query.number is not None:
        conditions.append(AlertTable.petition_id == steps.visible(session, query.number, actor).id)
    base = select(AlertTable, PetitionTable).join(PetitionTable, PetitionTable.id == AlertTable.petition_id)
    total = session.scalar(select(func.count()).select_from(base.where(*conditions).subquery("found"))) or 0
    page = base.where(*conditions).order_by(AlertTable.id.desc()).offset(query.offset).limit(query.limit)
    rows = tuple(
        AlertRow(to_alert(alert), petition.number, petition.title, not petition.is_running)
        for alert, petition in session.execute(page)
    )
    return AlertBoard(total, _counts(session, visibility, steps.clock.now()), rows)


def _matching(query: AlertQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.kinds:
        found.append(AlertTable.kind.in_(kind.value for kind in query.kinds))
    if query.only_open:
        found.append(PetitionTable.is_running.is_(True))
    return found


def _counts(session: Session, visibility: Visibility, now: datetime) -> Counter[str]:
    due, orange, red = PetitionTable.due_at, PetitionTable.orange_after, PetitionTable.red_after
    level = case(
        (red < now, AlertLevel.RED.value), (orange < now, AlertLevel.ORANGE.value), else_=AlertLevel.YELLOW.value
    )
    clocked = PetitionTable.state.in_(state.value for state in CLOCKED)
    own = in_region(visibility)
    if not visibility.sees_all:
        own.append(PetitionTable.lead_department_code.in_(visibility.departments))
    late = select(level, func.count()).where(PetitionTable.is_running, due < now, clocked, *own).group_by(level)
    counts: Counter[str] = Counter(dict(session.execute(late).all()))
    unaccepted = (
        select(func.count())
        .select_from(PetitionTable)
        .where(
            PetitionTable.state == State.SUBMITTED.value, PetitionTable.is_running, PetitionTable.accept_by < now, *own
        )
    )
    unsigned = (
        select(func.count())
        .select_from(TicketTable)
        .join(PetitionTable, PetitionTable.id == TicketTable.petition_id)
        .where(
            and_(TicketTable.signed_at.is_(None), TicketTable.finished_at.is_(None), TicketTable.sign_by < now),
            TicketTable.role == TicketRole.LEAD.value,
            PetitionTable.state == State.DISPATCHED.value,
            *own,
        )
    )
    counts[AlertKind.UNACCEPTED.value] = session.scalar(unaccepted) or 0
    counts[AlertKind.UNSIGNED.value] = session.scalar(unsigned) or 0
    return counts
