from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.errors import UserNameTakenError, WeakPasswordError, WrongPasswordError
from api.accounts.permissions import Scope, load_permissions
from api.accounts.repository import AccountRepository
from api.accounts.service import AccountService
from api.accounts.tables import SessionRow
from api.accounts.types import AccountDraft, OpenedSession
from core import audit
from core.actors import SYSTEM, Role
from core.clock import FixedClock
from core.database import Base, Database

PASSWORD = "correct-horse-9"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = Database(f"sqlite:///{tmp_path / 'accounts.db'}")
    Base.metadata.create_all(database.engine)
    with database.unit_of_work() as session:
        yield session
    database.dispose()


@pytest.fixture
def accounts(clock: FixedClock, session: Session) -> AccountService:
    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    service = AccountService(AccountRepository(), clock, load_permissions(), cheap)
    draft = AccountDraft(user_name="Handler1", display_name="承办一", roles=frozenset({Role.HANDLER}))
    service.create(session, draft, PASSWORD, SYSTEM)
    return service


def log_in(accounts: AccountService, session: Session, password: str = PASSWORD) -> OpenedSession | None:
    return accounts.open_session(session, accounts.check_password(session, "handler1", password))


def test_login_with_the_right_password_opens_a_session(accounts: AccountService, session: Session) -> None:
    opened = log_in(accounts, session)
    assert opened is not None
    identity = accounts.resolve(session, opened.token)
    assert identity is not None
    assert identity.actor.has(Role.HANDLER)
    assert accounts.csrf_matches(identity, opened.csrf_token)
    assert not accounts.csrf_matches(identity, None)


def test_the_cookie_itself_is_not_in_the_database(accounts: AccountService, session: Session) -> None:
    opened = log_in(accounts, session)
    assert opened is not None
    row = session.scalars(select(SessionRow)).one()
    assert opened.token not in {row.id, row.csrf_token}


def test_user_names_ignore_case_width_and_blanks(accounts: AccountService, session: Session) -> None:
    assert accounts.check_password(session, " ＨANDLER1 ", PASSWORD).matches


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(
    accounts: AccountService, session: Session, clock: FixedClock
) -> None:
    for _ in range(5):
        assert log_in(accounts, session, "wrong-password") is None
    assert log_in(accounts, session) is None
    clock.advance_to(clock.now() + timedelta(minutes=15))
    assert log_in(accounts, session) is not None


def test_four_wrong_passwords_and_a_right_one_start_counting_again(accounts: AccountService, session: Session) -> None:
    for _ in range(2):
        for _ in range(4):
            log_in(accounts, session, "wrong-password")
        assert log_in(accounts, session) is not None


def test_an_unknown_name_fails_without_an_error(accounts: AccountService, session: Session) -> None:
    assert accounts.open_session(session, accounts.check_password(session, "nobody", PASSWORD)) is None


def test_a_session_unused_for_twelve_hours_ends(accounts: AccountService, session: Session, clock: FixedClock) -> None:
    opened = log_in(accounts, session)
    assert opened is not None
    clock.advance_to(clock.now() + timedelta(hours=11))
    identity = accounts.resolve(session, opened.token)
    assert identity is not None
    assert identity.is_stale
    accounts.touch(session, identity)
    clock.advance_to(clock.now() + timedelta(hours=11, minutes=59))
    assert accounts.resolve(session, opened.token) is not None
    clock.advance_to(clock.now() + timedelta(minutes=1))
    assert accounts.resolve(session, opened.token) is None


def test_a_session_ends_after_a_day_however_busy(accounts: AccountService, session: Session, clock: FixedClock) -> None:
    opened = log_in(accounts, session)
    assert opened is not None
    for _ in range(4):
        clock.advance_to(clock.now() + timedelta(hours=5, minutes=59))
        identity = accounts.resolve(session, opened.token)
        assert identity is not None
        accounts.touch(session, identity)
    clock.advance_to(clock.now() + timedelta(minutes=4))
    assert accounts.resolve(session, opened.token) is None


def test_a_changed_password_ends_every_session(accounts: AccountService, session: Session) -> None:
    first, second = log_in(accounts, session), log_in(accounts, session)
    assert first is not None
    assert second is not None
    identity = accounts.resolve(session, first.token)
    assert identity is not None
    accounts.change_password(session, identity, PASSWORD, "another-secret-7")
    assert accounts.resolve(session, first.token) is None
    assert accounts.resolve(session, second.token) is None
    assert log_in(accounts, session) is None
    assert log_in(accounts, session, "another-secret-7") is not None


def test_a_new_account_must_change_its_password_until_it_has(accounts: AccountService, session: Session) -> None:
    opened = log_in(accounts, session)
    assert opened is not None
    assert opened.account.must_change_password
    identity = accounts.resolve(session, opened.token)
    assert identity is not None
    accounts.change_password(session, identity, PASSWORD, "another-secret-7")
    again = log_in(accounts, session, "another-secret-7")
    assert again is not None
    assert not again.account.must_change_password


@pytest.mark.parametrize("weak", ["short-9", "x" * 201, "aaaaaaaaaaaa", "my-handler1-pass", PASSWORD])
def test_weak_new_passwords_are_refused_with_their_field(accounts: AccountService, session: Session, weak: str) -> None:
    opened = log_in(accounts, session)
    assert opened is not None
    identity = accounts.resolve(session, opened.token)
    assert identity is not None
    with pytest.raises(WeakPasswordError) as caught:
        accounts.change_password(session, identity, PASSWORD, weak)
    assert "new_password" in caught.value.details


def test_a_wrong_old_password_changes_nothing(accounts: AccountService, session: Session) -> None:
    opened = log_in(accounts, session)
    assert opened is not None
    identity = accounts.resolve(session, opened.token)
    assert identity is not None
    with pytest.raises(WrongPasswordError):
        accounts.change_password(session, identity, "not-the-old-one", "another-secret-7")
    assert log_in(accounts, session) is not None


def test_a_disabled_account_loses_its_sessions_and_cannot_log_in(accounts: AccountService, session: Session) -> None:
    opened = log_in(accounts, session)
    assert opened is not None
    accounts.disable(session, opened.account.id, SYSTEM)
    assert accounts.resolve(session, opened.token) is None
    assert log_in(accounts, session) is None


def test_a_random_password_never_breaks_a_rule(accounts: AccountService) -> None:
    assert all("a" not in accounts.random_password("A").lower() for _ in range(20))


def test_two_accounts_cannot_share_a_name(accounts: AccountService, session: Session) -> None:
    draft = AccountDraft(user_name="HANDLER1", display_name="另一人", roles=frozenset({Role.CURATOR}))
    with pytest.raises(UserNameTakenError):
        accounts.create(session, draft, PASSWORD, SYSTEM)


def test_every_login_and_lock_stands_in_the_audit_log(accounts: AccountService, session: Session) -> None:
    for _ in range(5):
        log_in(accounts, session, "wrong-password")
    actions = list(session.scalars(select(audit.AuditRow.action).order_by(audit.AuditRow.sequence)))
    assert actions == ["account.create", *["account.login_failed"] * 4, "account.lock"]
    assert audit.verify(session).is_intact


def test_the_matrix_gives_each_role_only_its_own_cells() -> None:
    matrix = load_permissions()
    assert matrix.scopes([Role.HANDLER], "petition.reply") == {Scope.DEPARTMENT}
    assert not matrix.scopes([Role.CURATOR], "kb.approve")
    assert not matrix.scopes([Role.ADMINISTRATOR], "petition.view")
    assert matrix.scopes([Role.DISPATCHER, Role.HANDLER], "petition.view") == {Scope.ALL, Scope.DEPARTMENT}


def test_every_role_may_ask_and_read_published_knowledge() -> None:
    matrix = load_permissions()
    assert all(matrix.scopes([role], code) for role in Role for code in ("chat.ask", "kb.read_published"))
