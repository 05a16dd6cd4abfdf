"""What reports count over: columns of numbers and codes, one array per column, read once per report.

Instants are seconds since 1970 (NaN where there is none), codes are text ("" where there is none), `petition` is the
place of a row's petition in `PetitionFacts`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Window:
    """The instants of a period, as seconds: `start` included, `end` not."""

    start: float
    end: float

    def holds(self, at: Floats) -> Mask:
        """Say which instants lie inside; NaN does not."""
        return (at >= self.start) & (at < self.end)


@dataclass(frozen=True, slots=True)
class PetitionFacts:
    """One row per petition, as it stood when it was read. `enterprise` tells enterprises apart, -1 is unknown."""

    number: Texts
    state: Texts
    channel: Texts
    nature: Texts
    identity: Texts
    category: Texts
    department: Texts
    resolution: Texts
    industry: Texts
    region: Texts
    size: Texts
    enterprise: Integers
    submitted: Floats
    accepted: Floats
    due: Floats
    orange: Floats
    red: Floats
    stopped: Floats
    answered: Floats
    closed: Floats

    @property
    def count(self) -> int:
        return len(self.number)

    def mask_of(self, petitions: Integers) -> Mask:
        """Return which petitions are named at least once."""
        found = np.zeros(self.count, dtype=bool)
        found[petitions] = True
        return found


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One row per event. `reached`: an attempt to revisit that somebody answered; `excused`: a transfer for another
    reason than a wrong dispatch.
    """

    petition: Integers
    code: Texts
    at: Floats
    department: Texts
    reached: Mask
    excused: Mask


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """One row per lead ticket."""

    petition: Integers
    department: Texts
    dispatched: Floats
    sign_by: Floats
    signed: Floats


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """One row per rating, of every cycle."""

    petition: Integers
    stars: Integers
    at: Floats


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """One row per colour that a petition reached in a cycle."""

    petition: Integers
    level: Texts
    at: Floats


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """One row per question, oldest first. `petitioned`: its conversation led to a petition."""

    id: Texts
    conversation: Texts
    outcome: Texts
    asked: Floats
    cited: Mask
    disliked: Mask
    petitioned: Mask


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One row per knowledge entry that is or was published.

    `added` is when it first was, `reviewed` when its last version was; `ended` is when it stopped to be.
    """

    id: Texts
    kind: Texts
    department: Texts
    added: Floats
    reviewed: Floats
    ended: Floats


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a report is computed from. Labels name what a deployment calls its codes."""

    petitions: PetitionFacts
    events: EventFacts
    tickets: TicketFacts
    ratings: RatingFacts
    alerts: AlertFacts
    messages: MessageFacts
    entries: EntryFacts
    department_labels: dict[str, str]
    region_labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Among:
    """Which rows of each array figures are counted over: all of them, or those of one department."""

    petitions: Mask
    events: Mask
    tickets: Mask
    ratings: Mask
    alerts: Mask

    @classmethod
    def everything(cls, facts: Facts) -> Among:
        arrays = (facts.petitions.number, facts.events.code, facts.tickets.signed, facts.ratings.stars, facts.alerts.at)
        return cls(*(np.ones(len(array), dtype=bool) for array in arrays))

    @classmethod
    def of_department(cls, facts: Facts, code: str) -> Among:
        """Return the petitions a department leads, and what it did with those it led before."""
        petitions, events = facts.petitions.department == code, facts.events
        named = np.where(events.department == "", petitions[events.petition], events.department == code)
        return cls(
            petitions,
            named,
            facts.tickets.department == code,
            petitions[facts.ratings.petition],
            petitions[facts.alerts.petition],
        )


def seconds(values: Iterable[datetime | None]) -> Floats:
    """Return instants as seconds since 1970, NaN for None."""
    return np.array([np.nan if value is None else value.timestamp() for value in values], dtype=np.float64)


def texts(values: Iterable[Any]) -> Texts:
    """Return codes as text, "" for None."""
    return np.array(["" if value is None else str(value) for value in values], dtype=np.str_)


def integers(values: Iterable[int]) -> Integers:
    return np.fromiter(values, dtype=np.int64)


def mask(values: Iterable[bool]) -> Mask:
    return np.fromiter(values, dtype=bool)
