"""Who an audience is, for one event of one petition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from petitions.notices.types import Audience
from petitions.recipients import DISPATCHERS, FIRST_LEVEL, Recipient, department, petitioner, supervisors
from petitions.tables import PetitionEventTable, PetitionTable, TicketTable
from petitions.types import Identity, TicketRole

_DISSATISFIED = "T18"


def recipients(
    session: Session, audience: Audience, event: PetitionEventTable, petition: PetitionTable
) -> list[Recipient]:
    """Return whom to tell; empty when the event does not concern this audience after all."""
    match audience:
        case Audience.PETITIONER:
            return _petitioners(session, petition)
        case Audience.ASKER:  # told by what names the request itself, not by an event of a petition
            return []
        case Audience.DISPATCHERS:
            is_for_supervisors = event.code == "extension_requested" and _is_second_extension(session, event, petition)
            return [] if is_for_supervisors else [DISPATCHERS]
        case Audience.SUPERVISORS:
            return [supervisors(FIRST_LEVEL)] if _concerns_supervisors(session, event, petition) else []
        case Audience.DEPARTMENT:
            return _departments([event.department_code or petition.lead_department_code])
        case Audience.ASSISTS:
            return _departments(_named(event.params, "assists") or _named(event.params, "departments"))
        case Audience.LEADS:
            leads = [ticket.department_code for ticket in _tickets(session, petition) if ticket.role == TicketRole.LEAD]
            return _departments(leads[-2:] if event.code == "transferred" else [petition.lead_department_code])
        case Audience.DEPARTMENTS:
            held = [ticket.department_code for ticket in _tickets(session, petition)]
            return _departments([*held, *_named(event.params, "departments"), petition.lead_department_code])


def _petitioners(session: Session, petition: PetitionTable) -> list[Recipient]:
    """Return the petitioner and those whose petitions were merged into this one; nobody can reach the anonymous."""
    statement = select(PetitionTable.id, PetitionTable.identity).where(PetitionTable.master_id == petition.id)
    everybody = [(petition.id, petition.identity), *session.execute(statement)]
    return [petitioner(id_) for id_, identity in everybody if identity != Identity.ANONYMOUS.value]


def _concerns_supervisors(session: Session, event: PetitionEventTable, petition: PetitionTable) -> bool:
    if event.code == "reopened":
        return event.rule == _DISSATISFIED
    return event.code != "extension_requested" or _is_second_extension(session, event, petition)


def _is_second_extension(session: Session, event: PetitionEventTable, petition: PetitionTable) -> bool:
    """Say whether an extension was granted before in this cycle: then the supervisors rule (T13)."""
    begun = select(PetitionEventTable.id).where(
        PetitionEventTable.petition_id == petition.id, PetitionEventTable.code.in_(("accepted", "reopened"))
    )
    granted = select(PetitionEventTable.id).where(
        PetitionEventTable.petition_id == petition.id,
        PetitionEventTable.code == "extension_granted",
        PetitionEventTable.id < event.id,
        PetitionEventTable.id > begun.order_by(PetitionEventTable.id.desc()).limit(1).scalar_subquery(),
    )
    return session.scalar(granted.limit(1)) is not None


def _tickets(session: Session, petition: PetitionTable) -> list[TicketTable]:
    statement = select(TicketTable).where(TicketTable.petition_id == petition.id, TicketTable.cycle == petition.cycle)
    return list(session.scalars(statement.order_by(TicketTable.dispatched_at, TicketTable.id)))


def _named(params: dict[str, Any], key: str) -> list[str]:
    return list(params.get(key) or ())


def _departments(codes: Iterable[str | None]) -> list[Recipient]:
    return [department(code) for code in dict.fromkeys(codes) if code]
