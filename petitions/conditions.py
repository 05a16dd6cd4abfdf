"""Conditions on petitions that lists of the desk share: how late they are, and what else presses."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from core.clock import SHANGHAI
from petitions.pressing import Pressing
from petitions.tables import PetitionTable, TicketTable
from petitions.types import AlertLevel, State, TicketRole


def alert_condition(level: AlertLevel, now: datetime) -> ColumnElement[bool]:
    """Select running petitions at exactly this level; "none" is those not late, without a due time too."""
    due, orange, red = PetitionTable.due_at, PetitionTable.orange_after, PetitionTable.red_after
    running = PetitionTable.is_running.is_(True)
    return {
        AlertLevel.NONE: or_(~running, due.is_(None), due >= now),
        AlertLevel.YELLOW: and_(running, due < now, orange >= now),
        AlertLevel.ORANGE: and_(running, orange < now, red >= now),
        AlertLevel.RED: and_(running, red < now),
    }[level]


def due_condition(first: date, last: date) -> ColumnElement[bool]:
    """Select running petitions that are due on one of these days in Shanghai, both included."""
    begins = datetime.combine(first, time.min, SHANGHAI)
    ends = datetime.combine(last, time.min, SHANGHAI) + timedelta(days=1)
    due = PetitionTable.due_at
    return and_(PetitionTable.is_running.is_(True), due >= begins, due < ends)


def pressing_condition(pressing: Pressing, now: datetime) -> ColumnElement[bool]:
    """Select what is due until midnight in Shanghai and not late yet, or past the time to accept or to sign."""
    if pressing is Pressing.OVERDUE:
        return and_(PetitionTable.is_running.is_(True), PetitionTable.due_at < now)
    if pressing is Pressing.DUE_TODAY:
        tomorrow = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        due = PetitionTable.due_at
        return and_(PetitionTable.is_running.is_(True), due >= now, due < tomorrow)
    if pressing is Pressing.UNACCEPTED:
        return and_(PetitionTable.state == State.SUBMITTED.value, PetitionTable.accept_by < now)
    late = select(TicketTable.petition_id).where(
        TicketTable.signed_at.is_(None),
        TicketTable.finished_at.is_(None),
        TicketTable.sign_by < now,
        TicketTable.role == TicketRole.LEAD.value,
    )
    return and_(PetitionTable.state == State.DISPATCHED.value, PetitionTable.id.in_(late))
