"""Asking the petitioner for material, during which the clock stands still: T11, T12, T25."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

from sqlalchemy.orm import Session

from core.actors import GUEST, Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.ids import new_id
from core.messages import message
from petitions.actions.checks import reason_of, require_fields, words_of
from petitions.commands import MaterialCommand, ReasonCommand, RulingCommand, SupplyCommand
from petitions.errors import StepRefusedError
from petitions.journal import Note
from petitions.requests import Asking, ask, decide, waiting
from petitions.sla import stopped
from petitions.steps import Step, Steps
from petitions.types import MaterialRequest, RequestKind
from petitions.validation import CONTENT_MAX_CHARS
from petitions.views import PetitionDetailView, ProgressView
from petitions.wording import due_text

MOST_ITEMS = 20


@dataclass(frozen=True, slots=True)
class Material:
    """What departments ask for, dispatchers rule on and petitioners supply."""

    steps: Steps

    def request_material(
        self, session: Session, number: str, command: MaterialCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T11: ask the petitioner and stop the clock; a second time in a cycle it is the dispatcher who is asked."""
        step = self.steps.begin(session, number, "material_requested", actor, command.lock, origin)
        ticket = self.steps.own_ticket(session, step.petition, actor)
        items = tuple(item.strip() for item in command.items if item.strip())
        is_countable = 0 < len(items) <= MOST_ITEMS
        require_fields(items=None if is_countable else message("petition.field.items", max=MOST_ITEMS))
        asked = self.steps.repository.records.material(session, step.petition.id)
        if not any(request.cycle == step.petition.cycle for request in asked):
            return self._pause(step, items, ticket.department_code).detail()
        reason, params = reason_of(command.reason), {"items": list(items)}
        asking = Asking(RequestKind.MATERIAL, "more_material_asked", reason, ticket.department_code, params)
        return ask(step, asking).detail()

    def rule_on_material(
        self, session: Session, number: str, command: RulingCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T11: let the department ask once more in this cycle, or not."""
        step = self.steps.begin(session, number, "more_material_denied", actor, command.lock, origin)
        request, lead = waiting(step, RequestKind.MATERIAL), step.petition.lead_department_code
        reason = command.reason.strip() if command.is_granted else reason_of(command.reason)
        decide(step, request, is_granted=command.is_granted, ruling=reason)
        if not command.is_granted:
            return step.advance("more_material_denied", Note(reason, lead)).detail()
        return self._pause(step, tuple(request.params["items"]), request.department_code or lead or "").detail()

    def supply(
        self, session: Session, number: str, command: SupplyCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T12: the dispatcher notes what came in by another way; the clock runs on."""
        step = self.steps.begin(session, number, "material_supplied", actor, command.lock, origin)
        return self._go_on(step, words_of(command.text, "text", CONTENT_MAX_CHARS), None).detail()

    def supply_as_petitioner(
        self,
        session: Session,
        number: str,
        phone_tail: str,
        text: str,
        actor: Actor = GUEST,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> ProgressView:
        """T12: the petitioner supplies what was asked for; the clock runs on."""
        step = self.steps.begin_as_petitioner(session, number, phone_tail, "material_supplied", actor, origin)
        return self._go_on(step, words_of(text, "text", CONTENT_MAX_CHARS), None).progress()

    def resume(
        self, session: Session, number: str, command: ReasonCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T12: nothing came within the limit; the dispatcher has the department go on without it."""
        step = self.steps.begin(session, number, "material_supplied", actor, command.lock, origin)
        _require_lapsed(step)
        return self._go_on(step, "", reason_of(command.reason)).detail()

    def close_unsupplied(
        self, session: Session, number: str, command: ReasonCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T25: nothing came within the limit; the dispatcher closes the petition."""
        step = self.steps.begin(session, number, "closed", actor, command.lock, origin)
        _require_lapsed(step)
        reason, petition, repository = reason_of(command.reason), step.petition, self.steps.repository
        repository.records.end_material(session, petition.id, "", step.at)
        repository.finish_tickets(session, petition.id, step.at)
        note = Note(reason, petition.lead_department_code, {"why": "unsupplied"})
        return step.advance("closed", note, closed_at=step.at, clock=stopped(petition.clock, step.at)).detail()

    def _pause(self, step: Step, items: tuple[str, ...], department_code: str) -> Step:
        deadlines = self.steps.deadlines(step.session)
        last = deadlines.calendar.add(deadlines.start_day(step.at), self.steps.rules.material_limit_days)
        until = deadlines.closing_time(last).astimezone(UTC)
        self.steps.repository.records.add_material(
            step.session,
            step.petition.id,
            MaterialRequest(new_id("mat"), step.petition.cycle, items, department_code, step.at, until),
        )
        note = Note(None, department_code, {"items": list(items), "due_at": until.isoformat()})
        return step.advance("material_requested", note, clock=step.clock().paused(step.at, until))

    def _go_on(self, step: Step, supplied: str, reason: str | None) -> Step:
        clock = step.clock().resumed(step.at)
        self.steps.repository.records.end_material(step.session, step.petition.id, supplied, step.at)
        params = {"is_supplied": bool(supplied), "due_at": clock.due_at.isoformat() if clock.due_at else ""}
        return step.advance("material_supplied", Note(reason, step.petition.lead_department_code, params), clock=clock)


def _require_lapsed(step: Step) -> None:
    until = step.petition.clock.paused_until
    if until is not None and step.at <= until:
        raise StepRefusedError("material_awaited", until=due_text(until))
