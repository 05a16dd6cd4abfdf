"""Shapes of what an administrator sees of the system itself: audit rows, settings, the state of the index."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel


class AuditRowOut(BaseModel):
    """One deed; `changes` maps a field to [before, after], personal data masked."""

    sequence: int
    at: datetime
    actor_id: str
    actor_name: str
    roles: list[str]
    action: str
    object_type: str
    object_id: str
    changes: dict[str, Any]
    reason: str | None
    ip: str | None
    request_id: str | None


class AuditListOut(BaseModel):
    total: int
    rows: list[AuditRowOut]


class SettingOut(BaseModel):
    """One environment variable: what is in force, and whether that is not the default. Secrets are never shown."""

    variable: str
    value: str
    is_default: bool
    is_secret: bool
    description: str


class SettingGroupOut(BaseModel):
    name: str
    settings: list[SettingOut]


class IndexHealthOut(BaseModel):
    """The search index: `behind` is how many changes of the base it has yet to follow."""

    ready: bool
    behind: int
    published: int
    embedder: str


class SystemOut(BaseModel):
    version: str
    index: IndexHealthOut
    settings: list[SettingGroupOut]
