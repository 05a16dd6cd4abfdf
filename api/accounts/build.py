"""Puts the account service together; the only place that names the password hash."""

from __future__ import annotations

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.accounts.permissions import load_permissions
from api.accounts.repository import AccountRepository
from api.accounts.service import AccountService
from core.clock import Clock


def build_accounts(clock: Clock) -> AccountService:
    """Return the service with Argon2id passwords and the shipped permission matrix."""
    return AccountService(AccountRepository(), clock, load_permissions(), PasswordHash((Argon2Hasher(),)))
