"""The invitations to rate an answer, one for each petition and cycle."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime


class InvitationTable(Base):
    """The link itself is not stored: it is signed anew from the id whenever it is shown."""

    __tablename__ = "rating_invitations"
    __table_args__ = (UniqueConstraint("petition_id", "cycle"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"))
    cycle: Mapped[int]
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
