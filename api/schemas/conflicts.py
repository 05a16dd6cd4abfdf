"""Shapes of the work list of conflicts between documents."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

ConflictKindCode = Literal["number", "duplicate", "amount", "supersession", "precedence"]
DecisionCode = Literal["no_conflict", "left_prevails", "right_prevails", "to_correct"]


class ConflictSideOut(BaseModel):
    """One side: its document, and the clause with its words; without a clause the document as a whole is meant."""

    entry_id: str
    version: int
    title: str
    clause_id: str
    clause_label: str
    text: str


class AmountDifferenceOut(BaseModel):
    """Amounts for the same thing that do not agree, as they are written."""

    left: str
    right: str


class ConflictOut(BaseModel):
    """A line of the work list; open while `decision` is null."""

    id: int
    kind: ConflictKindCode
    left: ConflictSideOut
    right: ConflictSideOut
    likeness: float
    differences: list[AmountDifferenceOut]
    found_at: datetime
    decision: DecisionCode | None
    reason: str
    decided_by: str | None
    decided_at: datetime | None
    lock: int


class ConflictList(BaseModel):
    """One page; `open` counts all that wait, by kind."""

    total: int
    open: dict[str, int]
    rows: list[ConflictOut]


class DecideIn(BaseModel):
    decision: DecisionCode
    reason: str = Field(max_length=1_000)
    lock: int
