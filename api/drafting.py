"""Drafts of the reports on what has just ended, made by the server itself."""

from __future__ import annotations

from core.actors import SYSTEM
from core.database import Database
from core.logging import get_logger
from reports.service import ReportService

_log = get_logger(__name__)


def draft_due_reports(database: Database, reports: ReportService) -> None:
    """Make the drafts that are due, each in a transaction of its own; computing one holds no lock."""
    with database.reading() as session:
        due = reports.periods_due(session)
    for period in due:
        with database.reading() as session:
            compiled = reports.compile(session, period)
        with database.unit_of_work() as session:
            edition = reports.keep(session, compiled, SYSTEM)
        _log.info("report_drafted", edition=edition.id, period=period.label)
