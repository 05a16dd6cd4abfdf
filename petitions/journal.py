"""The trail of a step: the event row, the audit row and the outbox row, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core import audit, outbox
from core.actors import Actor
from core.audit import Origin
from petitions.repository import PetitionRepository
from petitions.states import Transition
from petitions.types import Petition, PetitionEvent, State


@dataclass(frozen=True, slots=True)
class Note:
    """What a step leaves behind besides the new state. `params` holds codes that the sentences are made of."""

    reason: str | None = None
    department_code: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Journal:
    """Writes the trail of each step."""

    repository: PetitionRepository

    def write(
        self,
        session: Session,
        transition: Transition,
        petition: Petition,
        from_state: State,
        actor: Actor,
        at: datetime,
        note: Note,
        origin: Origin,
    ) -> None:
        """Append the event, the audit record and the outbox row "petition.<event>" for a step just made."""
        event = PetitionEvent(
            code=transition.event,
            rule=transition.rule,
            at=at,
            actor_id=actor.id,
            actor_name=actor.name,
            from_state=from_state,
            to_state=petition.state,
            reason=note.reason,
            department_code=note.department_code,
            params=dict(note.params),
        )
        event_id = self.repository.add_event(session, petition.id, event)
        changes = {"state": [from_state.value, petition.state.value]} | {k: [None, v] for k, v in note.params.items()}
        self._audit(session, actor, transition.event, petition, changes, note.reason, at, origin)
        payload = {
            "event_id": event_id,
            "petition_id": petition.id,
            "number": petition.number,
            "state": petition.state.value,
            "cycle": petition.cycle,
            "department_code": note.department_code,
        }
        outbox.put(session, f"petition.{transition.event}", payload, at=at)

    def revealed(
        self, session: Session, petition: Petition, actor: Actor, reason: str, at: datetime, origin: Origin
    ) -> None:
        """Record that somebody read the contact data."""
        self._audit(session, actor, "contact_revealed", petition, {}, reason, at, origin)

    def _audit(
        self,
        session: Session,
        actor: Actor,
        action: str,
        petition: Petition,
        changes: Mapping[str, object],
        reason: str | None,
        at: datetime,
        origin: Origin,
    ) -> None:
        audit.record(
            session,
            actor,
            f"petition.{action}",
            "petition",
            petition.number,
            changes,
            reason,
            at=at,
            ip=origin.ip,
            request_id=origin.request_id,
        )
