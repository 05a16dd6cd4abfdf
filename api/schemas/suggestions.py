"""Shapes of advice beside a petition; every suggestion carries the words that led to it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.chat import OutcomeCode
from api.schemas.petitions import DepartmentOut, NatureCode, ReplyOut, UrgencyCode


class CategorySuggestionOut(BaseModel):
    """`is_learned`: petitions confirmed earlier speak for it, not the cue words alone."""

    code: str
    name: str
    score: float
    terms: list[str]
    is_learned: bool


class NatureGuessOut(BaseModel):
    value: NatureCode
    terms: list[str]


class UrgencyGuessOut(BaseModel):
    value: UrgencyCode
    terms: list[str]


class PolicyGuessOut(BaseModel):
    value: bool
    terms: list[str]


class LikePetitionOut(BaseModel):
    """An earlier petition and how like it is, 0..1, with the words both have."""

    number: str
    title: str
    submitted_at: datetime
    likeness: float
    terms: list[str]
    reply: ReplyOut | None = None


class SuggestionsOut(BaseModel):
    """What a dispatcher may start from; nothing of it has been applied."""

    categories: list[CategorySuggestionOut]
    nature: NatureGuessOut
    urgency: UrgencyGuessOut
    is_policy_query: PolicyGuessOut
    departments: list[DepartmentOut]
    duplicates: list[LikePetitionOut]
    solved: list[LikePetitionOut]


class DraftSourceOut(BaseModel):
    """A clause that a draft quotes; `basis` is how a reply names it, `citation` what an answer at once takes."""

    marker: int
    basis: str
    citation: str
    quote: str
    status: str
    url: str


class ReplyDraftOut(BaseModel):
    """A reply to work on, from published knowledge; `text` is empty where that says nothing to the matter."""

    outcome: OutcomeCode
    text: str
    sources: list[DraftSourceOut]


class ReplyCheckIn(BaseModel):
    text: str = Field(min_length=1, max_length=10_000)
    basis: list[str] = Field(default=[], max_length=50)
    no_basis_reason: str = Field(default="", max_length=500)


class DemandPointOut(BaseModel):
    """One thing that was asked for, and the words of it that the reply takes up; without any it is unanswered."""

    text: str
    taken_up: list[str]


class ReplyFindingOut(BaseModel):
    """One thing to mend: a demand point, the missing basis, or evasive wording."""

    code: Literal["point", "basis", "evasive"]
    where: str
    text: str


class ReplyCheckOut(BaseModel):
    points: list[DemandPointOut]
    findings: list[ReplyFindingOut]
