"""The outbox: work for later, written in the same transaction as the change that asks for it.

Consumers read rows in order of `sequence` and remember the last one they applied; applying twice is harmless.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, String, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.database import Base, UtcDateTime

_ORDER_LOCK = 0x796F7578


class OutboxRow(Base):
    __tablename__ = "outbox"
    # AUTOINCREMENT: a sequence number is never given twice, so a consumer's stamp stays true after deletions.
    __table_args__ = {"sqlite_autoincrement": True}

    sequence: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    topic: Mapped[str]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OutboxPositionRow(Base):
    """How far a consumer has come that keeps its results in this database, and so moves on with them."""

    __tablename__ = "outbox_positions"

    consumer: Mapped[str] = mapped_column(String(40), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)


@dataclass(frozen=True, slots=True)
class OutboxEvent:
    """Something that happened and that a consumer must act on."""

    sequence: int
    topic: str
    payload: dict[str, Any]


def keep_order(session: Session) -> None:
    """Make writers of the outbox queue until the end of this transaction; call before inserting rows.

    Otherwise, on PostgreSQL, a row could become visible after one with a higher number, and a consumer whose stamp is
    at the higher one would never see it. SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ORDER_LOCK})


def put(session: Session, topic: str, payload: dict[str, Any], *, at: datetime) -> None:
    """Append an event; it becomes visible when the caller's unit of work commits."""
    keep_order(session)
    session.add(OutboxRow(topic=topic, payload=payload, created_at=at))


def read_after(session: Session, sequence: int, *, topics: Sequence[str], limit: int | None) -> list[OutboxEvent]:
    """Return at most `limit` events (None: all) of `topics` after `sequence`, oldest first."""
    rows = session.scalars(
        select(OutboxRow)
        .where(OutboxRow.sequence > sequence, OutboxRow.topic.in_(topics))
        .order_by(OutboxRow.sequence)
        .limit(limit)
    )
    return [OutboxEvent(row.sequence, row.topic, row.payload) for row in rows]


def last_sequence(session: Session, *, topics: Sequence[str]) -> int:
    """Return the sequence number of the newest event of `topics`, 0 when there is none."""
    return session.scalar(select(func.max(OutboxRow.sequence)).where(OutboxRow.topic.in_(topics))) or 0


def position(session: Session, consumer: str) -> int:
    """Return the last sequence number `consumer` applied, 0 at first; others of its name wait for this transaction."""
    row = session.get(OutboxPositionRow, consumer, populate_existing=True, with_for_update=True)
    return 0 if row is None else row.sequence


def move_to(session: Session, consumer: str, sequence: int) -> None:
    """Note in the transaction of its results that `consumer` applied everything up to `sequence`."""
    session.merge(OutboxPositionRow(consumer=consumer, sequence=sequence))
