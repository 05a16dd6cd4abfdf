"""What the product itself does once an answer is out: close, have it handled again, or escalate (T17–T19)."""

from __future__ import annotations

from core.actors import SYSTEM
from petitions.journal import Note
from petitions.steps import Step, running_clock

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


def close(step: Step) -> Step:
    """T17: nothing is left to do."""
    note = Note(department_code=step.petition.lead_department_code)
    return step.advance("closed", note, by=SYSTEM, closed_at=step.at)


def reopen(step: Step) -> Step:
    """T18: a fresh clock with the same allowance for the same department; the earlier reply is kept."""
    petition, clock, lead = step.petition, step.petition.clock, step.petition.lead_department_code
    if clock.accepted_at is None or clock.allowance_days is None or lead is None:
        raise ValueError(f"petition {petition.number} was answered without clock or department")
    deadline = step.steps.deadlines(step.session).deadline(step.at, clock.allowance_days)
    cycle = petition.cycle + 1
    after = step.advance(
        "reopened",
        Note(department_code=lead, params={"cycle": cycle, "due_at": deadline.due_at.isoformat()}),
        by=SYSTEM,
        cycle=cycle,
        rating=None,
        answered_at=None,
        clock=running_clock(deadline, accepted_at=clock.accepted_at),
    )
    step.steps.open_lead_ticket(step.session, after.petition, lead, SYSTEM, step.at, "")
    return after
