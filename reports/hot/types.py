"""The nouns of hot issues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class HotMessage:
    """A petition or a question. `sender` tells senders apart, empty when unknown; `at` is aware."""

    id: str
    title: str
    text: str
    at: datetime
    sender: str = ""
    is_extra_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Cluster:
    """Messages about one thing, oldest first.

    `title` is that of its most typical message, `terms` the words that tell it from everything else, strongest first;
    `cohesion` is the mean likeness of its messages to each other, 0..1.
    """

    title: str
    terms: tuple[str, ...]
    messages: tuple[HotMessage, ...]
    cohesion: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a cluster is hot: the seven days with the most voices, and the four weeks before.

    `voices` counts different messages of the week (copies of one text by one sender count once), `senders` who sent
    them, where that is known. `weekly_before` is the mean of the four weeks before. `meets` says which part of the rule
    of DOMAIN §5 holds: "surge", "extra_urgent" or "season".
    """

    first_day: date
    last_day: date
    voices: int
    senders: int
    weekly_before: float
    meets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HotCluster:
    """A cluster with its evidence; `heat` orders clusters: cohesion times the voices of its busiest four weeks."""

    cluster: Cluster
    evidence: Evidence
    heat: float
