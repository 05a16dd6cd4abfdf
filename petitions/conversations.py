"""Which conversations belong to the files of petitions."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from petitions.tables import PetitionTable
from petitions.types import Identity, State


def rests_on_conversation(session: Session, conversation_id: str) -> bool:
    """Say whether a petition was filed out of this conversation."""
    found = select(PetitionTable.number).where(PetitionTable.conversation_id == conversation_id).limit(1)
    return session.scalar(found) is not None


def petitioners_of(session: Session, conversation_ids: Collection[str]) -> dict[str, str]:
    """Return the petitions filed out of these conversations whose petitioner can be told, each with its own."""
    rows = session.execute(
        select(PetitionTable.id, PetitionTable.conversation_id).where(
            PetitionTable.conversation_id.in_(conversation_ids),
            PetitionTable.identity != Identity.ANONYMOUS.value,
            PetitionTable.state != State.WITHDRAWN.value,
        )
    )
    return {petition_id: conversation_id or "" for petition_id, conversation_id in rows}
