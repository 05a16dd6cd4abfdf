"""Publishing what a run has left as drafts until golden questions were asked: all of it, or nothing yet.

What is to be published is remembered with each draft, in the unit of work that stores it: a command that is killed
before the end finds it again, and so does one that repeats a refused import.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy.orm import Session

from core.actors import Actor
from core.database import GIVE_WAY_SECONDS, Database
from ingest.repository import IngestRepository
from ingest.types import Outcome, RunReport
from knowledge.repository import EditState, KnowledgeRepository, VersionKey
from knowledge.service import KnowledgeService

_AT_ONCE = 20


class HeldVersions:
    """The drafts that are to be published. What somebody has changed or published since is no longer one of them."""

    def __init__(self, database: Database, knowledge: KnowledgeService) -> None:
        self._database = database
        self._knowledge = knowledge

    def of_run(self, report: RunReport) -> list[VersionKey]:
        """Return what is held of the files of a run, in the order they were met: of those it found unchanged too."""
        files = [file for file in report.files if file.outcome is not Outcome.MISSING]
        with self._database.reading() as session:
            held = IngestRepository(session).held()
            states = [held[i] for i in dict.fromkeys(i for file in files for i in file.entry_ids) if i in held]
            return [_key(state) for state in states if _is_as_it_was(session, state)]

    def publish(self, keys: Sequence[VersionKey], actor: Actor) -> int:
        """Publish what is still held of `keys`, a few in each unit of work; return how many were published."""
        published = 0
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            entry_ids = [key.entry_id for key in some]
            with self._database.unit_of_work() as session:
                repository = IngestRepository(session)
                held = repository.held(entry_ids)
                for key in some:
                    if key.entry_id in held and _is_as_it_was(session, held[key.entry_id]):
                        self._knowledge.publish_unreviewed(session, key, actor, reason="import")
                        published += 1
                repository.let_go(entry_ids)
            time.sleep(GIVE_WAY_SECONDS)
        return published


def _is_as_it_was(session: Session, state: EditState) -> bool:
    return KnowledgeRepository(session).newest(state.entry_id) == state


def _key(state: EditState) -> VersionKey:
    return VersionKey(state.entry_id, state.version)
