"""Between rows and domain values."""

from __future__ import annotations

from petitions.tables import PetitionEventTable, PetitionTable, ReplyTable, TicketTable
from petitions.types import (
    Channel,
    Identity,
    Nature,
    Petition,
    PetitionEvent,
    RefusalCode,
    Reply,
    Resolution,
    SlaClock,
    State,
    Ticket,
    TicketRole,
    Urgency,
)

_PLAIN = (
    "title",
    "content",
    "demand",
    "enterprise_name",
    "credit_code",
    "is_policy_query",
    "category_code",
    "conversation_id",
    "lead_department_code",
    "submitted_at",
    "accept_by",
    "answered_at",
    "closed_at",
    "cycle",
    "rating",
    "refusal_channel",
)
CLOCK = (
    "accepted_at",
    "started_at",
    "start_day",
    "allowance_days",
    "due_at",
    "orange_after",
    "red_after",
    "is_provisional",
    "stopped_at",
)


def petition(row: PetitionTable) -> Petition:
    """Return the petition a row holds."""
    return Petition(
        id=row.id,
        number=row.number,
        state=State(row.state),
        identity=Identity(row.identity),
        nature=Nature(row.nature),
        urgency=Urgency(row.urgency),
        channel=Channel(row.channel),
        refusal_code=RefusalCode(row.refusal_code) if row.refusal_code else None,
        clock=SlaClock(**{name: getattr(row, name) for name in CLOCK}),
        lock=row.lock,
        **{name: getattr(row, name) for name in _PLAIN},
    )


def write(source: Petition, row: PetitionTable) -> None:
    """Copy everything that may change into `row`, and what the desk list sorts by."""
    for name in _PLAIN:
        setattr(row, name, getattr(source, name))
    for name in CLOCK:
        setattr(row, name, getattr(source.clock, name))
    row.state, row.identity, row.nature = source.state.value, source.identity.value, source.nature.value
    row.urgency, row.channel = source.urgency.value, source.channel.value
    row.refusal_code = source.refusal_code.value if source.refusal_code else None
    row.is_running = source.clock.stopped_at is None
    row.act_by = (source.clock.due_at or source.accept_by) if row.is_running else None


def event(row: PetitionEventTable) -> PetitionEvent:
    """Return the happening a row holds."""
    return PetitionEvent(
        code=row.code,
        rule=row.rule,
        at=row.at,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        from_state=State(row.from_state),
        to_state=State(row.to_state),
        reason=row.reason,
        department_code=row.department_code,
        params=dict(row.params),
    )


def ticket(row: TicketTable) -> Ticket:
    """Return the ticket a row holds."""
    return Ticket(
        id=row.id,
        department_code=row.department_code,
        role=TicketRole(row.role),
        cycle=row.cycle,
        dispatched_at=row.dispatched_at,
        sign_by=row.sign_by,
        signed_at=row.signed_at,
        finished_at=row.finished_at,
        note=row.note,
    )


def reply(row: ReplyTable) -> Reply:
    """Return the answer a row holds."""
    return Reply(
        text=row.text,
        resolution=Resolution(row.resolution),
        basis=tuple(row.basis),
        no_basis_reason=row.no_basis_reason,
        answered_at=row.answered_at,
        department_code=row.department_code,
        cycle=row.cycle,
    )
