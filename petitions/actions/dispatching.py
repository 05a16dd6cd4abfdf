"""Accepting, refusing, and giving petitions to departments: T2, T3, T5, and returns and transfers (T7, T8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.messages import message
from petitions.actions.checks import department_error, reason_of, require_fields
from petitions.commands import (
    AcceptCommand,
    DispatchCommand,
    MoveRequestCommand,
    ReasonCommand,
    RefuseCommand,
    RulingCommand,
    TransferCommand,
)
from petitions.deadlines import MAX_ALLOWANCE_DAYS, allowance_days
from petitions.errors import StepRefusedError
from petitions.intake import normalise_number
from petitions.journal import Note
from petitions.requests import Asking, ask, decide, waiting
from petitions.sla import started, stopped
from petitions.steps import Step, Steps
from petitions.types import Identity, Nature, RefusalCode, RequestKind, State, TicketRole
from petitions.validation import missing
from petitions.views import PetitionDetailView

_CONCLUDED = (State.ANSWERED, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Dispatching:
    """What dispatchers do with what comes in, and what departments ask them for."""

    steps: Steps

    def accept(
        self, session: Session, number: str, command: AcceptCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T2: classify the petition and start its clock."""
        step = self.steps.begin(session, number, "accepted", actor, command.lock, origin)
        days = allowance_days(
            command.nature,
            is_policy_query=command.is_policy_query,
            urgency=command.urgency,
            urgency_shortens=self.steps.rules.urgency_shortens,
        )
        is_known = self.steps.taxonomy.is_choosable(command.category_code)
        require_fields(
            category_code=None if is_known else message("petition.field.category"), **_statutory_errors(command, days)
        )
        deadline = self.steps.deadlines(session).deadline(step.at, command.statutory_days or days)
        params = {
            "category_code": command.category_code,
            "nature": command.nature.value,
            "days": deadline.allowance_days,
            "due_at": deadline.due_at.isoformat(),
        }
        return step.advance(
            "accepted",
            Note(command.statutory_basis.strip() or None, params=params),
            category_code=command.category_code,
            nature=command.nature,
            urgency=command.urgency,
            is_policy_query=command.is_policy_query,
            identity=protected(step.petition.identity, command.nature),
            clock=started(deadline, accepted_at=step.at),
        ).detail()

    def refuse(
        self, session: Session, number: str, command: RefuseCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T3: do not accept, with a reason code and the channel that is the right one."""
        step = self.steps.begin(session, number, "refused", actor, command.lock, origin)
        channel = reason_of(command.channel_text, "channel_text")
        return step.advance(
            "refused",
            Note(channel, params={"refusal": command.reason_code.value} | self._refusal_details(step, command)),
            refusal_code=command.reason_code,
            refusal_channel=channel,
            clock=stopped(step.petition.clock, step.at),
        ).detail()

    def dispatch(
        self, session: Session, number: str, command: DispatchCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T5: give the petition to a department, which must sign within the limit, and to those that assist it."""
        step = self.steps.begin(session, number, "dispatched", actor, command.lock, origin)
        return self._hand_over(step, "dispatched", command).detail()

    def request_return(
        self, session: Session, number: str, command: MoveRequestCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T7: before signing, the department asks to send the petition back; it stays until the dispatcher rules."""
        step = self.steps.begin(session, number, "return_requested", actor, command.lock, origin)
        return self._ask_to_move(step, RequestKind.RETURN, "return_requested", command).detail()

    def rule_on_return(
        self, session: Session, number: str, command: RulingCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T7: take the petition back, to be dispatched anew, or leave it with the department.

        A department that no longer exists cannot ask; what it left unsigned may be taken back without.
        """
        event = "returned" if command.is_granted else "return_denied"
        step = self.steps.begin(session, number, event, actor, command.lock, origin)
        reason = command.reason.strip() if command.is_granted else reason_of(command.reason)
        lead = step.petition.lead_department_code
        if not (command.is_granted and lead and self.steps.departments.get(session, lead) is None):
            decide(step, waiting(step, RequestKind.RETURN), is_granted=command.is_granted, ruling=reason)
        if not command.is_granted:
            return step.advance(event, Note(reason, lead)).detail()
        self.steps.repository.finish_tickets(session, step.petition.id, step.at)
        return step.advance(event, Note(reason or None, lead), lead_department_code=None).detail()

    def request_transfer(
        self, session: Session, number: str, command: MoveRequestCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T8: the department that signed asks for another one to take over."""
        step = self.steps.begin(session, number, "transfer_requested", actor, command.lock, origin)
        return self._ask_to_move(step, RequestKind.TRANSFER, "transfer_requested", command).detail()

    def transfer(
        self, session: Session, number: str, command: TransferCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T8: another department takes over; the overall clock keeps running."""
        step = self.steps.begin(session, number, "transferred", actor, command.lock, origin)
        repository, petition = self.steps.repository, step.petition
        if command.lead_department_code == petition.lead_department_code:
            raise StepRefusedError("same_department")
        asked = repository.records.pending(session, petition.id, RequestKind.TRANSFER)
        if asked is not None:
            decide(step, asked, is_granted=True, ruling=command.note.strip())
        repository.finish_tickets(session, petition.id, step.at, role=TicketRole.LEAD)
        for ticket in repository.open_tickets(session, petition.id, TicketRole.ASSIST):
            if ticket.department_code == command.lead_department_code:
                repository.finish_ticket(session, ticket.id, step.at)
        return self._hand_over(step, "transferred", command, {"why": command.why.value}).detail()

    def deny_transfer(
        self, session: Session, number: str, command: ReasonCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T8: leave the petition with the department that asked to be rid of it."""
        step = self.steps.begin(session, number, "transfer_denied", actor, command.lock, origin)
        reason = reason_of(command.reason)
        decide(step, waiting(step, RequestKind.TRANSFER), is_granted=False, ruling=reason)
        return step.advance("transfer_denied", Note(reason, step.petition.lead_department_code)).detail()

    def _refusal_details(self, step: Step, command: RefuseCommand) -> dict[str, str]:
        """Return what was incomplete, or which concluded petition this one repeats."""
        if command.reason_code is RefusalCode.INCOMPLETE:
            return {"incomplete": reason_of(command.incomplete, "incomplete")}
        if command.reason_code is not RefusalCode.DUPLICATE:
            return {}
        number = normalise_number(command.duplicate_of)
        earlier = self.steps.repository.get(step.session, number)
        is_concluded = earlier is not None and earlier.state in _CONCLUDED and earlier.id != step.petition.id
        require_fields(duplicate_of=None if is_concluded else message("petition.field.duplicate_of"))
        return {"duplicate_of": number}

    def _hand_over(
        self, step: Step, event: str, command: DispatchCommand | TransferCommand, params: Mapping[str, str] = {}
    ) -> Step:
        lead, remark = command.lead_department_code, command.note.strip()
        assists = [code for code in dict.fromkeys(command.assist_department_codes) if code != lead]
        require_fields(
            lead_department_code=department_error(step, lead),
            assist_department_codes=department_error(step, *assists),
        )
        step.open_ticket(lead, note=remark)
        for code in assists:
            step.open_ticket(code, TicketRole.ASSIST, note=remark, due_at=step.petition.clock.due_at)
        note = Note(remark or None, lead, {**params, **({"assists": assists} if assists else {})})
        return step.advance(event, note, lead_department_code=lead)

    def _ask_to_move(self, step: Step, kind: RequestKind, event: str, command: MoveRequestCommand) -> Step:
        ticket = self.steps.own_ticket(step.session, step.petition, step.actor)
        if not ticket.is_returnable:
            raise StepRefusedError("not_returnable")
        reason, suggested = reason_of(command.reason), command.suggested_department_code
        require_fields(suggested_department_code=department_error(step, suggested) if suggested else None)
        params = {"suggested_department_code": suggested} if suggested else {}
        return ask(step, Asking(kind, event, reason, ticket.department_code, params))


def protected(identity: Identity, nature: Nature) -> Identity:
    """Return the identity mode of a petition of this nature: a report under a name becomes confidential."""
    return Identity.CONFIDENTIAL if nature is Nature.REPORT and identity is Identity.NAMED else identity


def _statutory_errors(command: AcceptCommand, allowance: int) -> dict[str, str | None]:
    days = command.statutory_days
    if days is None:
        return {}
    is_longer = allowance < days <= MAX_ALLOWANCE_DAYS
    return {
        "statutory_days": None if is_longer else message("petition.field.statutory_days", days=allowance),
        "statutory_basis": missing(command.statutory_basis, "statutory_basis"),
    }
