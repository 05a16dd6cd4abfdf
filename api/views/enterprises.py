"""Profiles as clients see them, and facts as the domain takes them."""

from __future__ import annotations

from dataclasses import asdict, fields

from api.schemas.enterprises import (
    FactsBody,
    PrefillOut,
    ProfileImportOut,
    ProfileOut,
    ProfileRowProblem,
    SizeOut,
)
from core.messages import message
from enterprises.industries import industry_name
from enterprises.types import (
    EnterpriseProfile,
    Fact,
    Facts,
    FactSource,
    ImportOutcome,
    Prefill,
    RowProblem,
    SizeVerdict,
)


def facts_of(body: FactsBody) -> Facts:
    """Return what a form says; the domain checks it field by field."""
    given = {f.name: getattr(body, f.name) for f in fields(Facts)}
    return Facts(
        **{
            name: Fact(fact.value, FactSource(fact.source), fact.as_of, fact.verified)
            for name, fact in given.items()
            if fact is not None
        }
    )


def profile_out(profile: EnterpriseProfile, same_name: list[str] | None = None) -> ProfileOut:
    """Return a profile with its derived size."""
    industry = profile.facts.industry
    return ProfileOut(
        **asdict(profile.facts),
        credit_code=profile.credit_code,
        industry_name=industry_name(industry.value) if industry else None,
        size=_size_out(profile.size),
        same_name=same_name or [],
        lock=profile.lock,
        updated_at=profile.updated_at,
    )


def import_out(outcome: ImportOutcome, unreadable: list[RowProblem]) -> ProfileImportOut:
    """Return what an import did, the rows that changed nothing in their order."""
    problems = sorted((*unreadable, *outcome.problems), key=lambda problem: problem.row)
    return ProfileImportOut(
        created=outcome.created,
        changed=outcome.changed,
        unchanged=outcome.unchanged,
        problems=[
            ProfileRowProblem(row=p.row, value=p.value, text=message(f"enterprise.field.{p.code}")) for p in problems
        ],
    )


def prefill_out(prefill: Prefill) -> PrefillOut:
    return PrefillOut(**asdict(prefill))


def _size_out(verdict: SizeVerdict) -> SizeOut:
    return SizeOut.model_validate(
        {
            "code": verdict.size.value,
            "label": message(f"enterprise.size.{verdict.size.value}"),
            "reason": message(f"enterprise.size_reason.{verdict.reason}") if verdict.reason else None,
            "missing": list(verdict.missing),
        }
    )
