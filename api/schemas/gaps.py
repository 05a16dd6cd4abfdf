"""Shapes of knowledge gaps, and of waiting for an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.knowledge import FaqIn

GapStateCode = Literal["open", "resolved", "dismissed"]
WhyCode = Literal["abstained", "disliked", "awaited"]


class GapOut(BaseModel):
    """A matter that is asked about and not answered well; `answered` of its `wordings` are answered by now."""

    id: str
    title: str
    state: GapStateCode
    state_name: str
    department_code: str | None
    department: str | None
    entry_id: str | None
    questions: int
    askers: int
    wordings: int
    answered: int
    first_asked_at: datetime
    last_asked_at: datetime
    checked_at: datetime | None
    resolved_at: datetime | None
    dismissed_reason: str


class GapListOut(BaseModel):
    total: int
    rows: list[GapOut]


class WordingOut(BaseModel):
    """One way the matter was asked, and how often; it names nobody."""

    text: str
    times: int
    whys: list[WhyCode]
    is_answered: bool
    last_asked_at: datetime


class GapDetail(BaseModel):
    gap: GapOut
    wordings: list[WordingOut]
    share_to_resolve: float


class GapEntryIn(BaseModel):
    """The entry to write; without `faq` a draft that has no answer yet. The gap's wordings are added either way."""

    faq: FaqIn | None = None


class GapDismissIn(BaseModel):
    reason: str = Field(max_length=500)


class GapsRefreshedOut(BaseModel):
    gathered: int
    opened: int
    open: int


class AnswerRequestIn(BaseModel):
    """Where to tell once there is an answer. `consent`: the number may be kept for that."""

    phone: str = Field(max_length=30)
    consent: bool = False


class AnswerRequestOut(BaseModel):
    """A question its asker waits for; `told_at` is when there was an answer, `text` the sentence for people."""

    message_id: str
    conversation_id: str
    question: str
    asked_at: datetime
    told_at: datetime | None
    text: str
