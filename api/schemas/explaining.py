"""Shapes of reviewing answers: the list, how one came about, and what it would be if asked again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.schemas.chat import AnswerOut, CitationOut, OutcomeCode, RungCode


class AnswerRow(BaseModel):
    """One stored answer. `question` is masked, and empty once it was erased; `helpful` is null while unrated."""

    message_id: str
    question: str
    outcome: OutcomeCode
    rung: RungCode
    reason: str
    confidence: float
    helpful: bool | None
    asked_at: datetime
    milliseconds: float


class AnswerList(BaseModel):
    """One page of answers, latest first."""

    total: int
    rows: list[AnswerRow]


class RankedPassageOut(BaseModel):
    """A passage that was considered, as the ranking saw it; a feature that did not apply is missing."""

    passage_id: str
    document_id: str
    version: int
    title: str
    clause_label: str
    url: str
    score: float
    features: dict[str, float]


class StepOut(BaseModel):
    """What one step did. `dropped` names the passages it left out, `candidates` is how it ordered the others."""

    step: str
    label: str
    milliseconds: float
    outcome: str
    notes: dict[str, Any]
    dropped: list[RankedPassageOut]
    candidates: list[RankedPassageOut]


class FeedbackOut(BaseModel):
    helpful: bool
    reasons: list[str]
    comment: str


class ExplainedAnswer(BaseModel):
    """One stored answer with how it came about. `setup` names thresholds, models and the state of the index."""

    question: str
    rewritten: str
    as_of: date
    region_code: str | None
    asked_at: datetime
    milliseconds: float
    is_erased: bool
    answer: AnswerOut
    feedback: FeedbackOut | None
    setup: dict[str, Any]
    steps: list[StepOut]


class DifferenceOut(BaseModel):
    """What changed against the stored answer; `lost` are citations that it has and the other has not."""

    same: bool
    outcome: bool
    rung: bool
    text: bool
    lost: list[CitationOut]
    gained: list[CitationOut]


class ReplayedAnswer(BaseModel):
    """The answer if asked again, and how it differs from the one that was given."""

    answer: AnswerOut
    difference: DifferenceOut
    steps: list[StepOut]


class TriedSettingsIn(BaseModel):
    """Settings to try; null leaves one as it is in force."""

    evidence_threshold: float | None = Field(default=None, ge=0, le=1)
    max_citations: int | None = Field(default=None, ge=1, le=10)
    candidates: int | None = Field(default=None, ge=10, le=1_000)


class TryIn(BaseModel):
    """A question as any enterprise may ask it.

    `against` is a second set of settings to compare with. `entry_id` (and `clause_id`) name what should be found.
    """

    question: str = Field(min_length=1, max_length=2_000)
    as_of: date | None = None
    region: str | None = Field(default=None, max_length=12)
    settings: TriedSettingsIn = TriedSettingsIn()
    against: TriedSettingsIn | None = None
    entry_id: str | None = Field(default=None, max_length=64)
    clause_id: str = Field(default="", max_length=200)


StandingCode = Literal[
    "cited", "spare", "dropped", "not_enough", "not_candidate",
    "no_clause", "not_published", "not_public", "other_region", "not_in_force",
]  # fmt: skip


class RankOut(BaseModel):
    """Where the named clause stands for the question; null: not among the first 200.

    `standing` is what became of it; `step` dropped it.
    """

    rank: int | None
    passage: RankedPassageOut | None
    standing: StandingCode
    step: str | None


class TriedAnswer(BaseModel):
    """An answer under some settings, with every step; `setup` names thresholds, models and the state of the index."""

    answer: AnswerOut
    milliseconds: float
    setup: dict[str, Any]
    steps: list[StepOut]
    rank: RankOut | None


class TryOut(BaseModel):
    """The answer, the one to compare with, and how that differs."""

    tried: TriedAnswer
    against: TriedAnswer | None
    difference: DifferenceOut | None


class ReplayOut(BaseModel):
    """`then`: with the base as it was known when the question was asked. `today`: with the base of now."""

    then: ReplayedAnswer
    today: ReplayedAnswer
