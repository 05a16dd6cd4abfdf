"""What people do with reports: compile, keep as a draft, release, correct, read, and see the lists behind numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from core import audit
from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.clock import Clock
from core.departments import DepartmentRepository
from core.errors import InvalidInputError
from core.messages import message
from reports.compiling import KNOWLEDGE_SECTIONS, Compiler
from reports.errors import (
    AlreadyReleasedError,
    EditionNotFoundError,
    EditionReleasedError,
    FuturePeriodError,
    ListNotFoundError,
    NotReleasedError,
    PartialReaderError,
    PeriodNotOverError,
    PublicOfDepartmentError,
)
from reports.lists import PETITIONS, list_keys, read_list
from reports.periods import Period, ReportKind, period_of
from reports.repository import EditionRepository
from reports.sources import first_instant
from reports.suppressing import public_edition
from reports.types import Compiled, Edition, EditionState, Reader, Scope


class ReportService:
    """Use cases over reports. Compiling only reads, so that nobody who writes waits for it."""

    def __init__(
        self, repository: EditionRepository, compiler: Compiler, departments: DepartmentRepository, clock: Clock
    ) -> None:
        self._repository = repository
        self._compiler = compiler
        self._departments = departments
        self._clock = clock
        self.rules = compiler.rules

    def compile(self, session: Session, period: Period, department_code: str | None = None) -> Compiled:
        """Return the report on a period as the data stands now. Raises FuturePeriodError before it began."""
        now = self._clock.now()
        if period.start > now:
            raise FuturePeriodError(period.label)
        below: frozenset[str] = frozenset()
        if department_code is not None:
            if self._departments.get(session, department_code) is None:
                raise InvalidInputError(message("petition.field.department"))
            below = self._departments.subtree_codes(session, department_code)
        return self._compiler.compile(session, period, Scope(department_code, below), now)

    def keep(
        self, session: Session, compiled: Compiled, actor: Actor, *, reason: str = "", origin: Origin = UNKNOWN_ORIGIN
    ) -> Edition:
        """Store a compiled report as a draft, in place of the draft on this period if there is one.

        After a release it becomes the next, revised edition, which needs a reason: else EditionReleasedError.
        """
        latest = self._repository.latest(session, compiled.period, compiled.department_code)
        reason = reason.strip()
        if latest is None or latest.state is EditionState.RELEASED:
            if latest is not None and not reason:
                raise EditionReleasedError(compiled.period.label)
            number = latest.number + 1 if latest else 1
            edition = self._repository.add(session, compiled, number=number, reason=reason, by=actor.name)
        else:
            edition = self._repository.replace_draft(session, latest.id, compiled, reason=reason, by=actor.name)
        self._record(session, actor, "drafted", edition, origin, reason or None)
        return edition

    def release(
        self, session: Session, edition_id: str, reader: Reader, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Edition:
        """Freeze a draft as it is. Raises AlreadyReleasedError, PeriodNotOverError, EditionNotFoundError."""
        edition = self.whole(session, edition_id, reader)
        if edition.state is EditionState.RELEASED:
            raise AlreadyReleasedError
        if edition.cutoff_at < edition.period.end:
            raise PeriodNotOverError(edition.period.label)
        self._repository.release(session, edition_id, by=actor.name, at=self._clock.now())
        self._record(session, actor, "released", edition, origin, None)
        return self.get(session, edition_id, reader)

    def page(
        self, session: Session, reader: Reader, kind: ReportKind | None = None, *, offset: int = 0, limit: int = 50
    ) -> tuple[int, list[Edition]]:
        """Return how many editions this reader may see and one page of them without content."""
        return self._repository.page(session, reader, kind, offset=offset, limit=limit)

    def get(self, session: Session, edition_id: str, reader: Reader) -> Edition:
        """Return an edition, cut to what this reader may see. Raises EditionNotFoundError."""
        edition = self._repository.get(session, edition_id)
        if edition is None or not _shows(reader, edition):
            raise EditionNotFoundError
        if not _reads_all(reader, edition):
            return replace(edition, sections=tuple(s for s in edition.sections if s.key in KNOWLEDGE_SECTIONS))
        return edition

    def shows(self, session: Session, edition_id: str, reader: Reader) -> bool:
        """Say whether this reader may see an edition."""
        edition = self._repository.get(session, edition_id)
        return edition is not None and _shows(reader, edition)

    def whole(self, session: Session, edition_id: str, reader: Reader) -> Edition:
        """Return an edition to who may read all of it. Raises EditionNotFoundError, PartialReaderError."""
        edition = self.get(session, edition_id, reader)
        if not _reads_all(reader, edition):
            raise PartialReaderError
        return edition

    def public(self, session: Session, edition_id: str, reader: Reader) -> Edition:
        """Return what of a released edition may leave the house. Raises NotReleasedError, PublicOfDepartmentError."""
        edition = self.whole(session, edition_id, reader)
        if edition.department_code is not None:
            raise PublicOfDepartmentError
        if edition.state is not EditionState.RELEASED:
            raise NotReleasedError
        return public_edition(edition, group_min=self.rules.public_group_min)

    def series(self, session: Session, reader: Reader, kind: ReportKind, *, limit: int) -> list[Edition]:
        """Return the newest edition about everything of each of the last periods, the oldest first, with content."""
        found: dict[str, str] = {}
        _, editions = self._repository.page(session, reader, kind, offset=0, limit=10 * limit)
        for edition in editions:
            if edition.department_code is None:
                found.setdefault(edition.period.label, edition.id)
        return [self.get(session, edition_id, reader) for edition_id in reversed(list(found.values())[:limit])]

    def members(self, session: Session, edition_id: str, key: str, reader: Reader) -> tuple[str, list[str]]:
        """Return what stands behind a number: what it lists, and numbers or ids. Raises ListNotFoundError."""
        edition = self.get(session, edition_id, reader)
        found = read_list(self._repository.members(session, edition_id), key)
        if found is None or (found[0] == PETITIONS and not _reads_all(reader, edition)):
            raise ListNotFoundError(key)
        return found

    def list_keys(self, session: Session, edition_id: str, reader: Reader) -> frozenset[str]:
        """Return the keys of the lists of an edition that this reader may open."""
        edition, packed = self.get(session, edition_id, reader), self._repository.members(session, edition_id)
        return list_keys(packed) if _reads_all(reader, edition) else list_keys(packed, but_of=PETITIONS)

    def periods_due(self, session: Session) -> list[Period]:
        """Return the last week, month, quarter and year that ended without an edition, if anything happened by then."""
        today, begun = self._clock.today(), first_instant(session)
        last = [period_of(kind, period_of(kind, today).first - timedelta(days=1)) for kind in ReportKind]
        return [
            period
            for period in last
            if begun is not None and begun < period.end
            if self._repository.latest(session, period, None) is None
        ]

    def _record(
        self, session: Session, actor: Actor, action: str, edition: Edition, origin: Origin, reason: str | None
    ) -> None:
        changes = {"period": [None, edition.period.label], "number": [None, edition.number]}
        audit.record(
            session,
            actor,
            f"report.{action}",
            "report",
            edition.id,
            changes,
            reason,
            at=self._clock.now(),
            ip=origin.ip,
            request_id=origin.request_id,
        )


def _shows(reader: Reader, edition: Edition) -> bool:
    is_about_all = edition.department_code is None
    return reader.sees_all or edition.department_code in reader.departments or (reader.knowledge_only and is_about_all)


def _reads_all(reader: Reader, edition: Edition) -> bool:
    return reader.sees_all or edition.department_code in reader.departments
