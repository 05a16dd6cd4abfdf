"""Table of what is kept about reusing replies: one row per petition, so that none is drafted twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime


class PetitionReuseTable(Base):
    __tablename__ = "petition_reuse"

    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"), primary_key=True)
    mark: Mapped[bool | None]
    entry_id: Mapped[str | None] = mapped_column(String(64), index=True)
    is_known: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    drafted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
