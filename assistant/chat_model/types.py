"""The nouns of the chat-model rung."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.types import Citation


class Trouble(StrEnum):
    """Why the chat model gave no answer, or not a whole one."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # 4xx: a wrong key, an unknown model, a request it does not take
    OVERLOADED = "overloaded"  # 429 or 5xx
    FIRST_TOKEN = "first_token_timeout"
    STALLED = "stalled"  # too long between two tokens
    TOTAL = "total_timeout"
    BROKEN = "broken_reply"  # not the protocol, or cut off in the middle
    CUT_OFF = "cut_off"  # longer than an answer may be
    FILTERED = "filtered"  # the provider's content filter
    BUSY = "busy"  # as many questions under way as may be
    OPEN = "breaker_open"
    LEFT = "client_left"
    NO_BASIS = "no_basis"  # the model says that the clauses do not answer
    UNUSABLE = "unusable"  # nothing, or too little, of what it wrote passed verification


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelLimits:
    """How long and how much: seconds, characters and counts. `total_seconds` includes retries."""

    first_token_seconds: float = 5.0
    between_tokens_seconds: float = 3.0
    total_seconds: float = 8.0
    retries: int = 2
    at_once: int = 8
    clauses: int = 6
    output_chars: int = 1500


@dataclass(frozen=True, slots=True)
class NumberedClause:
    """A clause the model may use: what it is called, what it is shown, and the citation that stands behind it.

    `support` is the text that sentences citing it are verified against; `shown` the passage in the prompt.
    """

    number: int
    citation: Citation
    shown: str
    support: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that was not shown, and why: a code, and what of the sentence it is about."""

    text: str
    reason: str
    about: str = ""
