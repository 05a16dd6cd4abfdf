"""All queries on where petitions came from. The session belongs to the caller's unit of work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ids import new_id
from petitions.exchange.tables import PetitionSourceTable
from petitions.exchange.types import ListedPetition, PetitionSource, RatedPetition
from petitions.tables import PetitionTable, RatingTable
from petitions.types import OPEN_STATES


@dataclass(frozen=True, slots=True)
class OpenPetition:
    """What is compared to find the same report in another list."""

    id: str
    number: str
    credit_code: str
    enterprise_name: str
    content: str


class SourceRepository:
    """Reads and writes the sources of petitions."""

    def number_of(self, session: Session, listed: ListedPetition, digest: str) -> str | None:
        """Return the petition that this source brought before: by its number there, else by the same content."""
        same = PetitionSourceTable.source == listed.source
        if listed.external_number is not None:
            found = same & (PetitionSourceTable.external_number == listed.external_number)
        else:
            found = same & (PetitionSourceTable.content_digest == digest)
        statement = select(PetitionTable.number).join(PetitionSourceTable).where(found)
        return session.scalars(statement.limit(1)).first()

    def add(
        self, session: Session, petition_id: str, listed: ListedPetition, digest: str, imported_at: datetime
    ) -> None:
        """Note that a petition came from this source too."""
        session.add(
            PetitionSourceTable(
                id=new_id("src"),
                petition_id=petition_id,
                source=listed.source,
                external_number=listed.external_number,
                content_digest=digest,
                received_at=listed.received_at,
                imported_at=imported_at,
            )
        )
        session.flush()

    def of_petition(self, session: Session, petition_id: str) -> list[PetitionSource]:
        """Return where a petition came from, the first source first."""
        statement = select(PetitionSourceTable).where(PetitionSourceTable.petition_id == petition_id)
        rows = session.scalars(statement.order_by(PetitionSourceTable.imported_at, PetitionSourceTable.id))
        return [PetitionSource(row.source, row.external_number, row.received_at, row.imported_at) for row in rows]

    def open_since(self, session: Session, since: datetime) -> Iterator[OpenPetition]:
        """Return the petitions filed since then that are still open."""
        columns = (
            PetitionTable.id, PetitionTable.number, PetitionTable.credit_code, PetitionTable.enterprise_name,
            PetitionTable.content,
        )  # fmt: skip
        states = [state.value for state in OPEN_STATES]
        statement = select(*columns).where(PetitionTable.submitted_at >= since, PetitionTable.state.in_(states))
        for row in session.execute(statement):
            yield OpenPetition(*row)

    def ratings(self, session: Session, source: str | None) -> list[RatedPetition]:
        """Return the ratings of petitions that have a number elsewhere, oldest first; of one source, or of all."""
        statement = (
            select(PetitionSourceTable, PetitionTable.number, RatingTable)
            .join(PetitionTable, PetitionTable.id == PetitionSourceTable.petition_id)
            .join(RatingTable, RatingTable.petition_id == PetitionTable.id)
            .where(PetitionSourceTable.external_number.is_not(None))
            .order_by(RatingTable.rated_at, PetitionSourceTable.id)
        )
        if source is not None:
            statement = statement.where(PetitionSourceTable.source == source)
        return [
            RatedPetition(of.source, of.external_number or "", number, rating.stars, rating.comment, rating.rated_at)
            for of, number, rating in session.execute(statement)
        ]
