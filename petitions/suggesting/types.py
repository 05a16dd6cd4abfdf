"""What is suggested for a petition. Every suggestion says which words led to it; none of them changes anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from core.departments import Department
from petitions.types import Nature, Reply, Urgency

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CategorySuggestion:
    """A second-level category (first-level where only that was ever confirmed) with its probability, 0..1.

    `terms` are words of the petition; `is_learned` says that confirmed petitions speak for it, not the cues alone.
    """

    code: str
    name: str
    score: float
    terms: tuple[str, ...]
    is_learned: bool


@dataclass(frozen=True, slots=True)
class Guess(Generic[T]):
    """One value, and the words it was read from; without a word it is the default."""

    value: T
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LikePetition:
    """An earlier petition and how like it is, 0..1, with the words both have; `reply` is its last answer."""

    number: str
    title: str
    submitted_at: datetime
    likeness: float
    terms: tuple[str, ...]
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All that a dispatcher is shown beside a petition."""

    categories: tuple[CategorySuggestion, ...]
    nature: Guess[Nature]
    urgency: Guess[Urgency]
    is_policy_query: Guess[bool]
    departments: tuple[Department, ...]
    duplicates: tuple[LikePetition, ...]
    solved: tuple[LikePetition, ...]
