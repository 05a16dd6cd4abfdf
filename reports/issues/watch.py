"""Looks for hot issues among what people said in the last five weeks, and keeps what it finds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core import audit
from core.actors import SYSTEM
from core.clock import Clock
from core.database import Database
from reports.hot.detecting import HotRule, find_hot
from reports.hot.types import HotCluster
from reports.issues.repository import IssueRepository
from reports.issues.states import is_open
from reports.issues.tables import IssueRow
from reports.issues.types import IssueState, Voice
from reports.sources.voices import newest_voice, read_voices, split_id

_WINDOW = timedelta(weeks=5)
_SAME_ISSUE = 1 / 3


@dataclass(slots=True)
class WatchReport:
    """What one look found."""

    voices: int = 0
    found: list[str] = field(default_factory=list)
    seen_again: list[str] = field(default_factory=list)


class IssueWatch:
    """Finds issues by itself, on demand and from time to time. Reading and clustering hold no lock."""

    def __init__(
        self, database: Database, repository: IssueRepository, clock: Clock, rule: HotRule, *, most_voices: int
    ) -> None:
        self._database, self._repository, self._clock = database, repository, clock
        self._rule, self._most_voices = rule, most_voices
        self._newest: tuple[datetime | None, datetime | None] | None = None

    def run_when_new(self) -> WatchReport | None:
        """Look again if anybody said something since the last look of this process."""
        with self._database.reading() as session:
            newest = newest_voice(session)
        if newest == self._newest:
            return None
        report = self.run()
        self._newest = newest
        return report

    def run(self) -> WatchReport:
        """Look now. An issue that is known already gets its new voices and figures; a new one begins."""
        now = self._clock.now()
        with self._database.reading() as session:
            voices = read_voices(session, now - _WINDOW, now, limit=self._most_voices)
        hot = [found for found in find_hot(voices, self._rule) if found.evidence.meets]
        report = WatchReport(len(voices))
        for found in hot:
            with self._database.unit_of_work() as session:
                self._keep(session, found, now, report)
        return report

    def _keep(self, session: Session, found: HotCluster, now: datetime, report: WatchReport) -> None:
        voices = [_voice(message.id, message.title, message.at) for message in found.cluster.messages]
        owners = self._repository.owners(session, voices)
        new = [voice for voice in voices if (voice.kind, voice.id) not in owners]
        known = self._known(session, Counter(owners.values()), len(voices))
        if known is not None and is_open(IssueState(known.state)):
            self._repository.saw(session, known, found.evidence, new, now)
            report.seen_again.append(known.id)
            return
        # What was closed or dismissed begins anew only when enough others say it.
        if not new or (known is not None and len(new) < self._rule.least_voices):
            return
        row = self._repository.add(session, found.cluster.title, found.cluster.terms, found.evidence, now)
        self._repository.saw(session, row, found.evidence, new, now)
        self._repository.add_event(session, row, "detected", IssueState.DETECTED, SYSTEM, now, "")
        changes = {"title": [None, row.title], "voices": [None, len(new)]}
        audit.record(session, SYSTEM, "issue.detected", "hot_issue", row.id, changes, at=now)
        report.found.append(row.id)

    def _known(self, session: Session, owned: Counter[str], voices: int) -> IssueRow | None:
        """Return the issue that enough of these voices belong to: a third of them, or of its own."""
        for issue_id, shared in owned.most_common(1):
            row = self._repository.get(session, issue_id)
            if row is not None and shared >= _SAME_ISSUE * min(voices, row.petitions + row.questions):
                return row
        return None


def _voice(voice_id: str, title: str, at: datetime) -> Voice:
    kind, name = split_id(voice_id)
    return Voice(kind, name, title, at)
