"""Logging in and out, sessions, passwords, and the accounts themselves. Every write is audited."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from pwdlib import PasswordHash
from sqlalchemy.orm import Session

from api.accounts.errors import OwnAccountError, UserNameTakenError, WeakPasswordError, WrongPasswordError
from api.accounts.permissions import Permissions
from api.accounts.repository import AccountRepository, to_account
from api.accounts.tables import AccountRow, SessionRow
from api.accounts.types import Account, AccountChange, AccountDraft, OpenedSession, PasswordCheck, StaffIdentity
from core import audit
from core.actors import Actor, Role
from core.audit import Origin
from core.clock import Clock
from core.departments import DepartmentRepository
from core.errors import InvalidInputError, NotFoundError
from core.ids import new_id
from core.messages import message

_NOWHERE = Origin()
_TOUCH_AFTER = timedelta(minutes=5)
_REGION = re.compile(r"\d{6}(?:\d{3}){0,2}")


@dataclass(frozen=True, slots=True)
class LoginRules:
    """When an account is locked, how long a login lasts unused and in all, how long a password must be."""

    attempts: int = 5
    lock_minutes: int = 15
    idle_hours: int = 12
    session_hours: int = 24
    password_min_chars: int = 10
    password_max_chars: int = 200


class AccountService:
    """Use cases of staff accounts. Methods take the caller's session first and never commit."""

    def __init__(
        self,
        repository: AccountRepository,
        clock: Clock,
        permissions: Permissions,
        passwords: PasswordHash,
        rules: LoginRules | None = None,
    ) -> None:
        self.permissions = permissions
        self._accounts = repository
        self._clock = clock
        self._passwords = passwords
        self._rules = rules or LoginRules()

    def create(
        self, session: Session, draft: AccountDraft, password: str, actor: Actor, origin: Origin = _NOWHERE
    ) -> Account:
        """Add an account. Raises UserNameTakenError, WeakPasswordError naming the rule that is broken, or
        InvalidInputError naming the field that cannot be used.
        """
        name = _fold_name(draft.user_name)
        if not name or not draft.roles:
            raise InvalidInputError(message("auth.account_incomplete"))
        _check_place(session, draft.department_code, draft.region_code)
        if self._accounts.by_name(session, name) is not None:
            raise UserNameTakenError(name)
        self._check_strength(password, name)
        row = AccountRow(
            id=new_id("acc"),
            user_name=name,
            display_name=draft.display_name.strip() or name,
            password_hash=self._passwords.hash(password),
            roles=sorted(role.value for role in draft.roles),
            department_code=draft.department_code,
            region_code=draft.region_code,
            supervision_level=draft.supervision_level,
            must_change_password=draft.must_change_password,
            disabled=False,
            failed_attempts=0,
            created_at=self._clock.now(),
        )
        self._accounts.add(session, row)
        changes: dict[str, object] = {"roles": row.roles, "user_name": name, "department_code": row.department_code}
        self._audit(session, actor, "account.create", row, origin=origin, changes=changes)
        return to_account(row)

    def list_accounts(self, session: Session) -> list[Account]:
        """Return all accounts by user name."""
        return [to_account(row) for row in self._accounts.all(session)]

    def change(
        self, session: Session, account_id: str, change: AccountChange, actor: Actor, origin: Origin = _NOWHERE
    ) -> Account:
        """Replace name, roles and place; they hold from the person's next request on.

        Raises NotFoundError, OwnAccountError, InvalidInputError naming the field that cannot be used.
        """
        row = self._found(session, account_id)
        if not change.roles:
            raise InvalidInputError(message("auth.account_incomplete"))
        if account_id == actor.id and change.roles != to_account(row).roles:
            raise OwnAccountError
        _check_place(session, change.department_code, change.region_code)
        values = {
            "display_name": change.display_name.strip() or row.user_name,
            "roles": sorted(role.value for role in change.roles),
            "department_code": change.department_code,
            "region_code": change.region_code,
        }
        changes: dict[str, object] = {
            field: [getattr(row, field), value] for field, value in values.items() if getattr(row, field) != value
        }
        for field, value in values.items():
            setattr(row, field, value)
        self._audit(session, actor, "account.change", row, origin=origin, changes=changes)
        return to_account(row)

    def disable(
        self, session: Session, account_id: str, actor: Actor, *, disabled: bool = True, origin: Origin = _NOWHERE
    ) -> Account:
        """Close an account and end its sessions, or open it again. Raises NotFoundError, OwnAccountError."""
        row = self._found(session, account_id)
        if account_id == actor.id:
            raise OwnAccountError
        row.disabled = disabled
        if disabled:
            self._accounts.end_sessions_of(session, row.id)
        self._audit(session, actor, "account.disable" if disabled else "account.enable", row, origin=origin)
        return to_account(row)

    def reset_password(
        self, session: Session, account_id: str, actor: Actor, origin: Origin = _NOWHERE
    ) -> tuple[Account, str]:
        """Return the account and a random password that must be changed at the next login.

        It unlocks the account and ends its sessions. Raises NotFoundError.
        """
        row = self._found(session, account_id)
        password = self.random_password(row.user_name)
        self._store_password(session, row, password, must_change=True)
        self._audit(session, actor, "account.reset_password", row, origin=origin)
        return to_account(row), password

    def random_password(self, user_name: str) -> str:
        """Return a password of 16 characters that no rule refuses."""
        while True:
            password = secrets.token_urlsafe(12)
            try:
                self._check_strength(password, _fold_name(user_name))
            except WeakPasswordError:
                continue
            return password

    def end_sessions(self, session: Session, account_id: str, actor: Actor, origin: Origin = _NOWHERE) -> None:
        """Log a person out everywhere. Raises NotFoundError."""
        row = self._found(session, account_id)
        self._accounts.end_sessions_of(session, row.id)
        self._audit(session, actor, "account.end_sessions", row, origin=origin)

    def check_password(self, session: Session, user_name: str, password: str) -> PasswordCheck:
        """Compare a password; writes nothing, so it can run outside a write transaction.

        An unknown name costs as much time as a known one, so that nobody can list accounts by the clock.
        """
        name = _fold_name(user_name)
        row = self._accounts.by_name(session, name)
        matches = self._passwords.verify(password, row.password_hash if row else self._decoy_hash)
        return PasswordCheck(name, row.id if row else None, matches and row is not None)

    def open_session(self, session: Session, check: PasswordCheck, origin: Origin = _NOWHERE) -> OpenedSession | None:
        """Log in after `check_password`, or count the failure; None when it failed for whatever reason.

        It does not raise on failure: the caller must commit, or failures would not be counted.
        """
        row = self._accounts.by_id(session, check.account_id) if check.account_id else None
        if row is None:
            return None
        now = self._clock.now()
        if row.disabled or (row.locked_until is not None and row.locked_until > now):
            self._audit(session, to_account(row).actor, "account.login_refused", row, origin=origin)
            return None
        if not check.matches:
            self._count_failure(session, row, now, origin)
            return None
        row.failed_attempts, row.locked_until = 0, None
        self._accounts.drop_expired(session, now)
        opened = self._new_session(session, row, now, origin)
        self._audit(session, opened.account.actor, "account.login", row, origin=origin)
        return opened

    def resolve(self, session: Session, token: str) -> StaffIdentity | None:
        """Return who holds this cookie, or None when it is unknown, expired, or its account is disabled."""
        found = self._accounts.session_with_account(session, _digest(token))
        if found is None:
            return None
        login, row = found
        now = self._clock.now()
        if login.expires_at <= now or row.disabled:
            return None
        is_stale = now - login.last_seen_at >= _TOUCH_AFTER
        return StaffIdentity(to_account(row), login.csrf_token, login.id, login.expires_at, is_stale)

    def touch(self, session: Session, identity: StaffIdentity) -> None:
        """Note that a session is in use: its idle time starts again; it still ends when its whole time is over."""
        found = self._accounts.session_with_account(session, identity.session_id)
        if found is not None:
            login, now = found[0], self._clock.now()
            over = login.created_at + timedelta(hours=self._rules.session_hours)
            login.last_seen_at, login.expires_at = now, min(over, now + timedelta(hours=self._rules.idle_hours))

    def log_out(self, session: Session, identity: StaffIdentity, origin: Origin = _NOWHERE) -> None:
        """End one session; ending it twice is harmless."""
        self._accounts.end_session(session, identity.session_id)
        row = self._accounts.by_id(session, identity.account.id)
        if row is not None:
            self._audit(session, identity.actor, "account.logout", row, origin=origin)

    def change_password(
        self, session: Session, identity: StaffIdentity, old: str, new: str, origin: Origin = _NOWHERE
    ) -> None:
        """Set a new password and end every session of the account, this one too.

        Raises WrongPasswordError when `old` is wrong, WeakPasswordError when `new` breaks a rule.
        """
        row = self._accounts.by_id(session, identity.account.id)
        if row is None or not self._passwords.verify(old, row.password_hash):
            raise WrongPasswordError
        if old == new:
            raise WeakPasswordError("auth.password_unchanged")
        self._check_strength(new, row.user_name)
        self._store_password(session, row, new, must_change=False)
        self._audit(session, identity.actor, "account.change_password", row, origin=origin)

    def csrf_matches(self, identity: StaffIdentity, sent: str | None) -> bool:
        """Say whether the header carries the session's token; compared in constant time."""
        return sent is not None and hmac.compare_digest(identity.csrf_token.encode(), sent.encode())

    @cached_property
    def _decoy_hash(self) -> str:
        return self._passwords.hash(secrets.token_urlsafe(16))

    def _new_session(self, session: Session, row: AccountRow, now: datetime, origin: Origin) -> OpenedSession:
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        self._accounts.add_session(
            session,
            SessionRow(
                id=_digest(token),
                account_id=row.id,
                csrf_token=csrf,
                created_at=now,
                last_seen_at=now,
                expires_at=now + timedelta(hours=self._rules.idle_hours),
                ip=origin.ip,
            ),
        )
        return OpenedSession(to_account(row), token, csrf)

    def _count_failure(self, session: Session, row: AccountRow, now: datetime, origin: Origin) -> None:
        row.failed_attempts += 1
        locks = row.failed_attempts >= self._rules.attempts
        if locks:
            row.failed_attempts, row.locked_until = 0, now + timedelta(minutes=self._rules.lock_minutes)
        action = "account.lock" if locks else "account.login_failed"
        self._audit(session, to_account(row).actor, action, row, origin=origin)

    def _store_password(self, session: Session, row: AccountRow, password: str, *, must_change: bool) -> None:
        row.password_hash = self._passwords.hash(password)
        row.must_change_password = must_change
        row.failed_attempts, row.locked_until = 0, None
        self._accounts.end_sessions_of(session, row.id)

    def _check_strength(self, password: str, user_name: str) -> None:
        rules = self._rules
        if not rules.password_min_chars <= len(password) <= rules.password_max_chars:
            raise WeakPasswordError(
                "auth.password_length", least=rules.password_min_chars, most=rules.password_max_chars
            )
        if user_name in password.lower() or len(set(password)) < 4:
            raise WeakPasswordError("auth.password_guessable")

    def _found(self, session: Session, account_id: str) -> AccountRow:
        row = self._accounts.by_id(session, account_id)
        if row is None:
            raise NotFoundError(message("auth.no_such_account"))
        return row

    def _audit(
        self,
        session: Session,
        actor: Actor,
        action: str,
        row: AccountRow,
        *,
        origin: Origin = _NOWHERE,
        changes: dict[str, object] | None = None,
    ) -> None:
        audit.record(
            session,
            actor,
            action,
            object_type="account",
            object_id=row.id,
            changes=changes,
            at=self._clock.now(),
            ip=origin.ip,
            request_id=origin.request_id,
        )


def role_names(roles: frozenset[Role]) -> list[str]:
    """Return the roles' names as people read them, in the order of their codes."""
    return [message(f"auth.role.{role.value}") for role in sorted(roles)]


def _check_place(session: Session, department_code: str | None, region_code: str | None) -> None:
    """Raise InvalidInputError for a department that does not exist, or a region that cannot."""
    wrong = {}
    if department_code is not None and DepartmentRepository().get(session, department_code) is None:
        wrong["department_code"] = message("auth.no_such_department", code=department_code)
    if region_code is not None and not _REGION.fullmatch(region_code):
        wrong["region_code"] = message("auth.bad_region")
    if wrong:
        raise InvalidInputError(next(iter(wrong.values())), details=wrong)


def _fold_name(user_name: str) -> str:
    return unicodedata.normalize("NFKC", user_name).strip().lower()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
