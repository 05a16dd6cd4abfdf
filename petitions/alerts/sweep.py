"""The sweep of all deadlines: finds by index what may be due, then settles petition by petition, batch by batch.

Each batch is a unit of work of its own. A crash loses one batch, which the next run does again: alerts are unique per
petition, cycle and kind, and finding, raising and planning stand in one transaction.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from core.database import GIVE_WAY_SECONDS, Database
from core.errors import AppError
from core.logging import get_logger
from petitions.alerts.keeper import asked_before
from petitions.alerts.types import WAITINGS, AlertKind
from petitions.closing import Closing
from petitions.deadlines import DeadlineRules
from petitions.types import Petition

_PLANS_AT_ONCE = 2_000
_PETITIONS_AT_ONCE = 100
_log = get_logger(__name__)
Work = Callable[[Session, Petition, DeadlineRules], Counter[str]]


@dataclass(slots=True)
class SweepReport:
    """What one sweep did: alerts by kind, petitions closed for want of a rating, petitions that failed."""

    planned: int = 0
    raised: Counter[str] = field(default_factory=Counter)
    closed: int = 0
    failed: int = 0


class Sweep:
    """Runs over all petitions whose time has come. Several may run at once."""

    def __init__(self, database: Database, closing: Closing) -> None:
        self._database, self._closing = database, closing
        self._clock, self._keeper = closing.steps.clock, closing.steps.alerts

    def run(self) -> SweepReport:
        """Raise every alert that is due now, and close what nobody rated."""
        report, now = SweepReport(), self._clock.now()
        report.planned = self._plan()
        with self._database.reading() as session:
            due, unrated = self._due(session, now), self._closing.due(session, now)

        def settle(session: Session, petition: Petition, deadlines: DeadlineRules) -> Counter[str]:
            alerts = self._keeper.settle(session, petition, now, deadlines, reminds=True)
            return Counter(alert.kind.value for alert in alerts)

        def close(session: Session, petition: Petition, deadlines: DeadlineRules) -> Counter[str]:
            return Counter(closed=int(self._closing.close(session, petition, now, deadlines)))

        report.raised = self._each(due, settle, report)
        report.closed = self._each(unrated, close, report)["closed"]
        return report

    def _due(self, session: Session, now: datetime) -> list[str]:
        alerts, rules = self._keeper.alerts, self._closing.steps.rules
        found = alerts.due_by_plan(session, now) + alerts.unaccepted(session, now) + alerts.unsigned(session, now)
        found += alerts.unruled(session, asked_before(AlertKind.RULING_OVERDUE, now, rules))
        for waits in WAITINGS:
            found += alerts.waiting(session, waits, asked_before(waits.kind, now, rules))
        return list(dict.fromkeys(found))

    def _plan(self) -> int:
        """Note for every running clock when its next alert is due; return how many were new or had moved."""
        with self._database.reading() as session:
            ids, deadlines = self._keeper.alerts.unplanned(session), self._closing.steps.deadlines(session)
        for batch in _batches(ids, _PLANS_AT_ONCE):
            with self._database.unit_of_work() as session:
                self._keeper.plan(session, batch, deadlines)
            time.sleep(GIVE_WAY_SECONDS)
        return len(ids)

    def _each(self, ids: Sequence[str], work: Work, report: SweepReport) -> Counter[str]:
        """Do one petition's work after the other; one that fails is logged and does not keep the others waiting."""
        done: Counter[str] = Counter()
        for batch in _batches(ids, _PETITIONS_AT_ONCE):
            try:
                done += self._together(batch, work)
            except AppError:
                for petition_id in batch:
                    try:
                        done += self._together([petition_id], work)
                    except AppError as error:
                        report.failed += 1
                        _log.error("petition_sweep_failed", petition_id=petition_id, code=error.code)
            time.sleep(GIVE_WAY_SECONDS)
        return done

    def _together(self, ids: Sequence[str], work: Work) -> Counter[str]:
        done: Counter[str] = Counter()
        with self._database.unit_of_work() as session:
            deadlines = self._closing.steps.deadlines(session)
            for petition in self._keeper.alerts.lock_petitions(session, ids):
                done.update(work(session, petition, deadlines))
        return done


def _batches(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
