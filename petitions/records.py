"""Queries on what accompanies a petition: requests for a ruling, material, consultations, revisits, links."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from petitions import mapping
from petitions.tables import (
    ClusterTable,
    ConsultationTable,
    MaterialRequestTable,
    PetitionRequestTable,
    PetitionTable,
    RevisitTable,
)
from petitions.types import Consultation, MaterialRequest, Petition, PetitionRequest, RequestKind, Revisit
from petitions.views import Links

T = TypeVar("T")


class RecordRepository:
    """Reads and writes them; lists are oldest first, nothing here commits."""

    def requests(self, session: Session, petition_id: str) -> list[PetitionRequest]:
        """Return every request for a ruling."""
        return _of(session, PetitionRequestTable, petition_id, PetitionRequestTable.asked_at, mapping.request)

    def pending(self, session: Session, petition_id: str, kind: RequestKind) -> PetitionRequest | None:
        """Return the request of this kind that waits for a ruling; there is one at most."""
        waiting = (request for request in self.requests(session, petition_id) if request.decided_at is None)
        return next((request for request in waiting if request.kind is kind), None)

    def add_request(self, session: Session, petition_id: str, request: PetitionRequest) -> None:
        """Store a request."""
        session.add(PetitionRequestTable(petition_id=petition_id, **asdict(request)))
        session.flush()

    def decide(
        self, session: Session, request_id: str, *, is_granted: bool, by: str, ruling: str, at: datetime
    ) -> None:
        """Store the ruling on a request."""
        row = session.get_one(PetitionRequestTable, request_id)
        row.is_granted, row.decided_at, row.decided_by, row.ruling = is_granted, at, by, ruling
        session.flush()

    def lapse(self, session: Session, petition_id: str, kinds: Collection[RequestKind], at: datetime) -> None:
        """End the waiting requests of these kinds without a ruling."""
        statement = select(PetitionRequestTable).where(
            PetitionRequestTable.petition_id == petition_id,
            PetitionRequestTable.kind.in_(kind.value for kind in kinds),
            PetitionRequestTable.decided_at.is_(None),
        )
        for row in session.scalars(statement):
            row.decided_at = at

    def material(self, session: Session, petition_id: str) -> list[MaterialRequest]:
        """Return every material request, which is the log of pauses."""
        return _of(session, MaterialRequestTable, petition_id, MaterialRequestTable.paused_at, mapping.material)

    def add_material(self, session: Session, petition_id: str, material: MaterialRequest) -> None:
        """Store a material request."""
        session.add(MaterialRequestTable(petition_id=petition_id, **asdict(material) | {"items": list(material.items)}))
        session.flush()

    def end_material(self, session: Session, petition_id: str, supplied: str, at: datetime) -> None:
        """End the material request that is open, with what was supplied."""
        statement = select(MaterialRequestTable).where(
            MaterialRequestTable.petition_id == petition_id, MaterialRequestTable.resumed_at.is_(None)
        )
        for row in session.scalars(statement):
            row.resumed_at, row.supplied = at, supplied

    def consultations(self, session: Session, petition_id: str) -> list[Consultation]:
        """Return every consultation."""
        return _of(session, ConsultationTable, petition_id, ConsultationTable.held_at, mapping.consultation)

    def add_consultation(self, session: Session, petition_id: str, consultation: Consultation) -> None:
        """Store a consultation."""
        values = asdict(consultation) | {"departments": list(consultation.departments)}
        session.add(ConsultationTable(petition_id=petition_id, **values))
        session.flush()

    def revisits(self, session: Session, petition_id: str) -> list[Revisit]:
        """Return every attempt to reach the petitioner."""
        return _of(session, RevisitTable, petition_id, RevisitTable.at, mapping.revisit)

    def add_revisit(self, session: Session, petition_id: str, revisit: Revisit) -> None:
        """Store an attempt."""
        session.add(RevisitTable(petition_id=petition_id, **asdict(revisit)))
        session.flush()

    def member_numbers(self, session: Session, petition_id: str) -> list[str]:
        """Return the numbers of the petitions merged into this one."""
        statement = select(PetitionTable.number).where(PetitionTable.master_id == petition_id)
        return list(session.scalars(statement.order_by(PetitionTable.number)))

    def links(self, session: Session, petition: Petition) -> Links:
        """Return what a petition hangs together with."""
        master, cluster = petition.master_id, petition.cluster_id
        return Links(
            master=session.scalar(select(PetitionTable.number).where(PetitionTable.id == master)) if master else None,
            cluster_id=cluster,
            cluster=self.cluster_title(session, cluster) if cluster else None,
        )

    def move_members(self, session: Session, old_master_id: str, new_master_id: str) -> None:
        """Let the petitions merged into one follow it into another."""
        for row in session.scalars(select(PetitionTable).where(PetitionTable.master_id == old_master_id)):
            row.master_id = new_master_id
        session.flush()

    def cluster_title(self, session: Session, cluster_id: str) -> str | None:
        """Return what a cluster is about, None when there is none with this id."""
        row = session.get(ClusterTable, cluster_id)
        return None if row is None else row.title

    def add_cluster(self, session: Session, cluster_id: str, title: str, opened_by: str, at: datetime) -> None:
        """Open a cluster."""
        session.add(ClusterTable(id=cluster_id, title=title, opened_at=at, opened_by=opened_by))
        session.flush()

    def cluster_members(self, session: Session, cluster_id: str) -> list[Petition]:
        """Return the petitions that raise the issue of a cluster."""
        statement = select(PetitionTable).where(PetitionTable.cluster_id == cluster_id)
        return [mapping.petition(row) for row in session.scalars(statement.order_by(PetitionTable.number))]


def _of(session: Session, table: Any, petition_id: str, order: Any, to_value: Callable[[Any], T]) -> list[T]:
    rows = session.scalars(select(table).where(table.petition_id == petition_id).order_by(order, table.id))
    return [to_value(row) for row in rows]
