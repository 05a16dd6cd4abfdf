"""Who is told something: a role, one level of the supervisors, a department, or the petitioner."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.actors import Actor, Role

FIRST_LEVEL, LAST_LEVEL = 1, 3
"""Levels of supervision: 1 the platform, 2 营商办, 3 纪委监委."""


class RecipientKind(StrEnum):
    """What the code of a recipient names."""

    ROLE = "role"
    SUPERVISOR = "supervisor"
    DEPARTMENT = "department"
    PETITIONER = "petitioner"
    ASKER = "asker"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One inbox. `code` is a role, a level, a department's code, or the id of a petition or of an answer request."""

    kind: RecipientKind
    code: str

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.code}"

    @classmethod
    def parse(cls, text: str) -> Recipient:
        """Return the recipient that `str` wrote."""
        kind, _, code = text.partition(":")
        return cls(RecipientKind(kind), code)


DISPATCHERS = Recipient(RecipientKind.ROLE, Role.DISPATCHER.value)


def supervisors(level: int) -> Recipient:
    """Return the inbox of one level of supervision."""
    return Recipient(RecipientKind.SUPERVISOR, str(level))


def department(code: str) -> Recipient:
    """Return the inbox of a department."""
    return Recipient(RecipientKind.DEPARTMENT, code)


def petitioner(petition_id: str) -> Recipient:
    """Return the inbox of whoever filed a petition."""
    return Recipient(RecipientKind.PETITIONER, petition_id)


def asker(request_id: str) -> Recipient:
    """Return whoever waits for an answer; they have no inbox of petitions."""
    return Recipient(RecipientKind.ASKER, request_id)


def supervision_level(actor: Actor) -> int | None:
    """Return the level at which `actor` supervises; a supervisor without one is of the first, others have none."""
    return (actor.supervision_level or FIRST_LEVEL) if actor.has(Role.SUPERVISOR) else None
