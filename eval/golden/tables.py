"""Tables of golden questions and of their runs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime


class GoldenQuestionRow(Base):
    __tablename__ = "golden_questions"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    question: Mapped[str] = mapped_column(Text)
    question_key: Mapped[str] = mapped_column(String(64), unique=True)  # of question, region and day: kept once
    expects: Mapped[str] = mapped_column(String(20))
    entry_id: Mapped[str | None] = mapped_column(String(64), index=True)
    title: Mapped[str] = mapped_column(Text)
    clause_id: Mapped[str] = mapped_column(String(200))
    clause_label: Mapped[str] = mapped_column(Text)
    clause_version: Mapped[int | None]
    region_code: Mapped[str | None] = mapped_column(String(12))
    as_of: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(20))
    origin_id: Mapped[str | None] = mapped_column(String(64))
    is_active: Mapped[bool] = mapped_column(index=True)
    created_by: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lock: Mapped[int]


class GoldenRunRow(Base):
    __tablename__ = "golden_runs"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(64), index=True)
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(64))
    started_by: Mapped[str] = mapped_column(String(100))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)
    overridden_by: Mapped[str | None] = mapped_column(String(100))
    overridden_by_name: Mapped[str | None] = mapped_column(String(100))
    overridden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    override_reason: Mapped[str | None] = mapped_column(Text)


class GoldenResultRow(Base):
    """One question on one day; the question stands in it as it was, for it may be changed later."""

    __tablename__ = "golden_results"

    run_id: Mapped[str] = mapped_column(ForeignKey("golden_runs.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    question: Mapped[dict[str, Any]]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
