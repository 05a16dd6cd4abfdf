"""All queries of the enterprises domain. Nothing here commits."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from core.text import fold_for_comparison
from enterprises.size import derive_size
from enterprises.tables import EnterpriseRow
from enterprises.types import EnterpriseProfile, Fact, Facts, FactSource, ProfileQuery

_ZEROS_BELOW = "00"


class EnterpriseRepository:
    """Reads and writes profiles; reading methods return None where there is nothing."""

    def get(self, session: Session, credit_code: str) -> EnterpriseProfile | None:
        """Return the profile of this code."""
        row = session.get(EnterpriseRow, credit_code)
        return None if row is None else _profile(row)

    def page(self, session: Session, query: ProfileQuery) -> tuple[int, list[EnterpriseProfile]]:
        """Return how many profiles match, and one page of them by name and code."""
        conditions = _conditions(query)
        total = session.scalar(select(func.count()).select_from(EnterpriseRow).where(*conditions)) or 0
        page = select(EnterpriseRow).where(*conditions).order_by(EnterpriseRow.name, EnterpriseRow.credit_code)
        return total, [_profile(row) for row in session.scalars(page.offset(query.offset).limit(query.limit))]

    def same_name(self, session: Session, name: str, *, other_than: str) -> list[str]:
        """Return the credit codes of other profiles under this name, however it is spaced or scripted."""
        condition = EnterpriseRow.name_folded == fold_for_comparison(name)
        return list(
            session.scalars(
                select(EnterpriseRow.credit_code)
                .where(condition, EnterpriseRow.credit_code != other_than)
                .order_by(EnterpriseRow.credit_code)
            )
        )

    def put(self, session: Session, credit_code: str, facts: Facts, at: datetime) -> EnterpriseProfile:
        """Store the facts, new or in place of those stored, with the size that follows from them."""
        row = session.get(EnterpriseRow, credit_code)
        if row is None:
            row = EnterpriseRow(credit_code=credit_code, created_at=at, lock=-1)
            session.add(row)
        present: dict[str, Fact[Any]] = {
            f.name: fact for f in fields(Facts) if (fact := getattr(facts, f.name)) is not None
        }
        for field in fields(Facts):
            setattr(row, field.name, present[field.name].value if field.name in present else None)
        row.name_folded = fold_for_comparison(facts.name.value)
        row.size = derive_size(facts).size.value
        row.evidence = {
            name: {"source": fact.source.value, "as_of": fact.as_of.isoformat(), "verified": fact.verified}
            for name, fact in present.items()
        }
        row.updated_at, row.lock = at, row.lock + 1
        session.flush()
        return _profile(row)


def _conditions(query: ProfileQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.text:
        found.append(
            or_(
                EnterpriseRow.name.contains(query.text, autoescape=True),
                EnterpriseRow.credit_code.startswith(query.text.upper(), autoescape=True),
            )
        )
    if query.industry:
        found.append(EnterpriseRow.industry.startswith(query.industry, autoescape=True))
    if query.region:
        stem = query.region
        while stem.endswith(_ZEROS_BELOW):
            stem = stem.removesuffix(_ZEROS_BELOW)
        found.append(EnterpriseRow.region.startswith(stem, autoescape=True))
    if query.size is not None:
        found.append(EnterpriseRow.size == query.size.value)
    return found


def _profile(row: EnterpriseRow) -> EnterpriseProfile:
    facts = Facts(**{name: _fact(getattr(row, name), evidence) for name, evidence in row.evidence.items()})
    return EnterpriseProfile(row.credit_code, facts, derive_size(facts), row.lock, row.updated_at)


def _fact(value: Any, evidence: dict[str, Any]) -> Fact[Any]:
    return Fact(
        value, FactSource(evidence["source"]), date.fromisoformat(evidence["as_of"]), bool(evidence["verified"])
    )
