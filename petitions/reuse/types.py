"""The words of reusing replies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from petitions.types import Nature


class Unfit(StrEnum):
    """Why a reply is not drafted as knowledge; each has a text in the catalogue under `reuse.unfit.<code>`."""

    NOT_CLOSED = "not_closed"
    CONFIDENTIAL = "confidential"
    NO_REPLY = "no_reply"
    MARKED = "marked"  # whoever handled it said so
    NATURE = "nature"
    RESOLUTION = "resolution"
    RATING = "rating"
    UNRATED = "unrated"
    QUALITY = "quality"  # it left although the check of its quality had found something


NEVER = frozenset({Unfit.NOT_CLOSED, Unfit.CONFIDENTIAL, Unfit.NO_REPLY})
"""What keeps even a curator from drafting by hand."""


@dataclass(frozen=True, slots=True)
class ReuseRule:
    """When a reply counts as reusable by itself; a mark of whoever handled it comes before all of these."""

    natures: frozenset[Nature] = frozenset({Nature.CONSULTATION})
    least_stars: int = 4
    takes_unrated: bool = True


@dataclass(frozen=True, slots=True)
class ReuseNote:
    """What is kept about one petition: the mark, and the entry drafted from it.

    `is_known`: the base held that entry already, and nothing was drafted.
    """

    mark: bool | None = None
    entry_id: str | None = None
    is_known: bool = False
    drafted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reuse:
    """Where a petition stands: `unfit` is empty when its reply is reusable."""

    number: str
    title: str
    closed_at: datetime | None
    unfit: tuple[Unfit, ...]
    note: ReuseNote
