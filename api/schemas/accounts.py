"""Shapes of staff login."""

from __future__ import annotations

from pydantic import BaseModel, Field


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


class PasswordIn(BaseModel):
    old_password: str = Field(max_length=200)
    new_password: str = Field(max_length=200)
