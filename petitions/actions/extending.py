"""More time for the handling department (延期, T13): a dispatcher rules on the first, a supervisor on the second."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.messages import message
from petitions.actions.checks import reason_of, require_fields
from petitions.commands import ExtensionCommand, RulingCommand
from petitions.errors import SecondApproverError, StepRefusedError
from petitions.journal import Note
from petitions.offers import approver_of_extension
from petitions.requests import Asking, ask, decide, waiting
from petitions.steps import Step, Steps
from petitions.types import RequestKind
from petitions.views import PetitionDetailView
from petitions.wording import due_text


@dataclass(frozen=True, slots=True)
class Extending:
    """Asking for more time and ruling on it."""

    steps: Steps

    def request_extension(
        self, session: Session, number: str, command: ExtensionCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T13: before the due time, ask for at most as many days as the allowance; twice per cycle at most."""
        step = self.steps.begin(session, number, "extension_requested", actor, command.lock, origin)
        ticket, clock = self.steps.own_ticket(session, step.petition, actor), step.clock()
        if step.at > clock.due_at:
            raise StepRefusedError("due_is_past", due=due_text(clock.due_at))
        most = self.steps.rules.max_extensions
        if self._granted(step) >= most:
            raise StepRefusedError("extensions_used", count=most)
        is_short = 1 <= command.days <= clock.allowance_days
        days_error = None if is_short else message("petition.field.days", max=clock.allowance_days)
        require_fields(days=days_error)
        reason, params = reason_of(command.reason), {"days": command.days}
        asking = Asking(RequestKind.EXTENSION, "extension_requested", reason, ticket.department_code, params)
        return ask(step, asking).detail()

    def rule_on_extension(
        self, session: Session, number: str, command: RulingCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T13: move the due day by the working days asked for, or not. Raises SecondApproverError."""
        event = "extension_granted" if command.is_granted else "extension_denied"
        step = self.steps.begin(session, number, event, actor, command.lock, origin)
        request = waiting(step, RequestKind.EXTENSION)
        if not actor.has(
            approver_of_extension(self.steps.repository.history(session, step.petition.id), request.cycle)
        ):
            raise SecondApproverError
        reason = command.reason.strip() if command.is_granted else reason_of(command.reason)
        decide(step, request, is_granted=command.is_granted, ruling=reason)
        lead, days = step.petition.lead_department_code, int(request.params["days"])
        if not command.is_granted:
            return step.advance(event, Note(reason, lead, {"days": days})).detail()
        moved = step.clock().extended(days)
        params = {"days": days, "due_at": moved.due_at.isoformat() if moved.due_at else ""}
        return step.advance(event, Note(reason or None, lead, params), clock=moved).detail()

    def _granted(self, step: Step) -> int:
        requests = self.steps.repository.records.requests(step.session, step.petition.id)
        cycle = step.petition.cycle
        return sum(r.kind is RequestKind.EXTENSION and r.cycle == cycle and bool(r.is_granted) for r in requests)
