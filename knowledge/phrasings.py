"""How the questions of the base are asked, and what is answered: what an import is compared with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.tables import EntryRow, VersionRow
from knowledge.types import EntryKind, EntryStatus


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """The newest version of an FAQ. `phrasings` begin with the standard question."""

    entry_id: str
    version: int
    status: EntryStatus
    phrasings: tuple[str, ...]
    answer: str
    region_name: str | None
    basis: tuple[str, ...] = ()


def known_questions(session: Session) -> list[KnownQuestion]:
    """Return every FAQ of the base by its newest version, withdrawn ones left out, oldest entry first."""
    rows = session.execute(
        select(
            VersionRow.entry_id, VersionRow.version, VersionRow.status, VersionRow.title, VersionRow.body,
            VersionRow.details, VersionRow.description["region_name"].as_string().label("region_name"),
        )
        .join(EntryRow, EntryRow.id == VersionRow.entry_id)
        .where(
            EntryRow.kind == EntryKind.FAQ.value,
            VersionRow.version == EntryRow.latest_version,
            VersionRow.status != EntryStatus.WITHDRAWN.value,
        )
        .order_by(VersionRow.entry_id)
    )  # fmt: skip
    return [
        KnownQuestion(
            entry_id=row.entry_id,
            version=row.version,
            status=EntryStatus(row.status),
            phrasings=(row.title, *(row.details or {}).get("similar_questions", ())),
            answer=row.body,
            region_name=row.region_name,
            basis=tuple((row.details or {}).get("basis", ())),
        )
        for row in rows
    ]
