"""Table of the enterprises domain. Values are columns, because lists and reports join them; the rest is JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime


class EnterpriseRow(Base):
    __tablename__ = "enterprises"

    credit_code: Mapped[str] = mapped_column(String(18), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    name_folded: Mapped[str] = mapped_column(index=True)
    industry: Mapped[str | None] = mapped_column(String(5))
    region: Mapped[str | None] = mapped_column(String(12))
    region_name: Mapped[str | None] = mapped_column(String(50))
    employees: Mapped[int | None] = mapped_column(Integer)
    revenue: Mapped[float | None]
    total_assets: Mapped[float | None]
    size: Mapped[str] = mapped_column(String(10))
    evidence: Mapped[dict[str, Any]]  # field → source, as_of, verified
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lock: Mapped[int] = mapped_column(default=0)
