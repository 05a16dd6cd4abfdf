"""A throw-away knowledge base in a temporary folder, built and searched by the code that production uses."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from core.actors import OPERATOR
from core.clock import Clock, SystemClock
from core.database import Database
from core.schema import upgrade
from core.settings import KnowledgeSettings
from knowledge.build import build_indexer, build_search
from knowledge.bulk import BulkImport
from knowledge.types import EntryDraft

Progress = Callable[[str, int, int], None]
"""Told what is being done (a catalogue key), how much of it is done, and of how much."""


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Say nothing."""


class ThrowAwayBase:
    """Database and indexes that vanish on leaving the `with` block."""

    def __init__(self, settings: KnowledgeSettings, *, clock: Clock | None = None) -> None:
        self.clock = clock or SystemClock()
        self._folder = tempfile.TemporaryDirectory(prefix="youda-eval-", ignore_cleanup_errors=True)
        self.folder = Path(self._folder.name)
        self.database = Database(f"sqlite:///{self.folder / 'youda.db'}")
        upgrade(self.database)
        self.indexer = build_indexer(settings, self.database, self.folder / "index")
        self.search = build_search(settings, self.database, self.indexer)

    def publish(self, drafts: Sequence[EntryDraft], *, progress: Progress = no_progress) -> list[str]:
        """Publish `drafts` and bring the index level with them; return their entry ids in order."""
        with self.database.unit_of_work() as session:
            ids = BulkImport(self.clock).publish(
                session, drafts, OPERATOR, on_progress=lambda done, total: progress("eval.progress.store", done, total)
            )
        self.indexer.rebuild(on_progress=lambda done, total: progress("eval.progress.index", done, total))
        return ids

    def close(self) -> None:
        """Close everything and delete the folder."""
        self.indexer.stop()
        self.database.dispose()
        self._folder.cleanup()

    def __enter__(self) -> ThrowAwayBase:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
