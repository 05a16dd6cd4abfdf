"""Shapes of doing one thing to many entries."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

BulkActionCode = Literal["submit", "add_tags", "remove_tags", "set_department", "set_effective_to", "set_review_date"]


class BulkRow(BaseModel):
    entry_id: str = Field(min_length=1, max_length=64)
    version: int = Field(ge=1, le=1_000_000)


class BulkIn(BaseModel):
    """What to do with each of `rows`.

    Submit it, add or take `tags`, give it to `department_code`, let it end on `effective_to`, or set when to look at it
    again. Only the last makes no draft of what is published.
    """

    action: BulkActionCode
    rows: list[BulkRow] = Field(min_length=1, max_length=200)
    tags: list[str] = Field(default=[], max_length=20)
    department_code: str | None = Field(default=None, max_length=40)
    effective_to: date | None = None
    next_review_on: date | None = None


class BulkRowOut(BaseModel):
    """What became of one row: the version that holds the change, or the sentences that say why it was left alone."""

    entry_id: str
    version: int
    title: str
    problems: list[str]


class BulkOut(BaseModel):
    done: int
    rows: list[BulkRowOut]
