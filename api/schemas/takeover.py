"""Shapes of chat takeover: what the enterprise's page and the agent's desk see."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.chat import ConversationOut, HandOverStateCode, PetitionPrefillOut, SaidOut
from api.scripts import OwnWords


class TalkOut(BaseModel):
    """How far the last request for a person has come, in a sentence too, and what was said since.

    `state` is null when no person was asked for. `proposal` fills the petition form that the agent drafted.
    """

    state: HandOverStateCode | None
    text: OwnWords | None
    agent: OwnWords | None
    asked_at: datetime | None
    ended_at: datetime | None
    proposal: PetitionPrefillOut | None
    said: list[SaidOut]


class SayIn(BaseModel):
    """Something said to the other side; the same `key` again says nothing twice."""

    text: str = Field(min_length=1, max_length=2_000, pattern=r"\S")
    key: str = Field(min_length=8, max_length=64)


class QuotedIn(BaseModel):
    """A stretch of a published version that a message rests on: body[start:end] under one of its clauses."""

    document_id: str = Field(max_length=64)
    version: int = Field(ge=1, le=1_000_000)
    clause_id: str = Field(max_length=64)
    start: int = Field(ge=0, le=100_000_000)
    end: int = Field(ge=1, le=100_000_000)


class AgentSayIn(SayIn):
    """What an agent says, with the clauses it rests on; their words are cut from the archive, not taken from here."""

    citations: list[QuotedIn] = Field(default=[], max_length=10)


class PresenceIn(BaseModel):
    """Whether this person takes conversations; null says only that the page is still there."""

    is_on_duty: bool | None


class ProposalIn(BaseModel):
    """The petition that the agent drafts; the enterprise checks it, adds the contact and files it."""

    title: str = Field(min_length=1, max_length=50, pattern=r"\S")
    content: str = Field(min_length=1, max_length=5_000, pattern=r"\S")


class LookUpIn(BaseModel):
    question: str = Field(min_length=1, max_length=2_000, pattern=r"\S")


class HandOverOut(BaseModel):
    """One conversation that asked for a person. `is_there`: its page was heard of within the last minute."""

    id: str
    state: HandOverStateCode
    question: str
    asked_at: datetime
    taken_at: datetime | None
    ended_at: datetime | None
    is_there: bool


class LiveDeskOut(BaseModel):
    """Who waits, longest first, and the own conversations. `attendance` says whether a person can be asked for now."""

    now: datetime  # by the server's clock, so that waiting times do not depend on the reader's
    is_on_duty: bool
    number: int | None
    attendance: Literal["attended", "closed", "nobody"]
    hours: str
    waiting: list[HandOverOut]
    mine: list[HandOverOut]


class HandOverDetail(BaseModel):
    """One conversation as the agent works on it: what the assistant answered, and what was said since."""

    hand_over: HandOverOut
    is_mine: bool
    conversation: ConversationOut
    draft: PetitionPrefillOut  # what a petition out of this conversation would begin with
