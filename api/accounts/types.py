"""The nouns of staff accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.actors import Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person of the staff; the password is never part of it."""

    id: str
    user_name: str
    display_name: str
    roles: frozenset[Role]
    department_code: str | None
    region_code: str | None
    disabled: bool
    must_change_password: bool
    created_at: datetime
    locked_until: datetime | None = None
    supervision_level: int | None = None

    @property
    def actor(self) -> Actor:
        return Actor(
            self.id, self.display_name, self.roles, self.department_code, self.supervision_level, self.region_code
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDraft:
    """What makes a new account. `must_change_password` holds the account to its own page until it is changed.

    `supervision_level` is for supervisors: 1 the platform (also where none is given), 2 营商办, 3 纪委监委.
    """

    user_name: str
    display_name: str
    roles: frozenset[Role]
    department_code: str | None = None
    region_code: str | None = None
    must_change_password: bool = True
    supervision_level: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChange:
    """What an administrator may change about a person."""

    display_name: str
    roles: frozenset[Role]
    department_code: str | None = None
    region_code: str | None = None


@dataclass(frozen=True, slots=True)
class PasswordCheck:
    """The result of comparing a password, before anything about it is written down."""

    user_name: str
    account_id: str | None
    matches: bool


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A fresh login. `token` is shown to the browser once; only its hash is stored."""

    account: Account
    token: str
    csrf_token: str


@dataclass(frozen=True, slots=True)
class StaffIdentity:
    """Who stands behind a session cookie, until when if nothing is done meanwhile.

    `is_stale` asks the caller to note that the session is in use.
    """

    account: Account
    csrf_token: str
    session_id: str
    ends_at: datetime
    is_stale: bool

    @property
    def actor(self) -> Actor:
        return self.account.actor
