"""All queries about supervision orders and flags; nothing here commits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from petitions.alerts.tables import AccountabilityTable
from petitions.repository import Visibility, in_region
from petitions.supervision.tables import SupervisionOrderTable
from petitions.supervision.types import (
    AccountabilityFlag,
    OrderPage,
    OrderReason,
    OrderState,
    SupervisionOrder,
    Verdict,
)
from petitions.tables import PetitionTable


class SupervisionRepository:
    """Reads and writes orders and flags."""

    def add(self, session: Session, row: SupervisionOrderTable) -> None:
        """Store a new order."""
        session.add(row)
        session.flush()

    def get(self, session: Session, order_id: str) -> SupervisionOrderTable | None:
        """Return an order for changing it; other writers wait (PostgreSQL)."""
        return session.get(SupervisionOrderTable, order_id, with_for_update=True, populate_existing=True)

    def page(
        self,
        session: Session,
        now: datetime,
        *,
        visibility: Visibility,
        level: int | None,
        state: OrderState | None,
        petition_id: str | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> OrderPage:
        """Return the orders a caller may see, newest first."""
        order = SupervisionOrderTable
        conditions: list[ColumnElement[bool]] = in_region(visibility)
        if not visibility.sees_all:
            conditions.append(order.department_code.in_(visibility.departments))
        if level is not None:
            conditions.append(order.level == level)
        if state is not None:
            conditions.append(order.state == state.value)
        if petition_id is not None:
            conditions.append(order.petition_id == petition_id)
        counted = select(func.count()).select_from(order).join(PetitionTable, PetitionTable.id == order.petition_id)
        total = session.scalar(counted.where(*conditions)) or 0
        rows = session.execute(
            select(order, PetitionTable.number, PetitionTable.title)
            .join(PetitionTable, PetitionTable.id == order.petition_id)
            .where(*conditions)
            .order_by(order.issued_at.desc(), order.id.desc())
            .offset(offset)
            .limit(limit)
        )
        return OrderPage(total, tuple(to_order(row, number, title, now) for row, number, title in rows))

    def flags(
        self, session: Session, visibility: Visibility, *, only_open: bool, offset: int = 0, limit: int = 50
    ) -> list[AccountabilityFlag]:
        """Return the flags of accountability that a caller may see, newest first."""
        flag = AccountabilityTable
        statement = select(flag, PetitionTable.number, PetitionTable.title).join(
            PetitionTable, PetitionTable.id == flag.petition_id
        )
        statement = statement.where(*in_region(visibility))
        if only_open:
            statement = statement.where(flag.verdict.is_(None))
        statement = statement.order_by(flag.raised_at.desc(), flag.id.desc()).offset(offset).limit(limit)
        return [to_flag(row, number, title) for row, number, title in session.execute(statement)]

    def get_flag(self, session: Session, flag_id: str) -> AccountabilityTable | None:
        """Return a flag for changing it; other writers wait (PostgreSQL)."""
        return session.get(AccountabilityTable, flag_id, with_for_update=True, populate_existing=True)

    def petition_of(self, session: Session, petition_id: str) -> PetitionTable:
        """Return the petition an order or flag is about."""
        return session.get_one(PetitionTable, petition_id)


def to_order(row: SupervisionOrderTable, number: str, title: str, now: datetime) -> SupervisionOrder:
    """Return the order a row holds; it is overdue if the answer came after its due time or has not come by `now`."""
    return SupervisionOrder(
        id=row.id,
        petition_number=number,
        petition_title=title,
        level=row.level,
        reason=OrderReason(row.reason),
        text=row.text,
        department_code=row.department_code,
        due_at=row.due_at,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        state=OrderState(row.state),
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        closing_note=row.closing_note,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        is_overdue=(row.answered_at or row.closed_at or now) > row.due_at,
    )


def to_flag(row: AccountabilityTable, number: str, title: str) -> AccountabilityFlag:
    """Return the flag a row holds."""
    return AccountabilityFlag(
        id=row.id,
        petition_number=number,
        petition_title=title,
        cycle=row.cycle,
        department_code=row.department_code,
        raised_at=row.raised_at,
        verdict=Verdict(row.verdict) if row.verdict else None,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
    )
