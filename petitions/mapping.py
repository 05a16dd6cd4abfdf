"""Between rows and domain values."""

from __future__ import annotations

from petitions.tables import (
    ConsultationTable,
    MaterialRequestTable,
    PetitionEventTable,
    PetitionRequestTable,
    PetitionTable,
    ReplyTable,
    RevisitTable,
    TicketTable,
)
from petitions.types import (
    Channel,
    Consultation,
    Identity,
    MaterialRequest,
    Nature,
    Petition,
    PetitionEvent,
    PetitionRequest,
    RefusalCode,
    Reply,
    ReplyCitation,
    RequestKind,
    Resolution,
    Revisit,
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
    "region_code",
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
    "master_id",
    "cluster_id",
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
    "paused_at",
    "paused_until",
    "paused_days",
    "extension_days",
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
    """Copy everything that may change into `row`, and what lists and sweeps go by."""
    for name in _PLAIN:
        setattr(row, name, getattr(source, name))
    for name in CLOCK:
        setattr(row, name, getattr(source.clock, name))
    row.state, row.identity, row.nature = source.state.value, source.identity.value, source.nature.value
    row.urgency, row.channel = source.urgency.value, source.channel.value
    row.refusal_code = source.refusal_code.value if source.refusal_code else None
    clock = source.clock
    row.is_pending = clock.stopped_at is None
    row.is_running = row.is_pending and clock.paused_at is None
    row.act_by = (clock.paused_until or clock.due_at or source.accept_by) if row.is_pending else None


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
        due_at=row.due_at,
        is_returnable=row.is_returnable,
        result=row.result,
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
        citations=tuple(ReplyCitation(**citation) for citation in row.citations),
        rejected_at=row.rejected_at,
        rejected_reason=row.rejected_reason,
    )


def request(row: PetitionRequestTable) -> PetitionRequest:
    """Return the request a row holds."""
    return PetitionRequest(
        id=row.id,
        kind=RequestKind(row.kind),
        cycle=row.cycle,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        department_code=row.department_code,
        reason=row.reason,
        params=dict(row.params),
        is_granted=row.is_granted,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        ruling=row.ruling,
    )


def material(row: MaterialRequestTable) -> MaterialRequest:
    """Return the material request a row holds."""
    return MaterialRequest(
        id=row.id,
        cycle=row.cycle,
        items=tuple(row.items),
        department_code=row.department_code,
        paused_at=row.paused_at,
        supply_by=row.supply_by,
        resumed_at=row.resumed_at,
        supplied=row.supplied,
    )


def consultation(row: ConsultationTable) -> Consultation:
    """Return the consultation a row holds."""
    return Consultation(
        id=row.id,
        cycle=row.cycle,
        held_at=row.held_at,
        departments=tuple(row.departments),
        minutes=row.minutes,
        lead_department_code=row.lead_department_code,
        decided_by=row.decided_by,
    )


def revisit(row: RevisitTable) -> Revisit:
    """Return the attempt a row holds."""
    return Revisit(id=row.id, cycle=row.cycle, at=row.at, by=row.by, is_reached=row.is_reached, note=row.note)
