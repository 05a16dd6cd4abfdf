"""Asking whether the answer helped (回访, T16), and what a supervisor does in the end: T19, T20, T21."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.ids import new_id
from core.masking import mask
from core.messages import message
from petitions.actions.checks import reason_of, require_fields
from petitions.actions.endings import after_rating, close, reopen
from petitions.actions.petitioner import stars_error, withdraw
from petitions.commands import ReasonCommand, RevisitCommand, RulingCommand
from petitions.errors import AlreadyRatedError, StepRefusedError
from petitions.journal import Note
from petitions.offers import is_escalated, was_consulted
from petitions.requests import decide, waiting
from petitions.steps import Step, Steps
from petitions.types import RequestKind, Revisit
from petitions.views import PetitionDetailView


@dataclass(frozen=True, slots=True)
class Revisiting:
    """The ends of a petition's way, as staff see to them."""

    steps: Steps

    def follow_up(
        self, session: Session, number: str, command: RevisitCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T16: note one attempt to reach the petitioner; the stars they give count, three vain attempts close (T17)."""
        step = self.steps.begin(session, number, "followed_up", actor, command.lock, origin)
        petition, repository, stars = step.petition, self.steps.repository, command.stars
        if petition.rating is not None:
            raise AlreadyRatedError
        unreached_error = None if command.is_reached or stars is None else message("petition.field.stars_unreached")
        require_fields(stars=unreached_error or stars_error(stars))
        attempts = self._attempts(step)
        note = mask(command.note.strip())
        revisit = Revisit(new_id("rev"), petition.cycle, step.at, actor.id, command.is_reached, note)
        repository.records.add_revisit(session, petition.id, revisit)
        params = {"attempt": len(attempts) + 1, "is_reached": command.is_reached}
        noted = step.advance("followed_up", Note(note or None, petition.lead_department_code, params))
        if stars is not None:
            repository.add_rating(session, petition.id, petition.cycle, stars, note, step.at)
            rated = Note(note or None, petition.lead_department_code, {"stars": stars, "by_staff": True})
            return after_rating(noted.advance("rated", rated, rating=stars), stars).detail()
        vain = sum(not attempt.is_reached for attempt in (*attempts, revisit))
        is_vain = not command.is_reached and vain >= self.steps.rules.revisit_attempts
        return (close(noted, "unreached") if is_vain else noted).detail()

    def close_as_explained(
        self, session: Session, number: str, command: ReasonCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T19: after the third dissatisfaction and the consultation it takes, the supervisor closes with a reason."""
        step = self.steps.begin(session, number, "closed_as_explained", actor, command.lock, origin)
        petition, reason = step.petition, reason_of(command.reason)
        if not is_escalated(petition):
            raise StepRefusedError("not_escalated")
        if not was_consulted(self.steps.repository.history(session, petition.id), petition.cycle):
            raise StepRefusedError("not_consulted")
        note = Note(reason, petition.lead_department_code)
        return step.advance("closed_as_explained", note, closed_at=step.at).detail()

    def reopen(
        self, session: Session, number: str, command: ReasonCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T21: the supervisor has a closed petition handled again because of new facts."""
        step = self.steps.begin(session, number, "reopened", actor, command.lock, origin)
        return reopen(step, reason_of(command.reason), by=actor).detail()

    def rule_on_withdrawal(
        self, session: Session, number: str, command: RulingCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T20: let the petitioner of a report or safety matter withdraw, or keep it open."""
        step = self.steps.begin(session, number, "withdrawal_vetoed", actor, command.lock, origin)
        request = waiting(step, RequestKind.WITHDRAWAL)
        reason = command.reason.strip() if command.is_granted else reason_of(command.reason)
        decide(step, request, is_granted=command.is_granted, ruling=reason)
        if command.is_granted:
            return withdraw(step, request.reason).detail()
        return step.advance("withdrawal_vetoed", Note(reason, step.petition.lead_department_code)).detail()

    def _attempts(self, step: Step) -> list[Revisit]:
        """Return the attempts of this cycle. Raises StepRefusedError when the last was a short while ago."""
        found = self.steps.repository.records.revisits(step.session, step.petition.id)
        attempts = [revisit for revisit in found if revisit.cycle == step.petition.cycle]
        hours = self.steps.rules.revisit_gap_hours
        if attempts and step.at < attempts[-1].at + timedelta(hours=hours):
            raise StepRefusedError("revisited_lately", hours=hours)
        return attempts
