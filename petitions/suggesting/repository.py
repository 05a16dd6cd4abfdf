"""The queries behind suggestions: what was confirmed, what the same enterprise filed, what was solved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from petitions import mapping
from petitions.classifying.types import LabelledMessage, Message
from petitions.repository import Visibility, visible_to
from petitions.tables import PetitionEventTable, PetitionTable, ReplyTable
from petitions.types import Petition, Reply, State

MOST_LEARNED = 2_000
"""Confirmed petitions learned from, the newest: more cost seconds and say what these say already."""

_MOST_SOLVED = 300
_SOLVED = (State.ANSWERED.value, State.CLOSED.value)
_GONE = (State.DRAFT.value, State.MERGED.value, State.WITHDRAWN.value)
_CONFIRMED = (PetitionTable.accepted_at.is_not(None), PetitionTable.category_code.is_not(None))


@dataclass(frozen=True, slots=True)
class ConfirmedPetition:
    """A petition whose category a dispatcher confirmed; `is_corrected`: it was reclassified after that."""

    number: str
    message: Message
    label: str
    is_corrected: bool

    def labelled(self, correction_weight: float) -> LabelledMessage:
        """Return what a classifier learns from it."""
        return LabelledMessage(self.message, self.label, correction_weight if self.is_corrected else 1.0)


def message_of(petition: Petition) -> Message:
    """Return what is classified of a petition."""
    return Message(petition.title, f"{petition.content}\n{petition.demand}".strip())


def count_confirmed(session: Session) -> int:
    """Return how many petitions have a category that a dispatcher confirmed."""
    return session.scalar(select(func.count()).select_from(PetitionTable).where(*_CONFIRMED)) or 0


def confirmed_petitions(session: Session) -> list[ConfirmedPetition]:
    """Return the newest petitions with the category that a dispatcher confirmed, and whether it was corrected later."""
    event = PetitionEventTable
    corrected = exists().where(event.petition_id == PetitionTable.id, event.code == "reclassified")
    newest = select(PetitionTable, corrected).where(*_CONFIRMED).order_by(PetitionTable.submitted_at.desc())
    return [
        ConfirmedPetition(row.number, message_of(mapping.petition(row)), row.category_code or "", bool(is_corrected))
        for row, is_corrected in session.execute(newest.limit(MOST_LEARNED))
    ]


def of_enterprise(session: Session, petition: Petition, *, since: datetime) -> list[Petition]:
    """Return the other petitions of the same credit code filed since, newest first; none without a credit code."""
    if not petition.credit_code:
        return []
    same = (
        select(PetitionTable)
        .where(
            PetitionTable.credit_code == petition.credit_code,
            PetitionTable.id != petition.id,
            PetitionTable.submitted_at >= since,
            PetitionTable.submitted_at <= petition.submitted_at,
            PetitionTable.state.not_in(_GONE),
        )
        .order_by(PetitionTable.submitted_at.desc())
    )
    return [mapping.petition(row) for row in session.scalars(same)]


def solved(session: Session, petition: Petition, top_codes: Sequence[str], visibility: Visibility) -> list[Petition]:
    """Return the newest answered petitions of these first-level categories but this one, as far as they may be seen."""
    code = func.substr(PetitionTable.category_code, 1, 2)
    rows = (
        select(PetitionTable)
        .where(PetitionTable.state.in_(_SOLVED), code.in_(top_codes), PetitionTable.id != petition.id)
        .where(*visible_to(visibility))
        .order_by(PetitionTable.submitted_at.desc())
        .limit(_MOST_SOLVED)
    )
    return [mapping.petition(row) for row in session.scalars(rows)]


def last_reply(session: Session, petition_id: str) -> Reply | None:
    """Return the newest answer of a petition."""
    newest = select(ReplyTable).where(ReplyTable.petition_id == petition_id).order_by(ReplyTable.answered_at.desc())
    row = session.scalars(newest.limit(1)).first()
    return None if row is None else mapping.reply(row)
