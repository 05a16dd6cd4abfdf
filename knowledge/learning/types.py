"""The nouns of learning from use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.types import EntryStatus


class PairOrigin(StrEnum):
    """Who confirmed that a clause answers a question."""

    RATING = "rating"  # a visitor found the answer that cites it helpful
    IMPORT = "import"  # a question log kept elsewhere
    PETITION = "petition"  # the reply to a closed petition cites it
    CURATOR = "curator"  # a member of staff said so

    @property
    def standing(self) -> int:
        """Return how much the word of this origin counts against another's; a pair keeps the highest."""
        return list(PairOrigin).index(self)

    @property
    def weight(self) -> float:
        """Return how far search trusts a pair of this origin, above 0 up to 1."""
        return _WEIGHTS[self]


_WEIGHTS = {PairOrigin.RATING: 0.5, PairOrigin.IMPORT: 0.8, PairOrigin.PETITION: 0.9, PairOrigin.CURATOR: 1.0}


@dataclass(frozen=True, slots=True)
class PairTarget:
    """What answers a question: a clause of an entry, or with an empty `clause_id` the entry as a whole."""

    entry_id: str
    clause_id: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirms, and where: the message, petition or log it comes from, and the visitor or member of staff."""

    origin: PairOrigin
    origin_id: str | None = None
    confirmed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedPair:
    """A question (masked, as asked) and what a person confirmed to answer it."""

    id: int
    question: str
    question_key: str
    target: PairTarget
    origin: PairOrigin
    origin_id: str | None
    confirmed_by: str | None
    confirmed_at: datetime
    withdrawn_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        """Say whether the pair itself still stands; whether its entry does is asked of the base."""
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class ListedPair:
    """A pair as curators see it: with the title of its entry and the label of its clause in the version shown.

    `status` is that of the published version, or else of the newest one; None when the entry is gone.
    """

    pair: ConfirmedPair
    title: str
    clause_label: str
    status: EntryStatus | None

    @property
    def counts(self) -> bool:
        """Say whether search learns from the pair: it stands, and its entry is published."""
        return self.pair.is_active and self.status is EntryStatus.PUBLISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFilter:
    """What a list of pairs shows; None means any. `text` is looked for in the questions."""

    pair_id: int | None = None
    origin: PairOrigin | None = None
    entry_id: str | None = None
    text: str | None = None
    active_only: bool = False
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class PairCounts:
    """How many pairs stand, by origin, and how many were withdrawn."""

    active: dict[PairOrigin, int]
    withdrawn: int

    @property
    def total(self) -> int:
        return sum(self.active.values())
