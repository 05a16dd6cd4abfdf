"""Signing and answering: T6, T14, the quality check of an answer (T15), and answers from knowledge (T24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.masking import mask
from core.messages import message
from petitions.actions.checks import reason_of, require_fields
from petitions.actions.endings import close
from petitions.citing import PublishedClauses
from petitions.commands import DirectAnswerCommand, ReasonCommand, ReplyCommand, SignCommand
from petitions.errors import AlreadyRatedError, AssistsOpenError, ReplyNotReadyError, StepRefusedError
from petitions.journal import Note
from petitions.quality.checking import ReplyCheck, check_reply
from petitions.sla import stopped
from petitions.steps import Step, Steps
from petitions.types import Identity, Petition, Reply, TicketRole
from petitions.validation import REPLY_MAX_CHARS, missing, too_long
from petitions.views import PetitionDetailView


@dataclass(frozen=True, slots=True)
class Handling:
    """The work itself."""

    steps: Steps
    clauses: PublishedClauses

    def sign(
        self, session: Session, number: str, command: SignCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T6: the handling department takes the petition over."""
        step = self.steps.begin(session, number, "signed", actor, command.lock, origin)
        ticket = self.steps.own_ticket(session, step.petition, actor)
        self.steps.repository.sign_ticket(session, ticket.id, actor.id, step.at)
        return step.advance("signed", Note(department_code=ticket.department_code)).detail()

    def reply(
        self, session: Session, number: str, command: ReplyCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T14: answer and stop the clock; an anonymous petition, which nobody can rate, is closed at once (T17)."""
        step = self.steps.begin(session, number, "answered", actor, command.lock, origin)
        ticket = self.steps.own_ticket(session, step.petition, actor)
        reply = _checked_reply(command, step.at, ticket.department_code, step.petition.cycle)
        self._require_assists_done(step)
        overridden = self._require_quality(step.petition, reply, command.override_reason.strip())
        return self._answer(step, "answered", reply, ticket.id, overridden).detail()

    def answer_directly(
        self, session: Session, number: str, command: DirectAnswerCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T24: answer an accepted petition from published knowledge, without a department."""
        step = self.steps.begin(session, number, "answered_direct", actor, command.lock, origin)
        cited = [self.clauses.cite(session, reference, self.steps.clock.today()) for reference in command.citations]
        found = tuple(citation for citation in cited if citation is not None)
        is_founded = bool(found) and len(found) == len(cited)
        require_fields(
            text=_text_error(command.text),
            citations=None if is_founded else message("petition.field.citations"),
        )
        reply = Reply(
            text=command.text.strip(),
            resolution=command.resolution,
            basis=tuple(citation.label for citation in found),
            no_basis_reason="",
            answered_at=step.at,
            department_code=None,
            cycle=step.petition.cycle,
            citations=found,
        )
        return self._answer(step, "answered_direct", reply, None).detail()

    def reject_reply(
        self, session: Session, number: str, command: ReasonCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T15: the answer misses the point; the department goes on, and the clock runs as if it had never stopped."""
        step = self.steps.begin(session, number, "reply_rejected", actor, command.lock, origin)
        repository, petition, reason = self.steps.repository, step.petition, reason_of(command.reason)
        ticket = repository.last_lead_ticket(session, petition.id)
        if petition.rating is not None:
            raise AlreadyRatedError
        if ticket is None:
            raise StepRefusedError("answered_directly")
        repository.reject_reply(session, petition.id, reason, step.at)
        repository.save_ticket(session, replace(ticket, finished_at=None))
        running = replace(petition.clock, stopped_at=None)
        note = Note(reason, petition.lead_department_code)
        return step.advance("reply_rejected", note, answered_at=None, clock=running).detail()

    def _answer(
        self, step: Step, event: str, reply: Reply, ticket_id: str | None, overridden: Mapping[str, Any] | None = None
    ) -> Step:
        repository, petition = self.steps.repository, step.petition
        repository.add_reply(step.session, petition.id, ticket_id, step.actor.id, reply)
        repository.finish_tickets(step.session, petition.id, step.at)
        note = Note(
            department_code=reply.department_code, params={"resolution": reply.resolution.value, **(overridden or {})}
        )
        clock = stopped(petition.clock, step.at)
        answered = step.advance(event, note, answered_at=step.at, rating=None, clock=clock)
        return close(answered) if petition.identity is Identity.ANONYMOUS else answered

    def check_reply(self, session: Session, number: str, command: ReplyCommand, actor: Actor) -> ReplyCheck:
        """Return what the check of a reply's quality would find; nothing changes."""
        petition = self.steps.visible(session, number, actor)
        return check_reply(petition, command.text, basis=command.basis, no_basis_reason=command.no_basis_reason)

    @staticmethod
    def _require_quality(petition: Petition, reply: Reply, override: str) -> dict[str, Any]:
        """Return what to keep of a check that was overridden. Raises ReplyNotReadyError without a reason."""
        check = check_reply(petition, reply.text, basis=reply.basis, no_basis_reason=reply.no_basis_reason)
        if not check.findings:
            return {}
        if not override:
            raise ReplyNotReadyError([finding.text for finding in check.findings])
        return {"override": mask(override), "findings": [finding.kind.value for finding in check.findings]}

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
    require_fields(text=_text_error(command.text), basis=None if has_basis else message("petition.field.basis"))
    return Reply(
        text=command.text.strip(),
        resolution=command.resolution,
        basis=basis,
        no_basis_reason=command.no_basis_reason.strip(),
        answered_at=now,
        department_code=department_code,
        cycle=cycle,
    )


def _text_error(text: str) -> str | None:
    return missing(text, "reply_text") or too_long(text.strip(), REPLY_MAX_CHARS)
