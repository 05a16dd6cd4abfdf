"""Shapes of reviewing answers: the list, how one came about, and what it would be if asked again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

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


class ReplayOut(BaseModel):
    """`then`: with the base as it was known when the question was asked. `today`: with the base of now."""

    then: ReplayedAnswer
    today: ReplayedAnswer
