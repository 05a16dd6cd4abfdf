"""What waits for somebody's ruling: returns, transfers, more material, extensions, held withdrawals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.actors import Actor
from core.ids import new_id
from petitions.errors import NothingToRuleOnError, RequestPendingError
from petitions.journal import Note
from petitions.steps import Step
from petitions.types import PetitionRequest, RequestKind


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked for, by which event, and why. `params` are codes that the ruling and the sentences need."""

    kind: RequestKind
    event: str
    reason: str
    department_code: str | None
    params: Mapping[str, Any] = field(default_factory=dict)


def ask(step: Step, asking: Asking) -> Step:
    """Put a request before whoever rules on it. Raises RequestPendingError while one of its kind waits."""
    records, petition = step.steps.repository.records, step.petition
    if records.pending(step.session, petition.id, asking.kind) is not None:
        raise RequestPendingError(asking.event)
    request = PetitionRequest(
        id=new_id("req"),
        kind=asking.kind,
        cycle=petition.cycle,
        asked_at=step.at,
        asked_by=step.actor.id,
        department_code=asking.department_code,
        reason=asking.reason,
        params=dict(asking.params),
    )
    records.add_request(step.session, petition.id, request)
    return step.advance(asking.event, Note(asking.reason, asking.department_code, asking.params))


def waiting(step: Step, kind: RequestKind) -> PetitionRequest:
    """Return what waits for a ruling. Raises NothingToRuleOnError when nothing of this kind does."""
    request = step.steps.repository.records.pending(step.session, step.petition.id, kind)
    if request is None:
        raise NothingToRuleOnError(kind)
    return request


def decide(step: Step, request: PetitionRequest, *, is_granted: bool, ruling: str, by: Actor | None = None) -> None:
    """Store the ruling; the step that follows from it is the caller's."""
    actor = by or step.actor
    records = step.steps.repository.records
    records.decide(step.session, request.id, is_granted=is_granted, by=actor.id, ruling=ruling, at=step.at)
