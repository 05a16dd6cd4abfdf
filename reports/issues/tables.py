"""Tables of hot issues: how they stand, whose voices they are, who was told, and everything that happened."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.audit import append_only
from core.database import Base, UtcDateTime


class IssueRow(Base):
    __tablename__ = "hot_issues"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    lock: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(200))
    terms: Mapped[list[str]]
    evidence: Mapped[dict[str, Any]]
    petitions: Mapped[int]
    questions: Mapped[int]
    detected_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    report: Mapped[dict[str, Any] | None]
    department_code: Mapped[str | None] = mapped_column(String(40), index=True)
    due_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(Text, default="")
    feedback: Mapped[str] = mapped_column(Text, default="")
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_by: Mapped[str] = mapped_column(String(100), default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class IssueVoiceRow(Base):
    """One petition or question of an issue; a voice belongs to one issue only."""

    __tablename__ = "hot_issue_voices"

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    voice_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    issue_id: Mapped[str] = mapped_column(ForeignKey("hot_issues.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class IssueReceiptRow(Base):
    __tablename__ = "hot_issue_receipts"

    issue_id: Mapped[str] = mapped_column(ForeignKey("hot_issues.id"), primary_key=True)
    recipient: Mapped[str] = mapped_column(String(60), primary_key=True)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_by: Mapped[str] = mapped_column(String(100), default="")


class InstructionRow(Base):
    """A leader's instruction (领导批示) on the direct report of an issue."""

    __tablename__ = "hot_issue_instructions"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    issue_id: Mapped[str] = mapped_column(ForeignKey("hot_issues.id"), index=True)
    leader: Mapped[str] = mapped_column(String(50))
    given_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[str] = mapped_column(String(100))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class IssueEventRow(Base):
    __tablename__ = "hot_issue_events"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    issue_id: Mapped[str] = mapped_column(ForeignKey("hot_issues.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str] = mapped_column(String(64))
    actor_name: Mapped[str] = mapped_column(String(100))
    from_state: Mapped[str] = mapped_column(String(12))
    to_state: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(Text, default="")


append_only(IssueEventRow.__table__)  # type: ignore[arg-type]  # a declarative class always has a Table here
