"""What accompanies a petition, as staff see it: tickets, requests, material, consultations, revisits."""

from __future__ import annotations

from dataclasses import dataclass

from petitions.telling import Teller
from petitions.types import Consultation, History, MaterialRequest, PetitionRequest, Revisit, Ticket
from petitions.views import ConsultationView, DossierView, MaterialView, RequestView, RevisitView, TicketView


@dataclass(frozen=True, slots=True)
class Dossier:
    """Renders the records of one petition."""

    teller: Teller

    def view(self, history: History) -> DossierView:
        """Return everything, oldest first."""
        return DossierView(
            tickets=tuple(map(self._ticket, history.tickets)),
            requests=tuple(map(self._request, history.requests)),
            material=tuple(map(self.material, history.material)),
            consultations=tuple(map(self._consultation, history.consultations)),
            revisits=tuple(map(_revisit, history.revisits)),
        )

    def material(self, material: MaterialRequest) -> MaterialView:
        """Return what was asked of the petitioner and what came; petitioners see this as well."""
        return MaterialView(
            items=material.items,
            department=self.teller.department(material.department_code),
            asked_at=material.paused_at,
            supply_by=material.supply_by,
            supplied_at=material.resumed_at,
            supplied=material.supplied,
        )

    def _ticket(self, ticket: Ticket) -> TicketView:
        return TicketView(
            department_code=ticket.department_code,
            department=self.teller.department(ticket.department_code) or ticket.department_code,
            role=ticket.role.value,
            cycle=ticket.cycle,
            dispatched_at=ticket.dispatched_at,
            sign_by=ticket.sign_by,
            signed_at=ticket.signed_at,
            finished_at=ticket.finished_at,
            due_at=ticket.due_at,
            is_returnable=ticket.is_returnable,
            note=ticket.note,
            result=ticket.result,
        )

    def _request(self, request: PetitionRequest) -> RequestView:
        params = request.params
        return RequestView(
            kind=request.kind.value,
            cycle=request.cycle,
            asked_at=request.asked_at,
            department=self.teller.department(request.department_code),
            reason=request.reason,
            days=params.get("days"),
            items=tuple(params.get("items", ())),
            suggested_department=self.teller.department(params.get("suggested_department_code")),
            is_granted=request.is_granted,
            decided_at=request.decided_at,
            ruling=request.ruling,
        )

    def _consultation(self, consultation: Consultation) -> ConsultationView:
        return ConsultationView(
            held_at=consultation.held_at,
            departments=tuple(self.teller.department(code) or code for code in consultation.departments),
            minutes=consultation.minutes,
            lead_department=self.teller.department(consultation.lead_department_code),
        )


def _revisit(revisit: Revisit) -> RevisitView:
    return RevisitView(at=revisit.at, is_reached=revisit.is_reached, note=revisit.note)
