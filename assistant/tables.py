"""Tables of conversations. Questions are stored masked; the whole answer is kept, so that it can be replayed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime


class ConversationRow(Base):
    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stars: Mapped[int | None] = mapped_column(index=True)
    comment: Mapped[str | None] = mapped_column(Text)
    rated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MessageRow(Base):
    __tablename__ = "messages"

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(Text)
    rewritten: Mapped[str] = mapped_column(Text)
    as_of: Mapped[date]
    region_code: Mapped[str | None]
    outcome: Mapped[str] = mapped_column(index=True)
    rung: Mapped[str]
    reason: Mapped[str]
    answer: Mapped[dict[str, Any]]
    disclaimer: Mapped[bool]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    helpful: Mapped[bool | None] = mapped_column(index=True)
    feedback: Mapped[dict[str, Any] | None]


class AnswerRequestRow(Base):
    """Somebody who wants to be told once a question has an answer; the number stands encrypted in `contact`."""

    __tablename__ = "answer_requests"

    id: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), unique=True)
    visitor: Mapped[str | None] = mapped_column(index=True)
    contact: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CitedEntryRow(Base):
    """Which entries an answer cited: what hot questions and citation counts are read from."""

    __tablename__ = "cited_entries"

    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    entry_id: Mapped[str] = mapped_column(primary_key=True, index=True)
