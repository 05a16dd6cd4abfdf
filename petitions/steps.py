"""What every step has in common: load with permission checks, change state, leave a trail, render the outcome."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.actors import Actor
from core.audit import Origin
from core.clock import Clock
from core.departments import Department, DepartmentRepository
from core.ids import new_id
from petitions.access import own_departments, visibility_of
from petitions.alerts.keeper import AlertKeeper
from petitions.catalogue.routing import best_route
from petitions.catalogue.types import Route
from petitions.deadlines import DeadlineRules
from petitions.errors import OtherDepartmentError, PetitionChangedError, PetitionNotFoundError
from petitions.intake import Intake, normalise_number
from petitions.journal import Journal, Note
from petitions.offers import Offer
from petitions.presentation import Presenter
from petitions.repository import PetitionRepository, Visibility
from petitions.sla import RunningClock
from petitions.states import RULED_IN, require_role, require_transition
from petitions.taxonomy import Taxonomy
from petitions.telling import Teller, actor_label
from petitions.types import Petition, Ticket, TicketRole, WorkRules
from petitions.views import PetitionDetailView, ProgressView
from petitions.wording import time_text


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
        if petition is None:
            raise PetitionNotFoundError
        if not self._shows(session, visibility, petition):
            raise PetitionNotFoundError(is_hidden=True)
        return petition

    def begin(self, session: Session, number: str, event: str, actor: Actor, lock: int, origin: Origin) -> Step:
        """Begin a staff step on a petition: seen, role, version and state are checked, in this order."""
        petition = self.visible(session, number, actor, for_update=True)
        require_role(event, actor)
        if petition.lock != lock:
            raise self._changed(session, petition)
        require_transition(event, petition.state, actor)
        return self.step_on(session, petition, actor, origin)

    def begin_as_petitioner(
        self, session: Session, number: str, phone_tail: str, event: str, actor: Actor, origin: Origin
    ) -> Step:
        """Begin a step of whoever shows number and phone tail. Raises PetitionNotFoundError for any mismatch."""
        petition = self.intake.find(session, number, phone_tail, for_update=True)
        require_transition(event, petition.state, actor)
        return self.step_on(session, petition, actor, origin)

    def step_on(self, session: Session, petition: Petition, actor: Actor, origin: Origin) -> Step:
        """Return a step that happens now; never before the one before it, even when the clock was put back."""
        now, last = self.clock.now(), self.repository.last_event(session, petition.id)
        return Step(self, session, petition, actor, origin, now if last is None else max(now, last.at))

    def own_ticket(
        self, session: Session, petition: Petition, actor: Actor, role: TicketRole = TicketRole.LEAD
    ) -> Ticket:
        """Return the open ticket that lies with the actor's department. Raises OtherDepartmentError without one."""
        own = own_departments(session, actor, self.departments)
        tickets = self.repository.open_tickets(session, petition.id, role)
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
        if saved.state is not petition.state:
            over = [kind for kind, states in RULED_IN.items() if saved.state not in states]
            self.repository.records.lapse(session, petition.id, over, at)
        self.journal.write(session, transition, saved, petition.state, actor, at, note, origin)
        return saved

    def progress(self, session: Session, petition: Petition) -> ProgressView:
        """Render the petition for its petitioner; one that was merged shows how its master gets on."""
        presenter, history = self.presenter(session), self.repository.history(session, petition.id)
        if petition.master_id is None:
            return presenter.progress(petition, history)
        master = self.repository.by_id(session, petition.master_id)
        is_rated = self.repository.has_rating(session, petition.id, master.cycle)
        ahead = self.repository.history(session, master.id)
        return presenter.merged_progress(petition, history, master, ahead, is_rated=is_rated)

    def detail(self, session: Session, petition: Petition, actor: Actor) -> PetitionDetailView:
        """Render the petition for staff, with the steps this caller may take now."""
        visibility = visibility_of(session, actor, self.departments)
        history = self.repository.history(session, petition.id)
        offer = Offer(petition, history, visibility.departments, self.clock.now(), self.rules)
        links = self.repository.records.links(session, petition)
        return self.presenter(session).detail(
            petition,
            history,
            self.intake.contact(session, petition),
            actor,
            links,
            sees_all=visibility.sees_all,
            allowed=offer.to(actor),
        )

    def suggested_departments(
        self, session: Session, category_code: str | None, region_code: str | None = None
    ) -> list[Department]:
        """Return who should handle a category, the likeliest first, the owner of last resort (兜底) at the end.

        The dispatch catalogue comes before the default departments of the category.
        """
        departments = self.departments
        category = self.taxonomy.find(category_code) if category_code else None
        route = best_route(self.routes, category.code, region_code) if category else None
        routed = (route.lead, *route.assists) if route else ()
        codes = dict.fromkeys((*routed, *(category.department_codes if category else ())))
        found = [department for code in codes if (department := departments.get(session, code))]
        last = departments.get(session, route.last_resort) if route else None
        last = last or departments.last_resort(session)
        return [*found, last] if last and last not in found else found

    def presenter(self, session: Session) -> Presenter:
        """Return a presenter for this moment."""
        names = self.departments.labels(session)
        return Presenter(Teller(self.taxonomy, names), self.deadlines(session), self.clock.now())

    def _shows(self, session: Session, visibility: Visibility, petition: Petition) -> bool:
        if not visibility.reaches(petition.region_code):
            return False
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

    def open_ticket(
        self,
        department_code: str,
        role: TicketRole = TicketRole.LEAD,
        *,
        note: str = "",
        due_at: datetime | None = None,
        by_decision: bool = False,
    ) -> None:
        """Give a department work in the petition's current cycle, to be signed within the limit.

        What a consultation decided (`by_decision`) counts as signed at once and cannot be sent back.
        """
        steps, session = self.steps, self.session
        ticket = Ticket(
            id=new_id("tic"),
            department_code=department_code,
            role=role,
            cycle=self.petition.cycle,
            dispatched_at=self.at,
            sign_by=steps.deadlines(session).add_working_hours(self.at, steps.rules.sign_limit_hours),
            signed_at=self.at if by_decision else None,
            finished_at=None,
            note=note,
            due_at=due_at,
            is_returnable=not by_decision,
        )
        steps.repository.add_ticket(session, self.petition.id, ticket, self.actor.id)

    def clock(self) -> RunningClock:
        """Return the petition's clock with what it is counted on."""
        return RunningClock(self.petition.clock, self.steps.deadlines(self.session))

    def detail(self) -> PetitionDetailView:
        """Render the outcome for the member of staff who took the step."""
        return self.steps.detail(self.session, self.petition, self.actor)

    def progress(self) -> ProgressView:
        """Render the outcome for the petitioner."""
        return self.steps.progress(self.session, self.petition)
