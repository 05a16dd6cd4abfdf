"""Tables of questionnaires. Nothing in a reply says who gave it; its free text is stored masked.

Who has answered is kept apart from what was answered, without a time and under a mark of this questionnaire alone.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime


class QuestionnaireRow(Base):
    __tablename__ = "questionnaires"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    introduction: Mapped[str] = mapped_column(Text)
    topics: Mapped[list[str]]
    policy_ids: Mapped[list[str]]
    closes_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(100))


class ResponseRow(Base):
    __tablename__ = "questionnaire_responses"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    questionnaire_id: Mapped[str] = mapped_column(ForeignKey("questionnaires.id"), index=True)
    topic: Mapped[str] = mapped_column(String(50))
    score: Mapped[int]
    department_code: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    responded_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class AnsweredRow(Base):
    """That one visitor has answered one questionnaire."""

    __tablename__ = "questionnaire_visitors"

    questionnaire_id: Mapped[str] = mapped_column(ForeignKey("questionnaires.id"), primary_key=True)
    visitor_mark: Mapped[str] = mapped_column(String(64), primary_key=True)
