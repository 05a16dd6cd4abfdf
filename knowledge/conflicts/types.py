"""The nouns of conflicts between documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ConflictKind(StrEnum):
    """What is wrong between two documents, or two of their clauses."""

    NUMBER = "number"  # one document number on two documents of one body
    DUPLICATE = "duplicate"  # clauses that say the same
    AMOUNT = "amount"  # other amounts or limits for the same matter
    SUPERSESSION = "supersession"  # one ends the other: it says so, or is a later text of the same instrument
    PRECEDENCE = "precedence"  # one says that it prevails over what differs from it


class Decision(StrEnum):
    """What a curator found."""

    NO_CONFLICT = "no_conflict"
    LEFT_PREVAILS = "left_prevails"
    RIGHT_PREVAILS = "right_prevails"
    TO_CORRECT = "to_correct"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one side of a conflict stands; an empty `clause_id` means the document as a whole."""

    entry_id: str
    version: int
    clause_id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A conflict as the rules see it. `differences` are pairs "left → right"; `likeness` is 0..1, 1 for stated ones."""

    kind: ConflictKind
    left: Place
    right: Place
    likeness: float = 1.0
    differences: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A line of the work list."""

    id: int
    kind: ConflictKind
    left: Place
    left_title: str
    right: Place
    right_title: str
    likeness: float
    differences: tuple[tuple[str, str], ...]
    found_at: datetime
    decision: Decision | None
    reason: str
    decided_by: str | None
    decided_at: datetime | None
    lock: int
