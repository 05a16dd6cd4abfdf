"""Shapes of appeals against the assessment of departments."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field


class AppealIn(BaseModel):
    department_code: str = Field(max_length=40)
    text: str = Field(max_length=2_000)


class AppealRulingIn(BaseModel):
    is_upheld: bool
    reason: str = Field(max_length=2_000)


class AppealOut(BaseModel):
    """One appeal; `is_upheld` is null until somebody ruled."""

    id: str
    edition_id: str
    department_code: str
    department: str
    text: str
    filed_at: datetime
    filed_by: str
    is_upheld: bool | None
    ruling: str
    ruled_at: datetime | None
    ruled_by: str


class AppealListOut(BaseModel):
    """The appeals against an edition, and until when there may be more."""

    until: date
    is_open: bool
    appeals: list[AppealOut]


class AssessedOut(BaseModel):
    """A released report that assesses departments; `until` is the last day of appeals.

    `appeals` and `pending` count those the caller may see; `pending` wait for a ruling.
    """

    edition_id: str
    title: str
    number: int
    released_at: datetime | None
    until: date
    is_open: bool
    appeals: int
    pending: int
