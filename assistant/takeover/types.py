"""The nouns of chat takeover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from sqlalchemy.orm import Session

from assistant.types import Citation


class HandOverState(StrEnum):
    """How far a conversation that asked for a person has come."""

    WAITING = "waiting"
    HELD = "held"  # by an agent: what the enterprise writes goes there
    RETURNED = "returned"  # to the assistant
    FILED = "filed"  # the agent drafted a petition, which the enterprise checks and files
    CLOSED = "closed"  # by the enterprise
    CANCELLED = "cancelled"  # by the enterprise while it waited
    TIMED_OUT = "timed_out"  # nobody took it in time


class Author(StrEnum):
    """Who said something to the other side."""

    ENTERPRISE = "enterprise"
    AGENT = "agent"


class Attendance(StrEnum):
    """Whether somebody would take a conversation over now, and why not."""

    ATTENDED = "attended"
    CLOSED = "closed"  # outside working hours
    NOBODY = "nobody"  # working hours, but no agent is on duty


@dataclass(frozen=True, slots=True)
class TakeoverRules:
    """How long an enterprise waits, and for how long an agent who was not heard of still counts as there."""

    wait_seconds: int = 180
    presence_seconds: int = 90
    away_seconds: int = 300


class WorkingTime(Protocol):
    """When people are at work."""

    hours: str
    """The hours as people read them, e.g. "工作日 9:00—17:00"."""

    def is_open(self, session: Session, at: datetime) -> bool:
        """Say whether `at` lies within the working hours of a working day."""


@dataclass(frozen=True, slots=True)
class PetitionProposal:
    """The petition that an agent drafted out of a conversation."""

    title: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """One request for a person. `agent_number` is all that an enterprise learns of the agent, from 1."""

    id: str
    conversation_id: str
    state: HandOverState
    question: str  # what was asked last before, masked
    asked_at: datetime
    seen_at: datetime  # when the enterprise's page was last heard of
    taken_at: datetime | None = None
    ended_at: datetime | None = None
    agent_id: str | None = None
    agent_name: str | None = None
    agent_number: int | None = None
    proposal: PetitionProposal | None = None

    @property
    def is_open(self) -> bool:
        return self.state in (HandOverState.WAITING, HandOverState.HELD)


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a conversation that an agent holds. `number` grows; personal data in `text` is masked."""

    number: int
    hand_over_id: str
    author: Author
    text: str
    citations: tuple[Citation, ...]
    said_at: datetime
    agent_number: int | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """What an enterprise's page shows beside the answers: the last request for a person and what was said.

    `ahead`: how many wait longer.
    """

    hand_over: HandOver | None
    said: tuple[Said, ...]
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether an agent takes conversations; `number` is the service number (工号) enterprises see, None before the
    first time on duty."""

    is_on_duty: bool
    number: int | None


@dataclass(frozen=True, slots=True)
class Desk:
    """What an agent sees: who waits, longest first; the own conversations; and whether work is taken at all."""

    presence: Presence
    attendance: Attendance
    waiting: tuple[HandOver, ...]
    mine: tuple[HandOver, ...]
