"""Shapes of what is said about an entry and of what was done to it."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field


class CommentIn(BaseModel):
    """A remark about a version; an empty `clause_id` means the whole of it."""

    text: str = Field(max_length=2_000)
    clause_id: str = Field(default="", max_length=200)


class CommentOut(BaseModel):
    id: int
    version: int
    clause_id: str
    author_name: str
    text: str
    written_at: datetime


class CommentList(BaseModel):
    """All remarks about an entry, the latest first."""

    rows: list[CommentOut]


class DeedOut(BaseModel):
    """One thing that was done to a version; `label` says it in words."""

    version: int
    action: str
    label: str
    actor_name: str
    reason: str | None
    at: datetime


class HistoryOut(BaseModel):
    """Everything that was done to an entry, the latest first."""

    rows: list[DeedOut]
