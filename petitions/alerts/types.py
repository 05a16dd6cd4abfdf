"""The words of alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from petitions.recipients import Recipient
from petitions.types import AlertLevel, SlaClock, State


class AlertKind(StrEnum):
    """What an alert is about; the first five are the ladder of one cycle of the clock, in order."""

    HALF_TIME = "half_time"
    DAY_BEFORE = "day_before"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    UNACCEPTED = "unaccepted"  # nobody accepted or refused within `accept_limit`
    UNSIGNED = "unsigned"  # the department did not sign within `sign_limit`
    RULING_OVERDUE = "ruling_overdue"  # nobody ruled on what a department or the petitioner asked for
    MATERIAL_OVERDUE = "material_overdue"  # the petitioner did not supply what was asked for


LADDER = (AlertKind.HALF_TIME, AlertKind.DAY_BEFORE, AlertKind.YELLOW, AlertKind.ORANGE, AlertKind.RED)
COLOURS = {AlertKind.YELLOW: AlertLevel.YELLOW, AlertKind.ORANGE: AlertLevel.ORANGE, AlertKind.RED: AlertLevel.RED}
SUPERVISION = {AlertKind.YELLOW: 1, AlertKind.ORANGE: 2, AlertKind.RED: 3, AlertKind.UNACCEPTED: 1,
               AlertKind.RULING_OVERDUE: 1}  # fmt: skip
"""The level of the supervisors who are told: 平台, 营商办, 纪委监委."""


@dataclass(frozen=True, slots=True)
class PlannedAlert:
    """An alert that is raised as soon as it is later than `at`. `subject` tells two of a kind apart: a ticket's id."""

    kind: AlertKind
    at: datetime
    subject: str = ""


@dataclass(frozen=True, slots=True)
class AlertPlan:
    """When the next alert of a petition's clock is due; None after red."""

    petition_id: str
    cycle: int
    clock: SlaClock
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as it was raised, never changed. `due_at` is when it was due, however late the sweep came."""

    id: int
    petition_id: str
    kind: AlertKind
    cycle: int
    subject: str
    due_at: datetime
    raised_at: datetime
    department_code: str | None
    recipients: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody asked for something and waits in `state`; one of `codes` ends it, `asked_by` begins it."""

    kind: AlertKind
    state: State
    asked_by: str
    codes: tuple[str, ...]


WAITINGS = (
    Waiting(
        AlertKind.MATERIAL_OVERDUE, State.AWAITING, "material_requested", ("material_requested", "material_supplied")
    ),
)
