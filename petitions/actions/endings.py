"""What follows once an answer is out: close, have it handled again, or escalate (T17–T19, T21)."""

from __future__ import annotations

from core.actors import SYSTEM, Actor
from petitions.errors import StepRefusedError
from petitions.journal import Note
from petitions.sla import RunningClock, started
from petitions.steps import Step

SATISFIED_STARS = 3
"""From three stars a rating closes the petition; below it is handled again (T17, T18)."""


def after_rating(step: Step, stars: int) -> Step:
    """Close a petition rated well; have one rated badly handled again, at most `max_reopens` times."""
    petition = step.petition
    if stars >= SATISFIED_STARS:
        return close(step)
    if petition.cycle <= step.steps.rules.max_reopens:
        return reopen(step)
    note = Note(department_code=petition.lead_department_code, params={"cycle": petition.cycle})
    return step.advance("escalated", note, by=SYSTEM)


def close(step: Step, why: str | None = None) -> Step:
    """T17: nothing is left to do; `why` is a code where it is not the rating."""
    note = Note(department_code=step.petition.lead_department_code, params={"why": why} if why else {})
    return step.advance("closed", note, by=SYSTEM, closed_at=step.at)


def reopen(step: Step, reason: str | None = None, *, by: Actor = SYSTEM) -> Step:
    """T18, T21: a fresh clock with the same allowance; earlier replies are kept.

    The department that answered handles it again; where there is none or it is gone, the one its category suggests.
    """
    clock, lead = RunningClock(step.petition.clock, step.steps.deadlines(step.session)), _lead(step)
    deadline = clock.deadlines.deadline(step.at, clock.allowance_days)
    cycle = step.petition.cycle + 1
    after = step.advance(
        "reopened",
        Note(reason, lead, {"cycle": cycle, "due_at": deadline.due_at.isoformat()}),
        by=by,
        cycle=cycle,
        rating=None,
        answered_at=None,
        closed_at=None,
        lead_department_code=lead,
        clock=started(deadline, accepted_at=clock.clock.accepted_at or clock.started_at),
    )
    after.open_ticket(lead)
    return after


def _lead(step: Step) -> str:
    lead, departments = step.petition.lead_department_code, step.steps.departments
    if lead is not None and departments.get(step.session, lead) is not None:
        return lead
    suggested = step.steps.suggested_departments(step.session, step.petition.category_code)
    if not suggested:
        raise StepRefusedError("no_department")
    return suggested[0].code
