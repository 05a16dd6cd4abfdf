"""The words of knowledge gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class GapState(StrEnum):
    """Where a gap stands."""

    OPEN = "open"
    RESOLVED = "resolved"  # enough of its questions are answered by now
    DISMISSED = "dismissed"  # somebody said that it needs no entry


class Why(StrEnum):
    """Why a question is in a gap."""

    ABSTAINED = "abstained"
    DISLIKED = "disliked"  # 没用, or few stars for the conversation
    AWAITED = "awaited"  # its asker left a number to be told


@dataclass(frozen=True, slots=True)
class GapRule:
    """What is gathered, and when a gap is closed.

    `days`: how far back questions are gathered. `likeness`: mean cosine of questions about one matter. `low_stars`: a
    conversation rated at most so is badly rated. `share`: of the wordings that have to be answered.
    """

    days: int = 180
    likeness: float = 0.6
    low_stars: int = 2
    share: float = 0.8


@dataclass(frozen=True, slots=True)
class BadQuestion:
    """A question without a good answer, as it stands alone."""

    message_id: str
    conversation_id: str
    text: str
    region_code: str | None
    why: Why
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Wording:
    """One way a gap's matter was asked; `times` it was. Names nobody."""

    text: str
    times: int
    whys: tuple[Why, ...]
    is_answered: bool
    last_asked_at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """A matter that is asked about and not answered well. `title` is its most typical wording and names nobody.

    `questions` counts messages, `askers` conversations; `answered` of `wordings` are answered by now, as of
    `checked_at`. `entry_id` is the entry that is to answer it.
    """

    id: str
    title: str
    state: GapState
    department_code: str | None
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


@dataclass(frozen=True, slots=True)
class GapQuery:
    """What a list shows; None means any state. `least` questions, `text` in the title."""

    state: GapState | None = GapState.OPEN
    department_code: str | None = None
    text: str = ""
    least: int = 1
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh changed: questions gathered, gaps opened, and gaps open now."""

    gathered: int
    opened: int
    open: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: gaps looked at, gaps resolved by it, and askers who are told."""

    gaps: int
    resolved: int
    told: int
