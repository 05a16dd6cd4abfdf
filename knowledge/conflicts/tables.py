"""Tables of conflicts: the work list, and what was looked at when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime


class ConflictRow(Base):
    __tablename__ = "entry_conflicts"
    __table_args__ = (
        UniqueConstraint(
            "kind", "left_id", "left_clause", "right_id", "right_clause", name="uq_entry_conflicts_places"
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    left_id: Mapped[str] = mapped_column(String(64), index=True)
    left_version: Mapped[int]
    left_clause: Mapped[str] = mapped_column(String(200))
    left_label: Mapped[str] = mapped_column(Text)
    left_text: Mapped[str] = mapped_column(Text)
    right_id: Mapped[str] = mapped_column(String(64), index=True)
    right_version: Mapped[int]
    right_clause: Mapped[str] = mapped_column(String(200))
    right_label: Mapped[str] = mapped_column(Text)
    right_text: Mapped[str] = mapped_column(Text)
    likeness: Mapped[float]
    differences: Mapped[list[Any]]
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(String(20), index=True)
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(String(100))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lock: Mapped[int]


class EndingRow(Base):
    """The request that the side which does not prevail ends, and what a reviewer made of it; its reason is that of
    the decision."""

    __tablename__ = "conflict_endings"

    conflict_id: Mapped[int] = mapped_column(ForeignKey("entry_conflicts.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[str] = mapped_column(String(20))
    effective_on: Mapped[date | None]
    asked_by: Mapped[str] = mapped_column(String(100))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_granted: Mapped[bool | None] = mapped_column(index=True)
    ruling: Mapped[str] = mapped_column(Text)
    ruled_by: Mapped[str | None] = mapped_column(String(100))
    ruled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ExaminedRow(Base):
    """A version that was looked at: with which content, in which status, when."""

    __tablename__ = "entry_examinations"

    entry_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(100))
    examined_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
