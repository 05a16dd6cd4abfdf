"""Tables of alerts, and of the flag that a red one raises for a human."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.audit import append_only
from core.database import Base, UtcDateTime

_SEQUENCE = BigInteger().with_variant(Integer, "sqlite")


class AlertTable(Base):
    """One alert; the constraint is what makes each fire once per level and cycle, whatever crashes."""

    __tablename__ = "petition_alerts"
    __table_args__ = (
        UniqueConstraint("petition_id", "cycle", "kind", "subject"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(_SEQUENCE, primary_key=True)
    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"))
    kind: Mapped[str] = mapped_column(String(20))
    cycle: Mapped[int]
    subject: Mapped[str] = mapped_column(String(40), default="")
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    department_code: Mapped[str | None] = mapped_column(String(40))
    recipients: Mapped[list[str]]


class AlertPlanTable(Base):
    """When the next alert of a petition's ladder is due, and the clock this was computed from.

    A plan whose clock is not the petition's any more is made anew, so whoever moves a deadline need not know of it.
    `next_at` is empty after red.
    """

    __tablename__ = "petition_alert_plans"

    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"), primary_key=True)
    cycle: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    orange_after: Mapped[datetime] = mapped_column(UtcDateTime)
    red_after: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class AccountabilityTable(Base):
    """A flag that accountability (问责) be examined: the product raises it, only a human decides."""

    __tablename__ = "accountability_flags"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"))
    cycle: Mapped[int]
    department_code: Mapped[str | None] = mapped_column(String(40))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verdict: Mapped[str | None] = mapped_column(String(12))
    decided_by: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (UniqueConstraint("petition_id", "cycle"),)


append_only(AlertTable.__table__)  # type: ignore[arg-type]  # a declarative class always has a Table here
