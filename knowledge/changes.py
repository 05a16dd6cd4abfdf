"""Saying that a version changed: the outbox row that the indexer follows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from core import outbox
from knowledge.repository import VersionKey

CHANGED_TOPIC = "knowledge.changed"


def announce(session: Session, key: VersionKey, *, at: datetime) -> None:
    """Put a change of `key` into the outbox of the caller's unit of work."""
    outbox.put(session, CHANGED_TOPIC, {"entry_id": key.entry_id, "version": key.version}, at=at)
