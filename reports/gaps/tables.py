"""Tables of knowledge gaps. A question's words stay with its message alone, so that erasing it leaves nothing here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime


class GapTable(Base):
    __tablename__ = "gaps"
    __table_args__ = (Index("ix_gaps_list", "state", "questions"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    department_code: Mapped[str | None] = mapped_column(String(40))
    entry_id: Mapped[str | None] = mapped_column(String(64), index=True)
    questions: Mapped[int] = mapped_column(default=0)
    askers: Mapped[int] = mapped_column(default=0)
    wordings: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    first_asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_sequence: Mapped[int | None] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dismissed_reason: Mapped[str] = mapped_column(Text, default="")


class GapQuestionTable(Base):
    """Which gap a message is in. `is_told`: its asker was told that there is an answer, once and for all."""

    __tablename__ = "gap_questions"

    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    gap_id: Mapped[str] = mapped_column(ForeignKey("gaps.id", ondelete="CASCADE"), index=True)
    is_answered: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_told: Mapped[bool] = mapped_column(default=False, server_default=false())
