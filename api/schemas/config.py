"""Shapes of what an administrator decides about petitions: lists of rows with a day of effect."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

ConfigKindCode = Literal["taxonomy", "departments", "dispatch", "calendar", "rules"]


class ConfigVersionOut(BaseModel):
    """One decision: who made it, why, and from when it governs."""

    version: int
    effective_from: date | None
    author: str
    reason: str
    created_at: datetime | None


class ConfigOut(BaseModel):
    """What is in force today, every cell as text; `newest_version` is what a change must name as its base."""

    kind: ConfigKindCode
    columns: list[str]
    rows: list[dict[str, str]]
    in_force: ConfigVersionOut
    newest_version: int
    versions: list[ConfigVersionOut]


class ConfigIn(BaseModel):
    """New rows. Without `effective_from` they govern from today."""

    rows: list[dict[str, str]] = Field(max_length=20_000)
    base_version: int = Field(ge=0)
    reason: str = Field(max_length=500)
    effective_from: date | None = None


class HoldingOut(BaseModel):
    """What a department still holds, so that it cannot be removed."""

    kind: str
    count: int
    text: str
