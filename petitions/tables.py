"""Tables of the petitions domain. Contact data stands only in the encrypted `contact` column."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from core.audit import append_only
from core.database import Base, UtcDateTime

_SEQUENCE = BigInteger().with_variant(Integer, "sqlite")


class PetitionTable(Base):
    __tablename__ = "petitions"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    submission_digest: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(50))
    content: Mapped[str] = mapped_column(Text)
    demand: Mapped[str] = mapped_column(Text, default="")
    enterprise_name: Mapped[str] = mapped_column(String(100), default="")
    credit_code: Mapped[str] = mapped_column(String(18), default="")
    region_code: Mapped[str | None] = mapped_column(String(12))
    identity: Mapped[str] = mapped_column(String(12))
    contact: Mapped[str | None] = mapped_column(Text)
    phone_tail_tag: Mapped[str | None] = mapped_column(String(32))
    nature: Mapped[str] = mapped_column(String(12))
    is_policy_query: Mapped[bool] = mapped_column(default=False)
    urgency: Mapped[str] = mapped_column(String(12))
    category_code: Mapped[str | None] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str | None] = mapped_column(String(64), index=True)
    lead_department_code: Mapped[str | None] = mapped_column(String(40))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    accept_by: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    start_day: Mapped[date | None]
    allowance_days: Mapped[int | None]
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    orange_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    red_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_provisional: Mapped[bool] = mapped_column(default=False)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_days: Mapped[int] = mapped_column(default=0, server_default="0")
    extension_days: Mapped[int] = mapped_column(default=0, server_default="0")
    is_running: Mapped[bool] = mapped_column(default=True)  # the clock runs: alerts may fire
    is_pending: Mapped[bool] = mapped_column(default=True, server_default=true())  # somebody must act by `act_by`
    act_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cycle: Mapped[int] = mapped_column(default=1)
    rating: Mapped[int | None]
    refusal_code: Mapped[str | None] = mapped_column(String(3))
    refusal_channel: Mapped[str | None] = mapped_column(Text)
    master_id: Mapped[str | None] = mapped_column(String(40), index=True)
    cluster_id: Mapped[str | None] = mapped_column(String(40), index=True)
    lock: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # a directive is called with the class
        return {"version_id_col": cls.lock}

    __table_args__ = (
        # The region at the end of each: who is bound to one reads an index too, not whole rows.
        Index("ix_petitions_desk", is_pending.desc(), act_by, number.desc(), region_code),
        Index("ix_petitions_state", state, is_pending.desc(), act_by, number.desc(), region_code),
        Index("ix_petitions_department", lead_department_code, is_pending.desc(), act_by, number.desc(), region_code),
        Index("ix_petitions_due", is_running, due_at, orange_after, red_after),
        # Covers the search box: a scan of this instead of whole rows halves the time at 100,000 petitions.
        Index(
            "ix_petitions_search",
            is_pending.desc(),
            act_by,
            number.desc(),
            title,
            enterprise_name,
            identity,
            "id",
            region_code,
        ),
    )


class PetitionEventTable(Base):
    __tablename__ = "petition_events"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(_SEQUENCE, primary_key=True)
    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"), index=True)
    rule: Mapped[str] = mapped_column(String(4))
    code: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[str] = mapped_column(String(64))
    actor_name: Mapped[str] = mapped_column(String(100))
    from_state: Mapped[str] = mapped_column(String(12))
    to_state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(Text)
    department_code: Mapped[str | None] = mapped_column(String(40))
    params: Mapped[dict[str, Any]]


class TicketTable(Base):
    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_department", "department_code", "petition_id"),
        Index("ix_tickets_unsigned", "signed_at", "finished_at", "sign_by"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"), index=True)
    department_code: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(8))
    cycle: Mapped[int]
    dispatched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dispatched_by: Mapped[str] = mapped_column(String(64))
    sign_by: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_by: Mapped[str | None] = mapped_column(String(64))
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_returnable: Mapped[bool] = mapped_column(default=True, server_default=true())
    result: Mapped[str] = mapped_column(Text, default="", server_default="")


class ReplyTable(Base):
    __tablename__ = "petition_replies"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"), index=True)
    ticket_id: Mapped[str | None] = mapped_column(ForeignKey("tickets.id"))
    cycle: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    resolution: Mapped[str] = mapped_column(String(16))
    basis: Mapped[list[str]]
    no_basis_reason: Mapped[str] = mapped_column(Text, default="")
    department_code: Mapped[str | None] = mapped_column(String(40))
    author_id: Mapped[str] = mapped_column(String(64))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    citations: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")
    rejected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rejected_reason: Mapped[str | None] = mapped_column(Text)


class PetitionRequestTable(Base):
    """Requests for a ruling; those still waiting have no `decided_at`."""

    __tablename__ = "petition_requests"
    __table_args__ = (Index("ix_petition_requests_waiting", "decided_at", "asked_at"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    cycle: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(64))
    department_code: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    params: Mapped[dict[str, Any]]
    is_granted: Mapped[bool | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(64))
    ruling: Mapped[str] = mapped_column(Text, default="")


class MaterialRequestTable(Base):
    """Material asked of petitioners; its rows are the log of all pauses."""

    __tablename__ = "petition_material_requests"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"), index=True)
    cycle: Mapped[int]
    items: Mapped[list[str]]
    department_code: Mapped[str] = mapped_column(String(40))
    paused_at: Mapped[datetime] = mapped_column(UtcDateTime)
    supply_by: Mapped[datetime] = mapped_column(UtcDateTime)
    resumed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    supplied: Mapped[str] = mapped_column(Text, default="")


class ConsultationTable(Base):
    __tablename__ = "petition_consultations"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"), index=True)
    cycle: Mapped[int]
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)
    departments: Mapped[list[str]]
    minutes: Mapped[str] = mapped_column(Text)
    lead_department_code: Mapped[str] = mapped_column(String(40))
    decided_by: Mapped[str] = mapped_column(String(64))


class RevisitTable(Base):
    __tablename__ = "petition_revisits"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"), index=True)
    cycle: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64))
    is_reached: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")


class ClusterTable(Base):
    """One issue that several enterprises raise (共性问题)."""

    __tablename__ = "petition_clusters"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[str] = mapped_column(String(64))


class RatingTable(Base):
    __tablename__ = "petition_ratings"
    __table_args__ = (UniqueConstraint("petition_id", "cycle"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    petition_id: Mapped[str] = mapped_column(ForeignKey("petitions.id"))
    cycle: Mapped[int]
    stars: Mapped[int]
    comment: Mapped[str] = mapped_column(Text, default="")
    rated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NumberSeriesTable(Base):
    """The last number given on a day; its row is locked while one is taken, so the series has no gaps."""

    __tablename__ = "petition_number_series"

    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]


class CalendarOverrideTable(Base):
    __tablename__ = "calendar_overrides"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working_day: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(200))
    source_document: Mapped[str] = mapped_column(String(200), default="")
    is_national: Mapped[bool] = mapped_column(default=False)


append_only(PetitionEventTable.__table__)  # type: ignore[arg-type]  # a declarative class always has a Table here
