"""Tables of chat takeover. All of it goes with its conversation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime

_SEQUENCE = BigInteger().with_variant(Integer, "sqlite")


class HandOverRow(Base):
    """One request of a conversation for a person."""

    __tablename__ = "hand_overs"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    question: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agent_id: Mapped[str | None] = mapped_column(String(40), index=True)
    agent_name: Mapped[str | None] = mapped_column(String(100))
    agent_number: Mapped[int | None]
    proposal: Mapped[dict[str, Any] | None]


class SaidRow(Base):
    """One message between an enterprise and the agent; `key` is the sender's, so that a retry says nothing twice."""

    __tablename__ = "hand_over_messages"
    __table_args__ = (UniqueConstraint("hand_over_id", "author", "key"),)

    number: Mapped[int] = mapped_column(_SEQUENCE, primary_key=True)
    hand_over_id: Mapped[str] = mapped_column(ForeignKey("hand_overs.id", ondelete="CASCADE"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    author: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(64))
    agent_number: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    citations: Mapped[list[dict[str, Any]]]
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AgentRow(Base):
    """An agent's service number, and whether conversations are taken; it counts while `seen_at` is fresh."""

    __tablename__ = "agents"

    account_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    is_online: Mapped[bool] = mapped_column(default=False)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
