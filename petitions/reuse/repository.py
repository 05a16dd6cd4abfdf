"""All queries about reusing replies. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from petitions import mapping
from petitions.reuse.tables import PetitionReuseTable
from petitions.reuse.types import ReuseNote
from petitions.tables import PetitionTable
from petitions.types import Identity, Petition, State


class ReuseRepository:
    """Reads and writes marks and drafts."""

    def note(self, session: Session, petition_id: str) -> ReuseNote:
        """Return what is kept about a petition."""
        row = session.get(PetitionReuseTable, petition_id)
        return ReuseNote() if row is None else _note(row)

    def mark(self, session: Session, petition_id: str, mark: bool | None) -> None:
        """Keep what whoever handled the petition says."""
        self._row(session, petition_id).mark = mark
        session.flush()

    def drafted(self, session: Session, petition_id: str, entry_id: str, *, is_known: bool, at: datetime) -> None:
        """Keep which entry stands for the petition's reply."""
        row = self._row(session, petition_id)
        row.entry_id, row.is_known, row.drafted_at = entry_id, is_known, at
        session.flush()

    def closed(self, session: Session, *, offset: int, limit: int) -> tuple[int, Sequence[tuple[Petition, ReuseNote]]]:
        """Return how many closed petitions there are that are not confidential, and a page, the last closed first."""
        wanted = (PetitionTable.state == State.CLOSED.value, PetitionTable.identity != Identity.CONFIDENTIAL.value)
        total = session.scalar(select(func.count()).select_from(PetitionTable).where(*wanted)) or 0
        rows = session.execute(
            select(PetitionTable, PetitionReuseTable)
            .outerjoin(PetitionReuseTable, PetitionReuseTable.petition_id == PetitionTable.id)
            .where(*wanted)
            .order_by(PetitionTable.closed_at.desc(), PetitionTable.number.desc())
            .offset(offset)
            .limit(limit)
        )
        return total, [(mapping.petition(row), _note(note) if note else ReuseNote()) for row, note in rows]

    def _row(self, session: Session, petition_id: str) -> PetitionReuseTable:
        row = session.get(PetitionReuseTable, petition_id)
        if row is None:
            row = PetitionReuseTable(petition_id=petition_id)
            session.add(row)
        return row


def _note(row: PetitionReuseTable) -> ReuseNote:
    return ReuseNote(row.mark, row.entry_id, row.is_known, row.drafted_at)
