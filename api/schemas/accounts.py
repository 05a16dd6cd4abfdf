"""Shapes of staff login."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

StaffRoleCode = Literal["OPR", "DSP", "DEP", "SUP", "CUR", "REV", "INT", "ANA", "ADM"]
"""Guests and enterprises have no staff account."""


class LoginIn(BaseModel):
    user_name: str = Field(max_length=60)
    password: str = Field(max_length=200)


class MeOut(BaseModel):
    """Who is logged in. `csrf_token` goes into the X-CSRF-Token header of every write."""

    user_name: str
    display_name: str
    roles: list[str]
    role_names: list[str]
    department_code: str | None
    department: str | None
    supervision_level: int | None  # 1 to 3 for supervisors: the platform, 营商办, 纪委监委
    permissions: list[str]
    csrf_token: str
    must_change_password: bool
    session_ends_at: datetime  # when nothing is done meanwhile


class PasswordIn(BaseModel):
    old_password: str = Field(max_length=200)
    new_password: str = Field(max_length=200)


class AccountChangeIn(BaseModel):
    """What an administrator writes about a person; it replaces what was there."""

    display_name: str = Field(min_length=1, max_length=100)
    roles: list[StaffRoleCode] = Field(min_length=1, max_length=9)
    department_code: str | None = Field(default=None, max_length=40)
    region_code: str | None = Field(default=None, max_length=12)


class AccountIn(AccountChangeIn):
    user_name: str = Field(min_length=2, max_length=60)


class AccountOut(BaseModel):
    id: str
    user_name: str
    display_name: str
    roles: list[str]
    role_names: list[str]
    department_code: str | None
    department: str | None
    region_code: str | None
    disabled: bool
    must_change_password: bool
    locked_until: datetime | None
    created_at: datetime


class OneTimePasswordOut(BaseModel):
    """A password that is shown this once and must be changed at the first login."""

    account: AccountOut
    password: str


class RoleOut(BaseModel):
    """A role of the permission matrix: permission → how far it reaches."""

    code: StaffRoleCode
    name: str
    permissions: dict[str, str]
