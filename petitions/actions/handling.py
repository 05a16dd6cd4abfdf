"""What the handling department (承办单位) does: sign and reply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.messages import message
from petitions.actions.endings import close
from petitions.commands import ReplyCommand, SignCommand
from petitions.errors import AssistsOpenError
from petitions.journal import Note
from petitions.steps import Step, Steps
from petitions.types import Identity, Reply, TicketRole
from petitions.validation import missing, raise_field_errors
from petitions.views import PetitionDetailView


@dataclass(frozen=True, slots=True)
class HandlerActions:
    """The steps of handlers, each for the own department."""

    steps: Steps

    def sign(
        self, session: Session, number: str, command: SignCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T6: the handling department takes the petition over."""
        step = self.steps.begin(session, number, "signed", actor, command.lock, origin)
        ticket = self.steps.own_lead_ticket(session, step.petition, actor)
        self.steps.repository.sign_ticket(session, ticket.id, actor.id, step.at)
        return step.advance("signed", Note(department_code=ticket.department_code)).detail()

    def reply(
        self, session: Session, number: str, command: ReplyCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T14: answer and stop the clock; an anonymous petition, which nobody can rate, is closed at once (T17)."""
        step = self.steps.begin(session, number, "answered", actor, command.lock, origin)
        petition, repository = step.petition, self.steps.repository
        ticket = self.steps.own_lead_ticket(session, petition, actor)
        reply = _checked_reply(command, step.at, ticket.department_code, petition.cycle)
        self._require_assists_done(step)
        repository.add_reply(session, petition.id, ticket.id, actor.id, reply)
        repository.finish_tickets(session, petition.id, step.at)
        note = Note(department_code=ticket.department_code, params={"resolution": reply.resolution.value})
        stopped = replace(petition.clock, stopped_at=step.at)
        answered = step.advance("answered", note, answered_at=step.at, rating=None, clock=stopped)
        return (close(answered) if petition.identity is Identity.ANONYMOUS else answered).detail()

    def _require_assists_done(self, step: Step) -> None:
        tickets = self.steps.repository.open_tickets(step.session, step.petition.id, TicketRole.ASSIST)
        if tickets:
            names = self.steps.departments.labels(step.session)
            separator = message("petition.separator")
            raise AssistsOpenError(separator.join(names.get(t.department_code, t.department_code) for t in tickets))


def _checked_reply(command: ReplyCommand, now: datetime, department_code: str, cycle: int) -> Reply:
    """Return the reply to store. Raises InvalidInputError without text, or with neither basis nor reason."""
    basis = tuple(item.strip() for item in command.basis if item.strip())
    has_basis = bool(basis or command.no_basis_reason.strip())
    raise_field_errors(
        {
            "text": missing(command.text, "reply_text"),
            "basis": None if has_basis else message("petition.field.basis"),
        }
    )
    return Reply(
        text=command.text.strip(),
        resolution=command.resolution,
        basis=basis,
        no_basis_reason=command.no_basis_reason.strip(),
        answered_at=now,
        department_code=department_code,
        cycle=cycle,
    )
