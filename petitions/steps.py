"""What every step has in common: load with permission checks, change state, leave a trail, render the outcome."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from core.actors import Actor
from core.audit import Origin
from core.clock import Clock
from core.departments import DepartmentRepository
from core.ids import new_id
from petitions.access import own_departments, visibility_of
from petitions.alerts.keeper import AlertKeeper
from petitions.catalogue.types import Route
from petitions.deadlines import Deadline, DeadlineRules
from petitions.errors import OtherDepartmentError, PetitionChangedError, PetitionNotFoundError
from petitions.intake import Intake, normalise_number
from petitions.journal import Journal, Note
from petitions.presentation import Presenter, actor_label
from petitions.repository import PetitionRepository, Visibility
from petitions.states import allowed_commands, require_role, require_transition
from petitions.taxonomy import Taxonomy
from petitions.types import Petition, SlaClock, Ticket, TicketRole, WorkRules
from petitions.views import PetitionDetailView, ProgressView
from petitions.wording import time_text

_LEAD_ONLY = frozenset({"sign", "reply"})


@dataclass(slots=True)
class Steps:
    """The parts of every step that are not about one step."""

    repository: PetitionRepository
    departments: DepartmentRepository
    intake: Intake
    journal: Journal
    taxonomy: Taxonomy
    clock: Clock
    rules: WorkRules
    routes: tuple[Route, ...] = ()
    alerts: AlertKeeper = field(default_factory=AlertKeeper)

    def deadlines(self, session: Session) -> DeadlineRules:
        """Return the rules on the calendar with today's override rows."""
        return DeadlineRules(self.repository.calendar(session), self.rules)

    def visible(self, session: Session, number: str, actor: Actor, *, for_update: bool = False) -> Petition:
        """Return a petition the actor may see. Raises PetitionNotFoundError for any other."""
        visibility = visibility_of(session, actor, self.departments)
        petition = self.repository.get(session, normalise_number(number), for_update=for_update)
        if petition is None or not self._shows(session, visibility, petition):
            raise PetitionNotFoundError
        return petition

    def begin(self, session: Session, number: str, event: str, actor: Actor, lock: int, origin: Origin) -> Step:
        """Begin a staff step on a petition: seen, role, version and state are checked, in this order."""
        petition = self.visible(session, number, actor, for_update=True)
        require_role(event, actor)
        if petition.lock != lock:
            raise self._changed(session, petition)
        require_transition(event, petition.state, actor)
        return Step(self, session, petition, actor, origin, self.clock.now())

    def begin_as_petitioner(
        self, session: Session, number: str, phone_tail: str, event: str, actor: Actor, origin: Origin
    ) -> Step:
        """Begin a step of whoever shows number and phone tail. Raises PetitionNotFoundError for any mismatch."""
        petition = self.intake.find(session, number, phone_tail, for_update=True)
        require_transition(event, petition.state, actor)
        return Step(self, session, petition, actor, origin, self.clock.now())

    def own_lead_ticket(self, session: Session, petition: Petition, actor: Actor) -> Ticket:
        """Return the open lead ticket if it lies with the actor's department. Raises OtherDepartmentError if not."""
        own = own_departments(session, actor, self.departments)
        tickets = self.repository.open_tickets(session, petition.id, TicketRole.LEAD)
        mine = [ticket for ticket in tickets if ticket.department_code in own]
        if not mine:
            raise OtherDepartmentError
        return mine[-1]

    def advance(
        self,
        session: Session,
        petition: Petition,
        event: str,
        actor: Actor,
        at: datetime,
        note: Note,
        origin: Origin,
        **changes: Any,
    ) -> Petition:
        """Make one step of the table and write its trail; `changes` are fields of the petition that change with it.

        Alerts that were due before it are raised first: what was late stays late, whatever the step does to the clock.
        """
        transition = require_transition(event, petition.state, actor)
        self.alerts.settle(session, petition, at, self.deadlines(session))
        after = replace(petition, state=transition.target_from(petition.state), **changes)
        saved = self.repository.save(session, after)
        if saved is None:
            raise self._changed(session, petition)
        self.journal.write(session, transition, saved, petition.state, actor, at, note, origin)
        return saved

    def open_lead_ticket(
        self, session: Session, petition: Petition, department_code: str, actor: Actor, at: datetime, note: str
    ) -> None:
        """Give a department the lead in the petition's current cycle, to be signed within the limit."""
        ticket = Ticket(
            id=new_id("tic"),
            department_code=department_code,
            role=TicketRole.LEAD,
            cycle=petition.cycle,
            dispatched_at=at,
            sign_by=self.deadlines(session).add_working_hours(at, self.rules.sign_limit_hours),
            signed_at=None,
            finished_at=None,
            note=note,
        )
        self.repository.add_ticket(session, petition.id, ticket, actor.id)

    def progress(self, session: Session, petition: Petition) -> ProgressView:
        """Render the petition for its petitioner."""
        return self.presenter(session).progress(petition, self.repository.history(session, petition.id))

    def detail(self, session: Session, petition: Petition, actor: Actor) -> PetitionDetailView:
        """Render the petition for staff, with the steps this caller may take now."""
        visibility = visibility_of(session, actor, self.departments)
        allowed = allowed_commands(petition.state, actor)
        if petition.lead_department_code not in visibility.departments:
            allowed = [command for command in allowed if command not in _LEAD_ONLY]
        return self.presenter(session).detail(
            petition,
            self.repository.history(session, petition.id),
            self.intake.contact(session, petition),
            actor,
            sees_all=visibility.sees_all,
            allowed=allowed,
        )

    def presenter(self, session: Session) -> Presenter:
        """Return a presenter for this moment."""
        names = self.departments.labels(session)
        return Presenter(self.taxonomy, self.deadlines(session), names, self.clock.now())

    def _shows(self, session: Session, visibility: Visibility, petition: Petition) -> bool:
        return visibility.sees_all or self.repository.has_ticket_of(session, petition.id, visibility.departments)

    def _changed(self, session: Session, petition: Petition) -> PetitionChangedError:
        event = self.repository.last_event(session, petition.id)
        if event is None:
            return PetitionChangedError("", "")
        return PetitionChangedError(actor_label(event.actor_id, event.actor_name), time_text(event.at))


@dataclass(frozen=True, slots=True)
class Step:
    """One step being taken: who does something at what moment, and the petition as it stands by now."""

    steps: Steps
    session: Session
    petition: Petition
    actor: Actor
    origin: Origin
    at: datetime

    def advance(self, event: str, note: Note, *, by: Actor | None = None, **changes: Any) -> Step:
        """Make a step of the table, by the product itself where `by` says so; return how it goes on from there."""
        actor = by or self.actor
        after = self.steps.advance(self.session, self.petition, event, actor, self.at, note, self.origin, **changes)
        return replace(self, petition=after)

    def detail(self) -> PetitionDetailView:
        """Render the outcome for the member of staff who took the step."""
        return self.steps.detail(self.session, self.petition, self.actor)

    def progress(self) -> ProgressView:
        """Render the outcome for the petitioner."""
        return self.steps.progress(self.session, self.petition)


def running_clock(deadline: Deadline, *, accepted_at: datetime) -> SlaClock:
    """Return the clock a deadline starts; `accepted_at` stays that of the first cycle."""
    return SlaClock(
        accepted_at=accepted_at,
        started_at=deadline.accepted_at.astimezone(UTC),
        start_day=deadline.start_day,
        allowance_days=deadline.allowance_days,
        due_at=deadline.due_at.astimezone(UTC),
        orange_after=deadline.orange_after.astimezone(UTC),
        red_after=deadline.red_after.astimezone(UTC),
        is_provisional=deadline.is_provisional,
    )
