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
    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"))
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
