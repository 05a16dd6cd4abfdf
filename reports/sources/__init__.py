"""Read-only queries over the other domains, from which reports are computed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.tables import MessageRow
from core.departments import DepartmentRepository
from petitions.tables import PetitionTable
from reports.facts import Facts
from reports.periods import Period
from reports.sources.knowledge import read_entries, read_messages
from reports.sources.petitions import (
    read_alerts,
    read_events,
    read_petitions,
    read_ratings,
    read_region_labels,
    read_tickets,
)
from reports.types import Scope


def read_facts(session: Session, periods: Sequence[Period], scope: Scope) -> Facts:
    """Return all that happened in any of `periods`, and every petition that is still open."""
    petitions, place_of = read_petitions(session, periods, scope)
    return Facts(
        petitions=petitions,
        events=read_events(session, periods, place_of),
        tickets=read_tickets(session, periods, place_of),
        ratings=read_ratings(session, periods, place_of),
        alerts=read_alerts(session, petitions, place_of),
        messages=read_messages(session, periods),
        entries=read_entries(session),
        department_labels=DepartmentRepository().labels(session),
        region_labels=read_region_labels(session),
    )


def first_instant(session: Session) -> datetime | None:
    """Return when the first petition was filed or the first question asked, None before anything happened."""
    found = [session.scalar(select(func.min(column))) for column in (PetitionTable.submitted_at, MessageRow.asked_at)]
    return min((instant for instant in found if instant is not None), default=None)
