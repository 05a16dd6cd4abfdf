"""Closing what nobody rated (T17): five working days after the invitation the answer counts as accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actors import SYSTEM
from core.audit import UNKNOWN_ORIGIN
from petitions.actions.endings import close
from petitions.deadlines import DeadlineRules
from petitions.steps import Steps
from petitions.tables import PetitionTable
from petitions.types import Petition, State


@dataclass(frozen=True, slots=True)
class Closing:
    """Ends petitions whose answer nobody rated in time."""

    steps: Steps

    def due(self, session: Session, now: datetime) -> list[str]:
        """Return the ids of answered petitions that may be closed by now, the longest answered first."""
        bound = now - timedelta(days=self.steps.rules.auto_close_days)
        statement = select(PetitionTable.id).where(
            PetitionTable.state == State.ANSWERED.value,
            PetitionTable.rating.is_(None),
            PetitionTable.answered_at < bound,
        )
        return list(session.scalars(statement.order_by(PetitionTable.answered_at)))

    def close(self, session: Session, petition: Petition, now: datetime, deadlines: DeadlineRules) -> bool:
        """Close one petition if its time has come; say whether it did."""
        if petition.state is not State.ANSWERED or petition.rating is not None or petition.answered_at is None:
            return False
        if closes_at(petition.answered_at, deadlines) >= now:
            return False
        close(self.steps.step_on(session, petition, SYSTEM, UNKNOWN_ORIGIN), "unrated")
        return True


def closes_at(answered_at: datetime, deadlines: DeadlineRules) -> datetime:
    """Return until when a rating is waited for: close of business of the fifth working day after the invitation."""
    last = deadlines.calendar.add(deadlines.start_day(answered_at), deadlines.rules.auto_close_days)
    return deadlines.closing_time(last)
