"""The one indexer: follows the outbox in order, idempotently, and rebuilds beside the live generation.

A crash at any point loses nothing: rows after the stamp are applied again, and a half-built generation is thrown away.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core import outbox
from core.database import Database
from core.errors import AppError
from core.logging import get_logger
from knowledge.changes import CHANGED_TOPIC
from knowledge.errors import IndexStateError
from knowledge.index.overlay import OverlaidVectors, link_lexical
from knowledge.index.protocols import Embedder
from knowledge.index.segment import Segmenter
from knowledge.index.store import GenerationFolder, IndexGeneration, Placement, placement_of, vectors_name
from knowledge.index.vectors import drop_collections
from knowledge.passages import PassageRepository
from knowledge.repository import VersionKey
from knowledge.types import EntryStatus, Passage

REBUILD_TOPIC = "knowledge.reindex"
_TOPICS = (CHANGED_TOPIC, REBUILD_TOPIC)
_EVENTS_AT_ONCE = 2_000
_VERSIONS_AT_ONCE = 500
_POLL_SECONDS = 0.5
_FEW = 2
"""Versions that a curator's step or two changes: they are followed at once."""
_REST_TIMES, _LONGEST_REST_SECONDS = 20, 10.0
_log = get_logger("indexer")


class Indexer:
    """Owns the index generations of one data folder. `open` first; then `follow_once`, or `start` for a thread."""

    def __init__(self, database: Database, root: Path, embedder: Embedder, *, client: Any | None = None) -> None:
        self._database = database
        self._folders = GenerationFolder(root)
        self._embedder = embedder
        self._segmenter = Segmenter()
        self._client = client
        self._generation: IndexGeneration | None = None
        self._readers: Counter[IndexGeneration] = Counter()
        self._readers_changed = threading.Condition()
        self._writing = threading.Lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    # -- life --------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the generation in use, or build one when it is missing, unreadable, of another model, or ahead."""
        self._folders.remove_temporary()
        reason = self._open_current()
        if reason is not None:
            _log.info("index_rebuild", reason=reason)
            self.rebuild()
        self.follow_once()

    def start(self) -> None:
        """Follow the outbox in a thread until `stop`."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="indexer", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Look at the outbox now instead of at the next poll."""
        self._wake.set()

    def stop(self) -> None:
        """End the thread and close the indexes."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        with self._writing:
            if self._generation is not None:
                self._generation.close()
                self._generation = None

    # -- reading -----------------------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[IndexGeneration]:
        """Lend the generation in use; a rebuild swaps at once and closes the old one when its last reader is done."""
        with self._readers_changed:
            if self._generation is None:
                raise IndexStateError("The index is not open yet. Wait until the server is ready, then ask again.")
            generation = self._generation
            self._readers[generation] += 1
        try:
            yield generation
        finally:
            with self._readers_changed:
                self._readers[generation] -= 1
                self._readers_changed.notify_all()

    def lag(self) -> int:
        """Return how many outbox rows are not applied yet."""
        with self._database.reading() as session:
            newest = outbox.last_sequence(session, topics=_TOPICS)
        return max(0, newest - (self._generation.stamp.sequence if self._generation else 0))

    @contextmanager
    def beside(self, database: Database) -> Iterator[IndexGeneration]:
        """Lend a copy of the generation in use that has followed the outbox of `database`, such as that of a trial.

        The one in use is neither written to nor disturbed.
        """
        with self.reading() as generation, self._folders.temporary() as folder:
            with self._writing:
                link_lexical(generation.folder, folder)
            vectors = {p: OverlaidVectors(generation.vectors[p]) for p in Placement}
            candidate = IndexGeneration(folder, generation.embedder, generation.segmenter, vectors=vectors)
            try:
                with database.reading() as session:
                    events = outbox.read_after(session, generation.stamp.sequence, topics=_TOPICS, limit=None)
                keys = [VersionKey(e.payload["entry_id"], int(e.payload["version"])) for e in events if e.payload]
                self._apply(candidate, list(dict.fromkeys(keys)), database)
                candidate.finish(events[-1].sequence if events else generation.stamp.sequence)
                yield candidate
            finally:
                candidate.close()

    # -- writing -----------------------------------------------------------------------------------------------

    def follow_once(self) -> int:
        """Apply all outbox rows after the stamp; return how many versions were placed anew."""
        placed = 0
        while (some := self._follow_some()) is not None:
            placed += some
        return placed

    def _follow_some(self) -> int | None:
        """Apply the next outbox rows; return how many versions were placed anew, None when there are no rows."""
        with self._writing:
            generation = self._expect_open()
            with self._database.reading() as session:
                events = outbox.read_after(session, generation.stamp.sequence, topics=_TOPICS, limit=_EVENTS_AT_ONCE)
            if not events:
                return None
            if any(event.topic == REBUILD_TOPIC for event in events):
                self._rebuild()
                return 0
            keys = [VersionKey(e.payload["entry_id"], int(e.payload["version"])) for e in events]
            placed = self._apply(generation, list(dict.fromkeys(keys)))
            generation.finish(events[-1].sequence)
            return placed

    def rebuild(self, *, on_progress: Callable[[int, int], None] | None = None) -> int:
        """Build a new generation beside the one in use and swap; return how many versions it holds."""
        with self._writing:
            return self._rebuild(on_progress=on_progress)

    def _rebuild(self, *, on_progress: Callable[[int, int], None] | None = None) -> int:
        folder = self._folders.new()
        self._drop_collections([folder.name])  # a server may still hold those of a data folder that was deleted
        fresh = IndexGeneration(folder, self._embedder, self._segmenter, self._client)
        with self._database.reading() as session:
            sequence = outbox.last_sequence(session, topics=_TOPICS)
            keys = PassageRepository(session).searchable_keys(
                (EntryStatus.PUBLISHED, EntryStatus.SUPERSEDED, EntryStatus.EXPIRED)
            )
        for start in range(0, len(keys), _VERSIONS_AT_ONCE):
            self._apply(fresh, keys[start : start + _VERSIONS_AT_ONCE])
            if on_progress is not None:
                on_progress(min(start + _VERSIONS_AT_ONCE, len(keys)), len(keys))
        fresh.finish(sequence)
        self._folders.switch_to(fresh.folder)
        self._swap(fresh)
        self._drop_collections(self._folders.remove_others())
        return len(keys)

    @property
    def embedder(self) -> Embedder:
        """What new generations are built with."""
        return self._embedder

    def use_embedder(self, embedder: Embedder) -> None:
        """Build a generation for another embedder beside the one in use, and swap; until then the old one serves.

        When that fails, the old one goes on serving and the error is raised.
        """
        with self._writing:
            before, self._embedder = self._embedder, embedder
            try:
                self._rebuild()
            except BaseException:
                self._embedder = before
                raise

    def _drop_collections(self, generations: Sequence[str]) -> None:
        """Remove the vectors of `generations` from the server; embedded ones go with their folders."""
        if self._client is not None:
            drop_collections(self._client, [vectors_name(name, p) for name in generations for p in Placement])

    def _apply(self, generation: IndexGeneration, keys: Sequence[VersionKey], database: Database | None = None) -> int:
        """Bring the passages of `keys` to where their versions belong now, whatever the events said then."""
        for start in range(0, len(keys), _VERSIONS_AT_ONCE):
            batch = keys[start : start + _VERSIONS_AT_ONCE]
            wanted: dict[Placement | None, list[Passage]] = {Placement.LIVE: [], Placement.ARCHIVE: [], None: []}
            with (database or self._database).reading() as session:
                repository = PassageRepository(session)
                statuses = repository.statuses(batch)
                for passage in repository.of_versions(batch):
                    key = VersionKey(passage.entry_id, passage.version)
                    wanted[placement_of(statuses.get(key))].append(passage)
            for placement in Placement:
                generation.place(placement, wanted[placement])
            generation.remove([passage.id for passage in wanted[None]])
        return len(keys)

    def _open_current(self) -> str | None:
        """Open the generation in use; return why it cannot be used, None when it can."""
        folder = self._folders.current()
        if folder is None:
            return "missing"
        try:
            generation = IndexGeneration(folder, self._embedder, self._segmenter, self._client)
        except AppError as error:
            return error.code
        with self._database.reading() as session:
            newest = outbox.last_sequence(session, topics=_TOPICS)
        if generation.is_stale or generation.stamp.sequence > newest:
            reason = "other_model" if generation.is_stale else "ahead_of_database"
            generation.close()
            return reason
        self._generation = generation
        return None

    def _swap(self, fresh: IndexGeneration) -> None:
        with self._readers_changed:
            old, self._generation = self._generation, fresh
            if old is not None:
                # Readers of the fresh generation come and go meanwhile; only those of the old one are waited for.
                self._readers_changed.wait_for(lambda: self._readers[old] == 0, timeout=10)
                del self._readers[old]
        if old is not None:
            old.close()

    def _expect_open(self) -> IndexGeneration:
        if self._generation is None:
            raise IndexStateError("The index is not open. Call open() first.")
        return self._generation

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait(_POLL_SECONDS)
            self._wake.clear()
            if self._stopping.is_set():
                return
            try:
                self._follow_and_rest()
            except AppError as error:
                _log.error("index_follow_failed", code=error.code, detail=error.message)
                self._stopping.wait(5)
            except Exception:
                # The thread must outlive a surprise: rows stay in the outbox and are tried again.
                _log.exception("index_follow_failed")
                self._stopping.wait(5)

    def _follow_and_rest(self) -> None:
        """Apply what is new; while many versions come one after the other, gather them.

        Storing vectors stops every other thread of the process, for a tenth of a second or more, however few they are.
        """
        while not self._stopping.is_set():
            begun = time.monotonic()
            placed = self._follow_some()
            if placed is None:
                return
            if placed > _FEW:
                self._stopping.wait(min(_LONGEST_REST_SECONDS, _REST_TIMES * (time.monotonic() - begun)))
