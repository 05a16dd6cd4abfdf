"""Shapes of what an entry has besides its text: a service guide, the window of a notice."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

LimitUnit = Literal["working_day", "calendar_day"]


class LimitIn(BaseModel):
    days: int = Field(ge=0, le=3_660)
    unit: LimitUnit


class MaterialIn(BaseModel):
    name: str = Field(min_length=1, max_length=300)
    source_channel: str | None = Field(default=None, max_length=200)
    original_or_copy: str | None = Field(default=None, max_length=50)
    copies: int | None = Field(default=None, ge=0, le=100)
    electronic_accepted: bool | None = None
    exempt: bool = False


class ServiceItemIn(BaseModel):
    """A service guide (办事指南), written whole; `lock` is that of the newest version, null for a new guide."""

    title: str = Field(min_length=1, max_length=200)
    item_code: str = Field(min_length=1, max_length=60)
    item_type: str = Field(min_length=1, max_length=60)
    implementing_body: str = Field(min_length=1, max_length=200)
    legal_basis: list[str] = Field(default=[], max_length=50)
    eligibility: list[str] = Field(default=[], max_length=100)
    required_materials: list[MaterialIn] = Field(default=[], max_length=100)
    statutory_limit: LimitIn | None = None
    committed_limit: LimitIn | None = None
    fee: str = Field(default="", max_length=500)
    windows: list[str] = Field(default=[], max_length=50)
    online_url: str | None = Field(default=None, max_length=500, pattern=r"^https?://")
    consult_phone: str | None = Field(default=None, max_length=60)
    complaint_phone: str | None = Field(default=None, max_length=60)
    steps: list[str] = Field(default=[], max_length=100)
    onsite_visits: int | None = Field(default=None, ge=0, le=50)
    department_code: str | None = Field(default=None, max_length=40)
    lock: int | None = None


class NoticeIn(BaseModel):
    """When and where one applies: a window, or all year round. `apply_url` is an address or "线下"."""

    window_start: date | None = None
    window_end: date | None = None
    year_round: bool = False
    apply_url: str | None = Field(default=None, max_length=500)
    contact: str | None = Field(default=None, max_length=300)
    lock: int
