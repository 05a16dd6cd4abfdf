"""Shapes of what becomes of replies: whether they are reusable, and the entries drafted from them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

UnfitCode = Literal[
    "not_closed", "confidential", "no_reply", "marked", "nature", "resolution", "rating", "unrated", "quality"
]


class UnfitOut(BaseModel):
    """One reason why a reply is not drafted by itself; with `is_final`, not by hand either."""

    code: UnfitCode
    message: str
    is_final: bool


class ReuseOut(BaseModel):
    """A petition's reply as knowledge. `mark` is what whoever handled it said; with `is_known` the base held it."""

    number: str
    title: str
    closed_at: datetime | None
    is_reusable: bool
    unfit: list[UnfitOut]
    mark: bool | None
    entry_id: str | None
    is_known: bool


class ReuseListOut(BaseModel):
    total: int
    rows: list[ReuseOut]


class ReuseMarkIn(BaseModel):
    """True: reusable; false: not; null: as the rule says."""

    is_reusable: bool | None
