"""What a department holds outside petitions: accounts, knowledge entries, source sites."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.accounts.tables import AccountRow
from ingest.tables import SourceSiteRow
from knowledge.tables import VersionRow
from petitions.catalogue.types import Holding


def held_elsewhere(session: Session, code: str) -> list[Holding]:
    """Count the accounts, knowledge entries and source sites of a department."""
    counted = (
        ("accounts", func.count(), AccountRow.department_code == code),
        ("entries", func.count(VersionRow.entry_id.distinct()), VersionRow.department_code == code),
        ("sources", func.count(), SourceSiteRow.owner_department == code),
    )
    return [Holding(kind, session.scalar(select(count).where(held)) or 0) for kind, count, held in counted]
