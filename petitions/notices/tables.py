"""Tables of notices: what was told to whom, who read it, and where adapters carried it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime

_SEQUENCE = BigInteger().with_variant(Integer, "sqlite")


class NoticeTable(Base):
    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("source", "template_code", "recipient"),
        Index("ix_notices_inbox", "recipient", "id"),
    )

    id: Mapped[int] = mapped_column(_SEQUENCE, primary_key=True)
    source: Mapped[str] = mapped_column(String(40))
    template_code: Mapped[str] = mapped_column(String(60))
    template_version: Mapped[int]
    recipient: Mapped[str] = mapped_column(String(60))
    petition_id: Mapped[str | None] = mapped_column(ForeignKey("petitions.id"))
    text: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NoticeReadingTable(Base):
    """Who read a notice and when; an inbox belongs to several people, each of whom has read it or not."""

    __tablename__ = "notice_readings"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    reader_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NoticeTemplateTable(Base):
    """A version of a template that a deployment wrote itself; the shipped one is in the catalogue."""

    __tablename__ = "notice_templates"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by: Mapped[str] = mapped_column(String(64))


class NoticeDeliveryTable(Base):
    """One notice on its way to one target. `next_try_at` is empty once it was sent or given up.

    `target` names a place in the setting, not the address itself, which often holds a password.
    """

    __tablename__ = "notice_deliveries"
    __table_args__ = (UniqueConstraint("notice_id", "target"),)

    id: Mapped[int] = mapped_column(_SEQUENCE, primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    target: Mapped[str] = mapped_column(String(80))
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(String(200), default="")
