"""What staff see: the list, one petition, and contact data for a reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.clock import SHANGHAI
from core.departments import Department
from core.errors import InvalidInputError
from petitions.access import require_reveal, visibility_of
from petitions.steps import Steps
from petitions.types import Contact, DeskQuery
from petitions.validation import missing, raise_field_errors
from petitions.views import DueDay, PetitionDetailView, PetitionPage

MOST_DUE_DAYS = 62


@dataclass(frozen=True, slots=True)
class Desk:
    """Reading, within what the caller may see."""

    steps: Steps

    def desk_list(self, session: Session, query: DeskQuery, actor: Actor) -> PetitionPage:
        """Return one page of the petitions the caller may see, the most pressing first."""
        steps = self.steps
        visibility = visibility_of(session, actor, steps.departments)
        below: frozenset[str] = frozenset()
        if query.department_code is not None:
            below = steps.departments.subtree_codes(session, query.department_code)
        total, found = steps.repository.list_desk(session, query, visibility, below, steps.clock.now())
        presenter = steps.presenter(session)
        return PetitionPage(total, tuple(presenter.row(p, actor, sees_all=visibility.sees_all) for p in found))

    def due_days(self, session: Session, query: DeskQuery, actor: Actor) -> tuple[DueDay, ...]:
        """Return every day of `query.due_between`: what of the caller's petitions is due on it, and if it is worked.

        Raises InvalidInputError for no days or more than `MOST_DUE_DAYS`.
        """
        if query.due_between is None or not 0 <= (query.due_between[1] - query.due_between[0]).days < MOST_DUE_DAYS:
            raise InvalidInputError(f"Ask for 1 to {MOST_DUE_DAYS} days, the first one first.")
        steps, (first, last) = self.steps, query.due_between
        visibility = visibility_of(session, actor, steps.departments)
        below: frozenset[str] = frozenset()
        if query.department_code is not None:
            below = steps.departments.subtree_codes(session, query.department_code)
        now = steps.clock.now()
        times = steps.repository.due_times(session, query, visibility, below, now)
        due = Counter(at.astimezone(SHANGHAI).date() for at in times)
        late = Counter(at.astimezone(SHANGHAI).date() for at in times if at < now)
        calendar = steps.repository.calendar(session)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return tuple(DueDay(day, due[day], late[day], calendar.is_working_day(day)) for day in days)

    def detail(self, session: Session, number: str, actor: Actor) -> PetitionDetailView:
        """Return everything staff may see of one petition."""
        return self.steps.detail(session, self.steps.visible(session, number, actor), actor)

    def reveal(
        self, session: Session, number: str, reason: str, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Contact:
        """Return the contact data in clear and write that into the audit log; a reason is required."""
        steps = self.steps
        petition = steps.visible(session, number, actor)
        require_reveal(actor, petition)
        raise_field_errors({"reason": missing(reason, "reason")})
        steps.journal.revealed(session, petition, actor, reason.strip(), steps.clock.now(), origin)
        return steps.intake.contact(session, petition) or Contact()

    def suggest_departments(
        self, session: Session, category_code: str | None, region_code: str | None = None
    ) -> list[Department]:
        """Return who should handle a category, the likeliest first, the owner of last resort (兜底) at the end."""
        return self.steps.suggested_departments(session, category_code, region_code)
