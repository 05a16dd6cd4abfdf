"""The nouns of conflicts between documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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


class EndingStep(StrEnum):
    """How the side that does not prevail is to end."""

    WITHDRAW = "withdraw"  # at once
    SUPERSEDE = "supersede"  # the other side takes over on a day


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


@dataclass(frozen=True, slots=True)
class EndingDraft:
    """What is to become of the side that does not prevail; `effective_on` is the day on which the other takes over."""

    step: EndingStep
    effective_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What whoever decided a conflict asks of a reviewer; open while `is_granted` is None. `asked_by` is an account."""

    step: EndingStep
    effective_on: date | None
    asked_by: str
    asked_at: datetime
    is_granted: bool | None = None
    ruling: str = ""
    ruled_by: str | None = None
    ruled_at: datetime | None = None


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
    ending: Ending | None = None

    @property
    def sides(self) -> tuple[Place, Place] | None:
        """The side that prevails and the one that does not, None where nobody decided so."""
        if self.decision is Decision.LEFT_PREVAILS:
            return self.left, self.right
        return (self.right, self.left) if self.decision is Decision.RIGHT_PREVAILS else None
