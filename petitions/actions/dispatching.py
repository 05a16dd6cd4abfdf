"""What the dispatcher (分派员) does: accept or refuse, classify, and give petitions to departments."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.messages import message
from petitions.commands import AcceptCommand, DispatchCommand, RefuseCommand
from petitions.deadlines import allowance_days
from petitions.journal import Note
from petitions.steps import Steps, running_clock
from petitions.types import Identity, Nature
from petitions.validation import missing, raise_field_errors
from petitions.views import PetitionDetailView


@dataclass(frozen=True, slots=True)
class DispatcherActions:
    """The steps of dispatchers."""

    steps: Steps

    def accept(
        self, session: Session, number: str, command: AcceptCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T2: classify the petition and start its clock."""
        step = self.steps.begin(session, number, "accepted", actor, command.lock, origin)
        is_known = self.steps.taxonomy.is_choosable(command.category_code)
        raise_field_errors({"category_code": None if is_known else message("petition.field.category")})
        days = allowance_days(
            command.nature,
            is_policy_query=command.is_policy_query,
            urgency=command.urgency,
            urgency_shortens=self.steps.rules.urgency_shortens,
        )
        deadline = self.steps.deadlines(session).deadline(step.at, days)
        params = {
            "category_code": command.category_code,
            "nature": command.nature.value,
            "days": days,
            "due_at": deadline.due_at.isoformat(),
        }
        identity = step.petition.identity
        is_exposed = command.nature is Nature.REPORT and identity is Identity.NAMED
        return step.advance(
            "accepted",
            Note(params=params),
            category_code=command.category_code,
            nature=command.nature,
            urgency=command.urgency,
            is_policy_query=command.is_policy_query,
            identity=Identity.CONFIDENTIAL if is_exposed else identity,
            clock=running_clock(deadline, accepted_at=step.at),
        ).detail()

    def refuse(
        self, session: Session, number: str, command: RefuseCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T3: do not accept, with a reason code and the channel that is the right one."""
        step = self.steps.begin(session, number, "refused", actor, command.lock, origin)
        raise_field_errors({"channel_text": missing(command.channel_text, "channel_text")})
        channel = command.channel_text.strip()
        return step.advance(
            "refused",
            Note(channel, params={"refusal": command.reason_code.value}),
            refusal_code=command.reason_code,
            refusal_channel=channel,
            clock=replace(step.petition.clock, stopped_at=step.at),
        ).detail()

    def dispatch(
        self, session: Session, number: str, command: DispatchCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T5: give the petition to a handling department; it must sign within the limit."""
        step = self.steps.begin(session, number, "dispatched", actor, command.lock, origin)
        lead, remark = command.lead_department_code, command.note.strip()
        is_known = self.steps.departments.get(session, lead) is not None
        raise_field_errors({"lead_department_code": None if is_known else message("petition.field.department")})
        self.steps.open_lead_ticket(session, step.petition, lead, actor, step.at, remark)
        return step.advance("dispatched", Note(remark or None, lead), lead_department_code=lead).detail()
