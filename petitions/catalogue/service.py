"""Deciding what petitions are sorted, sent and timed by: versions with a day of effect, each checked and audited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core import audit, outbox
from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.clock import Clock
from core.departments import DepartmentRepository
from core.errors import InvalidInputError
from core.messages import message
from petitions.catalogue import reading
from petitions.catalogue.errors import (
    ConfigChangedError,
    ConfigVersionNotFoundError,
    DepartmentInUseError,
    UnusableRowsError,
)
from petitions.catalogue.repository import ConfigRepository
from petitions.catalogue.types import Catalogue, ConfigChange, ConfigKind, ConfigVersion, Holder, Holding, Row
from petitions.repository import PetitionRepository
from petitions.tables import CalendarOverrideTable, PetitionTable, TicketTable
from petitions.taxonomy import Taxonomy
from petitions.types import WorkRules


class CatalogueService:
    """Reads and makes decisions. Methods take the caller's session first and never commit."""

    def __init__(
        self,
        clock: Clock,
        shipped: Taxonomy,
        base_rules: WorkRules,
        holders: Sequence[Holder] = (),
        *,
        on_calendar: Callable[[Session], object] | None = None,
    ) -> None:
        self._clock, self._shipped, self._base_rules = clock, shipped, base_rules
        self._on_calendar = on_calendar
        self._holders = (_tickets_of, *holders)
        self._versions, self._departments = ConfigRepository(), DepartmentRepository()
        self._petitions = PetitionRepository()

    def in_force(self, session: Session) -> Catalogue:
        """Return what governs today."""
        taxonomy = self.current(session, ConfigKind.TAXONOMY)
        return Catalogue(
            taxonomy=self._taxonomy_of(taxonomy),
            rules=reading.read_rules(self._base_rules, self.current(session, ConfigKind.RULES).rows),
            routes=reading.routes_of(self.current(session, ConfigKind.DISPATCH).rows),
        )

    def current(self, session: Session, kind: ConfigKind) -> ConfigVersion:
        """Return the rows in force today; version 0 where nothing was decided yet.

        Departments and calendar days are shown as they stand, whoever put them there; of the rules every one.
        """
        decided = self._versions.in_force(session, kind, self._clock.today())
        found = decided or ConfigVersion(kind, 0, None, tuple(self._undecided(kind)))
        if kind is ConfigKind.DEPARTMENTS:
            rows = reading.department_rows(self._departments.list_all(session))
        elif kind is ConfigKind.CALENDAR:
            rows = reading.calendar_rows(self._petitions.overrides(session))
        elif kind is ConfigKind.RULES:
            rows = self._every_rule(found.rows)
        else:
            return found
        return replace(found, rows=tuple(rows))

    def versions(self, session: Session, kind: ConfigKind) -> list[ConfigVersion]:
        """Return every decision on this kind, the newest first."""
        return self._versions.versions(session, kind)

    def version(self, session: Session, kind: ConfigKind, number: int) -> ConfigVersion:
        """Return one decision as it was made. Raises ConfigVersionNotFoundError."""
        found = self._versions.get(session, kind, number)
        if found is None:
            raise ConfigVersionNotFoundError(number)
        return found

    def decide(
        self, session: Session, change: ConfigChange, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> ConfigVersion:
        """Store new rows as the next version, in force from its day on; what is due at once is applied at once.

        Raises UnusableRowsError naming every bad cell, ConfigChangedError when somebody else decided first,
        DepartmentInUseError when a department that is left out still holds something.
        """
        today, now = self._clock.today(), self._clock.now()
        effective_from = change.effective_from or today
        if effective_from < today:
            text = message("config.error.past", today=today.isoformat())
            raise InvalidInputError(text, details={"effective_from": text})
        if not change.reason.strip():
            text = message("petition.field.reason")
            raise InvalidInputError(text, details={"reason": text})
        newest = self._versions.newest(session, change.kind)
        if newest != change.base_version:
            raise ConfigChangedError(change.base_version, newest)
        before = self.current(session, change.kind).rows
        tidied = replace(change, rows=reading.tidy(change.kind, change.rows), reason=change.reason.strip())
        self._check(session, tidied)
        version = self._versions.add(session, tidied, effective_from, actor, now)
        after = self._every_rule(version.rows) if change.kind is ConfigKind.RULES else version.rows
        changes = _difference(change.kind, before, after)
        audit.record(
            session, actor, f"config.{change.kind.value}", "config", f"{change.kind.value}/{version.version}",
            changes | {"effective_from": [None, effective_from.isoformat()]}, tidied.reason, at=now, ip=origin.ip,
            request_id=origin.request_id,
        )  # fmt: skip
        self.apply_due(session)
        return version

    def merged(self, session: Session, kind: ConfigKind, rows: Sequence[Row]) -> list[Row]:
        """Return the rows in force with these added; a row with the key of one in force replaces it."""
        new = {reading.key_of(kind, row): row for row in reading.tidy(kind, rows)}
        kept = [row for row in self.current(session, kind).rows if reading.key_of(kind, row) not in new]
        return sorted([*kept, *new.values()], key=lambda row: reading.key_of(kind, row))

    def apply_due(self, session: Session) -> list[ConfigKind]:
        """Put in force what has come due since last time; return the kinds that changed. Run daily and at start."""
        today, now, changed = self._clock.today(), self._clock.now(), []
        for kind in ConfigKind:
            version = self._versions.take_due(session, kind, today, now)
            if version is None:
                continue
            if kind is ConfigKind.DEPARTMENTS:
                self._replace_departments(session, version.rows)
            elif kind is ConfigKind.CALENDAR:
                session.execute(delete(CalendarOverrideTable))
                for day in reading.read_calendar(version.rows):
                    self._petitions.put_override(session, day)
                if self._on_calendar is not None:
                    self._on_calendar(session)
            outbox.put(session, f"config.{kind.value}", {"version": version.version}, at=now)
            changed.append(kind)
        session.flush()
        return changed

    def holdings(self, session: Session, code: str) -> list[Holding]:
        """Return what a department still holds, in every part of the product; nothing of what it does not."""
        return [holding for holder in self._holders for holding in holder(session, code) if holding.count]

    def _check(self, session: Session, change: ConfigChange) -> None:
        rows = change.rows
        if change.kind is ConfigKind.TAXONOMY:
            taxonomy = reading.read_taxonomy("", self._clock.today(), rows)
            self._refuse_lost_categories(session, taxonomy)
        elif change.kind is ConfigKind.DEPARTMENTS:
            reading.read_departments(rows)
            self._refuse_removal(session, {row["code"] for row in rows})
        elif change.kind is ConfigKind.DISPATCH:
            taxonomy = self._taxonomy_of(self.current(session, ConfigKind.TAXONOMY))
            departments = frozenset(d.code for d in self._departments.list_all(session))
            reading.check_routes(rows, taxonomy, departments)
        elif change.kind is ConfigKind.CALENDAR:
            reading.read_calendar(rows)
        else:
            reading.read_rules(self._base_rules, rows)

    def _refuse_removal(self, session: Session, kept: set[str]) -> None:
        for department in self._departments.list_all(session):
            if department.code not in kept:
                holdings = self.holdings(session, department.code)
                routes = self.current(session, ConfigKind.DISPATCH).rows
                named = sum(department.code in reading.departments_of(row) for row in routes)
                holdings += [Holding("routes", named)] if named else []
                if holdings:
                    raise DepartmentInUseError(department.label, holdings)

    def _replace_departments(self, session: Session, rows: Sequence[Row]) -> None:
        departments = reading.read_departments(rows)
        self._refuse_removal(session, {d.code for d in departments})  # what was free on deciding may be held by now
        for department in self._departments.list_all(session):
            if department.code not in {d.code for d in departments}:
                self._departments.remove(session, department.code)
        for department in departments:
            self._departments.upsert(session, department)

    def _undecided(self, kind: ConfigKind) -> list[dict[str, str]]:
        if kind is ConfigKind.TAXONOMY:
            return reading.taxonomy_rows(self._shipped)
        return []

    def _every_rule(self, decided: Sequence[Row]) -> list[dict[str, str]]:
        """Return all rules, those not decided from the settings; one that a later release dropped is passed over."""
        rules = [row for row in decided if row["name"] in reading.rule_names()]
        return reading.rule_rows(reading.read_rules(self._base_rules, rules))

    def _taxonomy_of(self, version: ConfigVersion) -> Taxonomy:
        if version.version == 0:
            return self._shipped
        return reading.read_taxonomy(str(version.version), version.effective_from or date.min, version.rows)

    def _refuse_lost_categories(self, session: Session, taxonomy: Taxonomy) -> None:
        """Raise UnusableRowsError when petitions carry a code that is missing: codes stay, names may change."""
        counts = select(PetitionTable.category_code, func.count()).group_by(PetitionTable.category_code)
        lost = {
            code: message("config.problem.category_in_use", code=code, count=count)
            for code, count in session.execute(counts)
            if code is not None and taxonomy.find(code) is None
        }
        if lost:
            raise UnusableRowsError(lost)


def _tickets_of(session: Session, code: str) -> list[Holding]:
    """Count tickets, ended ones too: a petition's history must go on naming who handled it."""
    statement = select(func.count()).where(TicketTable.department_code == code)
    return [
        Holding("open_tickets", session.scalar(statement.where(TicketTable.finished_at.is_(None))) or 0),
        Holding("ended_tickets", session.scalar(statement.where(TicketTable.finished_at.is_not(None))) or 0),
    ]


def _difference(kind: ConfigKind, before: Sequence[Row], after: Sequence[Row]) -> dict[str, object]:
    """Return each row that is new, gone or different, as [before, after], by its key."""
    old, new = ({reading.key_of(kind, row): dict(row) for row in rows} for rows in (before, after))
    keys = sorted(old.keys() | new.keys())
    return {key: [old.get(key), new.get(key)] for key in keys if old.get(key) != new.get(key)}
