"""Which conversations belong to the files of petitions."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from petitions.tables import PetitionTable


def rests_on_conversation(session: Session, conversation_id: str) -> bool:
    """Say whether a petition was filed out of this conversation."""
    found = select(PetitionTable.number).where(PetitionTable.conversation_id == conversation_id).limit(1)
    return session.scalar(found) is not None
