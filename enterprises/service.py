"""What staff do with profiles: keep them, import a list of them, start a petition form from one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy.orm import Session

from core import audit
from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.clock import Clock
from core.messages import message
from enterprises.errors import ProfileChangedError, ProfileExistsError, ProfileNotFoundError, UnusableProfileError
from enterprises.repository import EnterpriseRepository
from enterprises.types import (
    EnterpriseProfile,
    Fact,
    Facts,
    ImportOutcome,
    ListedProfile,
    Prefill,
    ProfileQuery,
    RowProblem,
)
from enterprises.validation import clean_credit_code, clean_facts, find_problems


class EnterpriseService:
    """Use cases over profiles; the caller's unit of work commits."""

    def __init__(self, repository: EnterpriseRepository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    def get(self, session: Session, credit_code: str) -> EnterpriseProfile:
        """Return one profile. Raises ProfileNotFoundError."""
        profile = self._repository.get(session, clean_credit_code(credit_code))
        if profile is None:
            raise ProfileNotFoundError
        return profile

    def page(self, session: Session, query: ProfileQuery) -> tuple[int, list[EnterpriseProfile]]:
        """Return how many profiles match and one page of them, by name."""
        return self._repository.page(session, query)

    def same_name(self, session: Session, profile: EnterpriseProfile) -> list[str]:
        """Return the codes of other profiles under the same name, which somebody should look at."""
        return self._repository.same_name(session, profile.facts.name.value, other_than=profile.credit_code)

    def prefill(self, session: Session, credit_code: str) -> Prefill | None:
        """Return what a petition form may start with, None without a profile.

        Only facts of the public register: figures and size would tell a stranger what an enterprise told the desk.
        """
        profile = self._repository.get(session, clean_credit_code(credit_code))
        if profile is None:
            return None
        facts = profile.facts
        return Prefill(profile.credit_code, facts.name.value, _value(facts.industry), _value(facts.region))

    def create(
        self, session: Session, credit_code: str, facts: Facts, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> EnterpriseProfile:
        """Store a new profile. Raises UnusableProfileError naming every wrong field, ProfileExistsError."""
        code, facts = self._checked(credit_code, facts)
        if self._repository.get(session, code) is not None:
            raise ProfileExistsError(code)
        return self._store(session, code, None, facts, actor, origin)

    def change(
        self,
        session: Session,
        credit_code: str,
        facts: Facts,
        actor: Actor,
        *,
        lock: int,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> EnterpriseProfile:
        """Replace the facts of a profile. Raises ProfileNotFoundError, ProfileChangedError, UnusableProfileError."""
        before = self.get(session, credit_code)
        if before.lock != lock:
            raise ProfileChangedError
        code, facts = self._checked(credit_code, facts)
        return self._store(session, code, before, facts, actor, origin)

    def import_profiles(
        self, session: Session, listed: Iterable[ListedProfile], actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> ImportOutcome:
        """Store the good rows and list the bad ones; a fact only gives way to one as well checked and as recent."""
        counts, problems, seen = {"created": 0, "changed": 0, "unchanged": 0}, [], set()
        for row in listed:
            code, facts = clean_credit_code(row.credit_code), clean_facts(row.facts)
            wrong = find_problems(code, facts, self._clock.today())
            if code in seen and not wrong:
                wrong = {"credit_code": "twice"}
            if wrong:
                field, problem = next(iter(wrong.items()))
                problems.append(RowProblem(row.row, problem, code if field == "credit_code" else field))
                continue
            seen.add(code)
            before = self._repository.get(session, code)
            merged = facts if before is None else merge_facts(before.facts, facts)
            if before is not None and merged == before.facts:
                counts["unchanged"] += 1
                continue
            self._store(session, code, before, merged, actor, origin)
            counts["changed" if before else "created"] += 1
        return ImportOutcome(**counts, problems=tuple(problems))

    def _checked(self, credit_code: str, facts: Facts) -> tuple[str, Facts]:
        code, facts = clean_credit_code(credit_code), clean_facts(facts)
        problems = find_problems(code, facts, self._clock.today())
        if problems:
            raise UnusableProfileError({name: message(f"enterprise.field.{code}") for name, code in problems.items()})
        return code, facts

    def _store(
        self,
        session: Session,
        credit_code: str,
        before: EnterpriseProfile | None,
        facts: Facts,
        actor: Actor,
        origin: Origin,
    ) -> EnterpriseProfile:
        now = self._clock.now()
        profile = self._repository.put(session, credit_code, facts, now)
        audit.record(
            session,
            actor,
            "enterprise.changed" if before else "enterprise.created",
            "enterprise",
            credit_code,
            _differences(before.facts if before else None, facts),
            at=now,
            ip=origin.ip,
            request_id=origin.request_id,
        )
        return profile


def merge_facts(stored: Facts, listed: Facts) -> Facts:
    """Return for each field the better fact: a checked one before an unchecked one, then the more recent one."""
    better: dict[str, Any] = {f.name: _better(getattr(stored, f.name), getattr(listed, f.name)) for f in fields(Facts)}
    return Facts(**better)


def _better(stored: Fact[Any] | None, listed: Fact[Any] | None) -> Fact[Any] | None:
    if stored is None or listed is None:
        return listed or stored
    return listed if (listed.verified, listed.as_of) >= (stored.verified, stored.as_of) else stored


def _value(fact: Fact[str] | None) -> str | None:
    return None if fact is None else fact.value


def _differences(before: Facts | None, after: Facts) -> dict[str, object]:
    old, new = (asdict(before) if before else {}), asdict(after)
    return {name: [old.get(name), value] for name, value in new.items() if value != old.get(name)}
