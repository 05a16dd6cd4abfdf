"""Where imported petitions came from. The content's digest finds the same report in another system's list."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime


class PetitionSourceTable(Base):
    __tablename__ = "petition_sources"
    __table_args__ = (UniqueConstraint("source", "external_number"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"), index=True)
    source: Mapped[str] = mapped_column(String(60))
    external_number: Mapped[str | None] = mapped_column(String(60))
    content_digest: Mapped[str] = mapped_column(String(64), index=True)
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
