"""Table of report editions. Content and lists are frozen values: a released row is never written again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from core.database import Base, UtcDateTime


class EditionRow(Base):
    __tablename__ = "report_editions"
    __table_args__ = (UniqueConstraint("kind", "first_day", "department_code", "number"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    first_day: Mapped[date] = mapped_column(index=True)
    last_day: Mapped[date]
    department_code: Mapped[str] = mapped_column(String(40), default="")  # "": all of them
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(Text, default="")
    cutoff_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(100))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_by: Mapped[str | None] = mapped_column(String(100))
    sections: Mapped[list[dict[str, Any]]] = deferred(mapped_column(JSON))
    members: Mapped[bytes] = deferred(mapped_column(LargeBinary))
