"""All queries about staff accounts and sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.accounts.tables import AccountRow, SessionRow
from api.accounts.types import Account
from core.actors import Role


class AccountRepository:
    """Reads and writes accounts and sessions within the caller's session."""

    def add(self, session: Session, row: AccountRow) -> None:
        session.add(row)
        session.flush()

    def by_name(self, session: Session, user_name: str) -> AccountRow | None:
        return session.scalar(select(AccountRow).where(AccountRow.user_name == user_name))

    def by_id(self, session: Session, account_id: str) -> AccountRow | None:
        return session.get(AccountRow, account_id)

    def all(self, session: Session) -> list[AccountRow]:
        return list(session.scalars(select(AccountRow).order_by(AccountRow.user_name)))

    def add_session(self, session: Session, row: SessionRow) -> None:
        session.add(row)
        session.flush()

    def session_with_account(self, session: Session, session_id: str) -> tuple[SessionRow, AccountRow] | None:
        """Return the login and its account, or None when the cookie opens nothing."""
        found = session.execute(
            select(SessionRow, AccountRow)
            .join(AccountRow, AccountRow.id == SessionRow.account_id)
            .where(SessionRow.id == session_id)
        ).one_or_none()
        return None if found is None else (found[0], found[1])

    def end_session(self, session: Session, session_id: str) -> None:
        session.execute(delete(SessionRow).where(SessionRow.id == session_id))

    def end_sessions_of(self, session: Session, account_id: str) -> None:
        session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))

    def drop_expired(self, session: Session, now: datetime) -> None:
        session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))


def to_account(row: AccountRow) -> Account:
    """Return the account without its password."""
    return Account(
        id=row.id,
        user_name=row.user_name,
        display_name=row.display_name,
        roles=frozenset(Role(code) for code in row.roles),
        department_code=row.department_code,
        region_code=row.region_code,
        disabled=row.disabled,
        must_change_password=row.must_change_password,
        created_at=row.created_at,
        locked_until=row.locked_until,
        supervision_level=row.supervision_level,
    )
