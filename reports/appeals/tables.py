"""Table of appeals."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime


class AppealRow(Base):
    __tablename__ = "report_appeals"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    edition_id: Mapped[str] = mapped_column(ForeignKey("report_editions.id"), index=True)
    department_code: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_by: Mapped[str] = mapped_column(String(100))
    is_upheld: Mapped[bool | None]
    ruling: Mapped[str] = mapped_column(Text, default="")
    ruled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ruled_by: Mapped[str] = mapped_column(String(100), default="")
