"""What departments and analysts do with appeals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.calendar import WorkingDayCalendar
from core.clock import SHANGHAI, Clock
from core.ids import new_id
from core.masking import mask
from core.text import remove_invisible
from reports.appeals.errors import (
    AppealNotFoundError,
    AppealStateError,
    AppealTooLateError,
    EmptyAppealError,
    NotYourAssessmentError,
)
from reports.appeals.tables import AppealRow
from reports.appeals.types import Appeal, AppealWindow, Assessed
from reports.errors import EditionNotFoundError
from reports.repository import EditionRepository
from reports.types import Edition, EditionState, Reader, Section

APPEAL_DAYS = 5
_TEXT_CHARS = 2_000
_MOST_EDITIONS = 24


@dataclass(frozen=True, slots=True)
class AppealService:
    """Use cases over appeals; `calendar_of` reads the working days in force."""

    editions: EditionRepository
    calendar_of: Callable[[Session], WorkingDayCalendar]
    clock: Clock

    def assessment(self, session: Session, edition_id: str, reader: Reader) -> Section:
        """Return the assessment of a released report, cut to the reader's own departments.

        Raises EditionNotFoundError for drafts, and where there is nothing of the reader's in it.
        """
        edition = self._released(session, edition_id)
        section = next(found for found in edition.sections if found.key == "departments")
        if reader.sees_all:
            return section
        tables = tuple(
            replace(table, rows=tuple(row for row in table.rows if row.code in reader.departments), total=None)
            for table in section.tables
        )
        if not any(table.rows for table in tables):
            raise EditionNotFoundError
        return replace(section, tables=tables)

    def assessed(self, session: Session, reader: Reader) -> list[Assessed]:
        """Return the released reports that assess whom the reader sees, those released last first, at most 24."""
        found = []
        for edition in self.editions.released(session, limit=_MOST_EDITIONS):
            if reader.sees_all or self._assesses(session, edition.id, reader):
                appeals = self.of_edition(session, edition.id, reader)
                pending = sum(appeal.is_upheld is None for appeal in appeals)
                found.append(Assessed(edition, self.window(session, edition.id), len(appeals), pending))
        return found

    def window(self, session: Session, edition_id: str) -> AppealWindow:
        """Return until when a released report may be appealed against: the fifth working day after its release."""
        released_at = self._released(session, edition_id).released_at
        assert released_at is not None
        calendar = self.calendar_of(session)
        until = calendar.add(calendar.roll(released_at.astimezone(SHANGHAI).date()), APPEAL_DAYS)
        return AppealWindow(until, self.clock.today() <= until)

    def appeal(
        self,
        session: Session,
        edition_id: str,
        department_code: str,
        text: str,
        reader: Reader,
        actor: Actor,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> Appeal:
        """The department says why its assessment is wrong."""
        window = self.window(session, edition_id)
        if department_code not in reader.departments:
            raise NotYourAssessmentError
        self.assessment(session, edition_id, Reader(sees_all=False, departments=frozenset({department_code})))
        if not window.is_open:
            raise AppealTooLateError(window.until)
        if any(
            a.department_code == department_code and a.is_upheld is None
            for a in self.of_edition(session, edition_id, reader)
        ):
            raise AppealStateError("pending")
        row = AppealRow(
            id=new_id("apl"),
            edition_id=edition_id,
            department_code=department_code,
            text=_words(text),
            filed_at=self.clock.now(),
            filed_by=actor.name,
        )
        session.add(row)
        session.flush()
        self._record(session, actor, "filed", row, row.text, origin)
        return _appeal(row)

    def of_edition(self, session: Session, edition_id: str, reader: Reader) -> list[Appeal]:
        """Return the appeals against an edition that the reader may see, oldest first."""
        rows = session.scalars(
            select(AppealRow).where(AppealRow.edition_id == edition_id).order_by(AppealRow.filed_at, AppealRow.id)
        )
        return [_appeal(row) for row in rows if reader.sees_all or row.department_code in reader.departments]

    def rule(
        self,
        session: Session,
        appeal_id: str,
        reason: str,
        reader: Reader,
        actor: Actor,
        *,
        is_upheld: bool,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> Appeal:
        """Somebody who reports on everything rules, once and with a reason."""
        row = session.get(AppealRow, appeal_id, with_for_update=True, populate_existing=True)
        if row is None:
            raise AppealNotFoundError
        if not reader.sees_all:
            raise NotYourAssessmentError
        if row.is_upheld is not None:
            raise AppealStateError("ruled")
        row.is_upheld, row.ruling = is_upheld, _words(reason)
        row.ruled_at, row.ruled_by = self.clock.now(), actor.name
        session.flush()
        self._record(session, actor, "upheld" if is_upheld else "denied", row, row.ruling, origin)
        return _appeal(row)

    def _assesses(self, session: Session, edition_id: str, reader: Reader) -> bool:
        try:
            self.assessment(session, edition_id, reader)
        except EditionNotFoundError:
            return False
        return True

    def _released(self, session: Session, edition_id: str) -> Edition:
        edition = self.editions.get(session, edition_id)
        if edition is None or edition.state is not EditionState.RELEASED:
            raise EditionNotFoundError
        return edition

    def _record(self, session: Session, actor: Actor, action: str, row: AppealRow, words: str, origin: Origin) -> None:
        audit.record(
            session, actor, f"appeal.{action}", "report", row.edition_id,
            {"appeal": [None, row.id], "department": [None, row.department_code]}, words,
            at=self.clock.now(), ip=origin.ip, request_id=origin.request_id,
        )  # fmt: skip


def _words(text: str) -> str:
    """Return a text masked. Raises EmptyAppealError when it is empty or too long."""
    words = mask(remove_invisible(text).strip())
    if not 0 < len(words) <= _TEXT_CHARS:
        raise EmptyAppealError
    return words


def _appeal(row: AppealRow) -> Appeal:
    return Appeal(
        row.id, row.edition_id, row.department_code, row.text, row.filed_at, row.filed_by, row.is_upheld, row.ruling,
        row.ruled_at, row.ruled_by,
    )  # fmt: skip
