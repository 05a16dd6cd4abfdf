"""What is deleted of petitions that ended long ago: contact data and files. What was asked and answered stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from core import audit
from core.actors import SYSTEM
from core.audit import UNKNOWN_ORIGIN
from core.clock import SHANGHAI
from core.database import Database
from petitions import mapping
from petitions.attachments.service import AttachmentService
from petitions.attachments.tables import AttachmentTable
from petitions.steps import Steps
from petitions.tables import PetitionTable
from petitions.types import OPEN_STATES

_AT_ONCE = 200


class Retention:
    """Deletes by itself, once a day. Each batch is a unit of work of its own; done again it changes nothing."""

    def __init__(self, database: Database, steps: Steps, attachments: AttachmentService, *, years: int) -> None:
        self._database, self._steps, self._attachments, self._years = database, steps, attachments, years

    def run(self) -> int:
        """Delete what is due, and the bytes of files erased before; return from how many petitions something went."""
        total = 0
        while True:
            with self._database.unit_of_work() as session:
                done = self._erase_some(session, self._steps.clock.now())
            total += done
            if done < _AT_ONCE:
                break
        self._attachments.drop_erased(self._database)
        return total

    def _erase_some(self, session: Session, now: datetime) -> int:
        row = PetitionTable
        has_files = exists().where(AttachmentTable.petition_id == row.id, AttachmentTable.erased_at.is_(None))
        is_over = and_(
            row.state.not_in([state.value for state in OPEN_STATES]),
            func.coalesce(row.closed_at, row.stopped_at) < _years_before(now, self._years),
        )
        due = select(row).where(is_over, or_(row.contact.is_not(None), has_files)).order_by(row.id).limit(_AT_ONCE)
        found = list(session.scalars(due))
        for petition in found:
            petition.contact = petition.phone_tail_tag = None
            files = self._attachments.erase(session, mapping.petition(petition), SYSTEM, UNKNOWN_ORIGIN)
            changes = {"contact": ["*", None], "files": [files, 0]}
            audit.record(session, SYSTEM, "petition.personal_data_erased", "petition", petition.number, changes, at=now)
        return len(found)


def _years_before(now: datetime, years: int) -> datetime:
    """Return the same day so many years before; of 29 February the 28th."""
    local = now.astimezone(SHANGHAI)
    try:
        return local.replace(year=local.year - years)
    except ValueError:
        return local.replace(year=local.year - years, day=28)
