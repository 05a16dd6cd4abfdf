"""Several departments on one petition: assists with a due time of their own (T9), and 会商 (T10, T19)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from core.actors import Actor, Role
from core.audit import UNKNOWN_ORIGIN, Origin
from core.ids import new_id
from core.messages import message
from petitions.actions.checks import department_error, require_fields, words_of
from petitions.commands import AssistCommand, AssistDoneCommand, ConsultCommand
from petitions.errors import StepRefusedError
from petitions.journal import Note
from petitions.offers import is_escalated
from petitions.steps import Step, Steps
from petitions.types import Consultation, State, TicketRole
from petitions.views import PetitionDetailView
from petitions.wording import due_text

MINUTES_MAX_CHARS = 10_000
FEWEST_AT_A_CONSULTATION = 2


@dataclass(frozen=True, slots=True)
class Joint:
    """Working together."""

    steps: Steps

    def add_assist(
        self, session: Session, number: str, command: AssistCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T9: the dispatcher or the leading department has others assist, each due with the petition at the latest."""
        step = self.steps.begin(session, number, "assist_added", actor, command.lock, origin)
        if not actor.has(Role.DISPATCHER):
            self.steps.own_ticket(session, step.petition, actor)
        codes, due_at = tuple(dict.fromkeys(command.department_codes)), self._assist_due(step, command)
        tickets = self.steps.repository.open_tickets(session, step.petition.id, TicketRole.ASSIST)
        taken = {step.petition.lead_department_code, *(ticket.department_code for ticket in tickets)}
        is_new = bool(codes) and not taken & set(codes)
        assisting_error = None if is_new else message("petition.field.assisting")
        require_fields(department_codes=department_error(step, *codes) or assisting_error)
        for code in codes:
            step.open_ticket(code, TicketRole.ASSIST, note=command.note.strip(), due_at=due_at)
        params = {"departments": list(codes), "due_at": due_at.isoformat()}
        return step.advance("assist_added", Note(command.note.strip() or None, None, params)).detail()

    def finish_assist(
        self, session: Session, number: str, command: AssistDoneCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T9: the assisting department hands in what it found."""
        step = self.steps.begin(session, number, "assist_done", actor, command.lock, origin)
        ticket = self.steps.own_ticket(session, step.petition, actor, TicketRole.ASSIST)
        result = words_of(command.result, "result", MINUTES_MAX_CHARS)
        done = replace(ticket, signed_at=ticket.signed_at or step.at, finished_at=step.at, result=result)
        self.steps.repository.save_ticket(session, done)
        return step.advance("assist_done", Note(None, ticket.department_code)).detail()

    def consult(
        self, session: Session, number: str, command: ConsultCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T10: sit together and decide who leads, which cannot be sent back; T19: before an escalated one is closed."""
        step = self.steps.begin(session, number, "consultation", actor, command.lock, origin)
        petition, lead = step.petition, command.lead_department_code
        if petition.state is State.ANSWERED and not is_escalated(petition):
            raise StepRefusedError("not_escalated")
        codes = tuple(dict.fromkeys(command.department_codes))
        is_round = len(codes) >= FEWEST_AT_A_CONSULTATION
        require_fields(
            department_codes=department_error(step, *codes)
            or (None if is_round else message("petition.field.consulted", min=FEWEST_AT_A_CONSULTATION)),
            lead_department_code=None if lead in codes else message("petition.field.consulted_lead"),
        )
        minutes = words_of(command.minutes, "minutes", MINUTES_MAX_CHARS)
        self.steps.repository.records.add_consultation(
            session,
            petition.id,
            Consultation(new_id("con"), petition.cycle, step.at, codes, minutes, lead, actor.id),
        )
        if petition.state is State.PROCESSING:
            self._give_lead(step, lead)
        note = Note(None, lead, {"departments": list(codes)})
        return step.advance("consultation", note, lead_department_code=lead).detail()

    def _give_lead(self, step: Step, lead: str) -> None:
        """Let the decision stand in the tickets: a new lead takes over at once, the old one may not ask out of it."""
        repository, petition = self.steps.repository, step.petition
        if lead == petition.lead_department_code:
            for ticket in repository.open_tickets(step.session, petition.id, TicketRole.LEAD):
                repository.save_ticket(step.session, replace(ticket, is_returnable=False))
            return
        repository.finish_tickets(step.session, petition.id, step.at, role=TicketRole.LEAD)
        step.open_ticket(lead, by_decision=True)

    def _assist_due(self, step: Step, command: AssistCommand) -> datetime:
        latest = step.clock().due_at
        if command.due_on is None:
            return latest
        due_at = self.steps.deadlines(step.session).closing_time(command.due_on).astimezone(UTC)
        is_between = step.at < due_at <= latest
        require_fields(due_on=None if is_between else message("petition.field.due_on", latest=due_text(latest)))
        return due_at
