"""The audit log: append-only and hash-chained, so that a changed or removed row shows (DOMAIN §3.4)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    ColumnElement,
    Integer,
    String,
    Table,
    Text,
    event,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.actors import Actor
from core.clock import SHANGHAI
from core.database import Base, UtcDateTime
from core.masking import mask, mask_values
from core.messages import message

GENESIS = "0" * 64
"""What stands before the first row."""

_CHAIN_LOCK = 0x59_4F_55_44
_BATCH = 1000


class AuditRow(Base):
    __tablename__ = "audit_log"

    sequence: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    at_local: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[str] = mapped_column(String(64), index=True)
    actor_name: Mapped[str] = mapped_column(String(100))
    roles: Mapped[list[str]]
    action: Mapped[str] = mapped_column(String(80))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(80), index=True)
    changes: Mapped[dict[str, Any]]
    reason: Mapped[str | None] = mapped_column(Text)
    ip: Mapped[str | None] = mapped_column(String(64))
    request_id: Mapped[str | None] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from, as far as the entry point knows."""

    ip: str | None = None
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which rows to list; what is empty does not narrow. `text` is part of an object's id or of a person's name."""

    actor_id: str = ""
    action: str = ""
    text: str = ""
    offset: int = 0
    limit: int = 50


UNKNOWN_ORIGIN = Origin()
"""For what the product does by itself, and for callers without a request."""


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What `verify` found. `head` is the newest hash: noted elsewhere, it proves later that no tail was cut off."""

    count: int
    broken_at: int | None
    head: str

    @property
    def is_intact(self) -> bool:
        return self.broken_at is None


def append_only(table: Table) -> None:
    """Make the engine itself refuse UPDATE and DELETE on `table`, wherever the table is created from metadata."""
    for statement, dialect in append_only_statements(table.name):
        ddl = DDL(statement)  # type: ignore[no-untyped-call]
        event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


def append_only_statements(table_name: str) -> list[tuple[str, str]]:
    """Return the (statement, dialect) pairs that guard `table_name`, for migrations too."""
    refuse = f"{table_name} is append-only"
    sqlite = [
        f"CREATE TRIGGER IF NOT EXISTS {table_name}_no_{verb.lower()} BEFORE {verb} ON {table_name} "
        f"BEGIN SELECT RAISE(ABORT, '{refuse}'); END"
        for verb in ("UPDATE", "DELETE")
    ]
    function = (
        f"CREATE OR REPLACE FUNCTION {table_name}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refuse}'; END $$"
    )
    trigger = (
        f"CREATE TRIGGER {table_name}_no_change BEFORE UPDATE OR DELETE ON {table_name} "
        f"FOR EACH ROW EXECUTE FUNCTION {table_name}_refuse()"
    )
    return [(s, "sqlite") for s in sqlite] + [(s, "postgresql") for s in (function, trigger)]


append_only(AuditRow.__table__)  # type: ignore[arg-type]  # a declarative class always has a Table here


def record(
    session: Session,
    actor: Actor,
    action: str,
    object_type: str,
    object_id: str,
    changes: Mapping[str, object] | None = None,
    reason: str | None = None,
    *,
    at: datetime,
    ip: str | None = None,
    request_id: str | None = None,
) -> None:
    """Append one row to the chain in the caller's transaction; personal data in `changes` and `reason` is masked.

    `changes` maps a field to [before, after]. On PostgreSQL the chain is locked until the transaction ends.
    """
    last = _last_row(session)
    row = AuditRow(
        sequence=last.sequence + 1 if last else 1,
        at=at,
        at_local=at.astimezone(SHANGHAI).isoformat(),
        actor_id=actor.id,
        actor_name=actor.name,
        roles=sorted(role.value for role in actor.roles),
        action=action,
        object_type=object_type,
        object_id=object_id,
        changes=mask_values(json.loads(json.dumps(dict(changes or {}), default=str))),
        reason=None if reason is None else mask(reason),
        ip=ip,
        request_id=request_id,
        previous_hash=last.hash if last else GENESIS,
    )
    row.hash = _digest(row)
    session.add(row)
    session.flush()


def verify(session: Session) -> AuditReport:
    """Walk the whole chain and report the first row whose content or predecessor is not what its hash says."""
    count, previous = 0, GENESIS
    rows = session.scalars(select(AuditRow).order_by(AuditRow.sequence).execution_options(yield_per=_BATCH))
    for row in rows:
        count += 1
        if row.sequence != count or row.previous_hash != previous or row.hash != _digest(row):
            return AuditReport(count, row.sequence, previous)
        previous = row.hash
    return AuditReport(count, None, previous)


def page(session: Session, query: AuditQuery) -> tuple[int, list[AuditRow]]:
    """Return how many rows match and one page of them, newest first. `action` matches the beginning."""
    conditions: list[ColumnElement[bool]] = []
    if query.actor_id:
        conditions.append(AuditRow.actor_id == query.actor_id)
    if query.action:
        conditions.append(AuditRow.action.startswith(query.action, autoescape=True))
    if query.text:
        in_object = AuditRow.object_id.contains(query.text, autoescape=True)
        conditions.append(or_(in_object, AuditRow.actor_name.contains(query.text, autoescape=True)))
    total = session.scalar(select(func.count()).select_from(AuditRow).where(*conditions)) or 0
    rows = select(AuditRow).where(*conditions).order_by(AuditRow.sequence.desc())
    return total, list(session.scalars(rows.offset(query.offset).limit(query.limit)))


def actors_of(session: Session, action: str, *, object_type: str, object_id: str) -> frozenset[str]:
    """Return the ids of everybody who did `action` to this object."""
    found = session.scalars(
        select(AuditRow.actor_id).where(
            AuditRow.action == action, AuditRow.object_type == object_type, AuditRow.object_id == object_id
        )
    )
    return frozenset(found)


def rows_of(session: Session, object_type: str, object_ids: Sequence[str]) -> list[AuditRow]:
    """Return what was done to these objects, the latest first."""
    found = select(AuditRow).where(AuditRow.object_type == object_type, AuditRow.object_id.in_(object_ids))
    return list(session.scalars(found.order_by(AuditRow.sequence.desc())))


def describe(report: AuditReport) -> str:
    """Return the sentence an operator reads about a report."""
    if report.broken_at is None:
        return message("audit.intact", count=report.count)
    return message("audit.broken", sequence=report.broken_at)


def _last_row(session: Session) -> AuditRow | None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    return session.scalars(select(AuditRow).order_by(AuditRow.sequence.desc()).limit(1)).first()


def _digest(row: AuditRow) -> str:
    """Return the SHA-256 of every other column, in a fixed written form."""
    columns = (c.key for c in AuditRow.__table__.columns if c.key not in {"hash", "at"})
    content = {key: getattr(row, key) for key in columns} | {"at": row.at.astimezone(SHANGHAI).isoformat()}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
