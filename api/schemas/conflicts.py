"""Shapes of the work list of conflicts between documents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

ConflictKindCode = Literal["number", "duplicate", "amount", "supersession", "precedence"]
DecisionCode = Literal["no_conflict", "left_prevails", "right_prevails", "to_correct"]


EndingStepCode = Literal["withdraw", "supersede"]


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


class EndingOut(BaseModel):
    """What whoever decided asks of a reviewer about the side that does not prevail; open while `is_granted` is null.

    `is_own`: the reader asked for it, and so may not rule on it.
    """

    step: EndingStepCode
    effective_on: date | None
    is_own: bool
    asked_at: datetime
    is_granted: bool | None
    ruling: str
    ruled_by: str | None
    ruled_at: datetime | None


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
    ending: EndingOut | None


class ConflictList(BaseModel):
    """One page; `open` counts all that wait, by kind."""

    total: int
    open: dict[str, int]
    rows: list[ConflictOut]


class EndingList(BaseModel):
    """One page of what reviewers are asked to end, with the conflict that is the reason."""

    total: int
    waiting: int
    rows: list[ConflictOut]


class EndingIn(BaseModel):
    """How the side that does not prevail is to end; `effective_on` is needed where the other is to take over."""

    step: EndingStepCode
    effective_on: date | None = None


class DecideIn(BaseModel):
    decision: DecisionCode
    reason: str = Field(max_length=1_000)
    lock: int
    ending: EndingIn | None = None


class RuleOnEndingIn(BaseModel):
    is_granted: bool
    reason: str = Field("", max_length=1_000)
    lock: int
