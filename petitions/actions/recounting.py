"""When a holiday arrangement arrives: due times are counted anew (DOMAIN §4.1)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.actors import SYSTEM
from core.audit import UNKNOWN_ORIGIN
from petitions.deadlines import Pause
from petitions.journal import Note
from petitions.sla import RunningClock
from petitions.steps import Steps


@dataclass(frozen=True, slots=True)
class Recounting:
    """Keeps due times in step with the calendar; a date already told is never brought forward."""

    steps: Steps

    def recount(self, session: Session) -> list[str]:
        """Count every open petition anew on the calendar as it is now; return the numbers of those that changed.

        Also those whose date stays but is no longer provisional. Each change is an event "recounted", old → new.
        """
        changed = []
        deadlines = self.steps.deadlines(session)
        for petition in self.steps.repository.with_open_clock(session):
            clock = RunningClock(petition.clock, deadlines)
            pauses = [
                Pause(material.paused_at, material.resumed_at)
                for material in self.steps.repository.records.material(session, petition.id)
                if material.cycle == petition.cycle and material.resumed_at is not None
            ]
            after = clock.recounted(pauses)
            if after == petition.clock:
                continue
            step = self.steps.step_on(session, petition, SYSTEM, UNKNOWN_ORIGIN)
            params = {"due_at": (after.due_at or clock.due_at).isoformat(), "was_due_at": clock.due_at.isoformat()}
            step.advance("recounted", Note(None, petition.lead_department_code, params), clock=after)
            changed.append(petition.number)
        return changed
