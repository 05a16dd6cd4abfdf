"""What the running search has learned: the model in use, and every pair that was confirmed or withdrawn since.

The database says which pairs count, the registry which model; this follows both while the server runs, whoever
changes them: a route of this process, or a command beside it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection

from core import outbox
from core.database import Database
from core.errors import AppError
from core.logging import get_logger
from knowledge.changes import CHANGED_TOPIC
from knowledge.index.indexer import Indexer
from knowledge.index.protocols import Embedder
from knowledge.learning.loading import ChosenModel, LoadedModel, ModelLoader
from knowledge.learning.repository import ConfirmedPairRepository
from knowledge.learning.service import PAIR_TOPIC, LearningService
from knowledge.ranking.signals import LearnedSignals
from knowledge.ranking.types import LearnedPair
from knowledge.search import HybridSearch

_TOPICS = (PAIR_TOPIC, CHANGED_TOPIC)
_POLL_SECONDS = 1.0
_EVENTS_AT_ONCE = 2_000
_log = get_logger("learning")


class LiveModel:
    """Keeps search level with registry and confirmed pairs. `open` after the indexer, then `start` a thread.

    `started_with` is the model whose embedder the indexer was made with, `own_embedder` makes what the settings name.
    """

    def __init__(
        self,
        database: Database,
        loader: ModelLoader,
        learning: LearningService,
        indexer: Indexer,
        search: HybridSearch,
        *,
        started_with: ChosenModel,
        own_embedder: Callable[[], Embedder],
    ) -> None:
        self._database = database
        self._loader = loader
        self._learning = learning
        self._indexer = indexer
        self._search = search
        self._chosen = started_with
        self._own_embedder = own_embedder
        self._serving: LoadedModel = started_with.model
        self._signals: LearnedSignals | None = None
        self._known: dict[int, LearnedPair] = {}
        self._sequence = 0
        self._changing_pairs = threading.Lock()
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def serving(self) -> int:
        """Number of the version that search uses now."""
        return self._serving.number

    @property
    def problem(self) -> str | None:
        """Why the chosen version does not serve, None when it does or is about to."""
        return self._chosen.problem

    # -- life --------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Let search use the model chosen and every pair that counts. A damaged model is logged, not raised."""
        self._report()
        self.reload()

    def start(self) -> None:
        """Follow in a thread until `stop`."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="learning", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Look for changes now instead of at the next poll."""
        self._wake.set()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    # -- following ---------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Begin anew with the pairs that count now."""
        with self._changing_pairs:
            with self._database.reading() as session:
                self._sequence = outbox.last_sequence(session, topics=_TOPICS)
                self._known = self._learning.learned_pairs(session)
            signals = LearnedSignals(list(self._known.values()), self._serving.translation)
            with self._indexer.reading() as generation:
                signals.ready(generation, self._database)  # here, not in the first search
            self._search.use(signals, self._serving.ranker)
            self._signals = signals

    def follow_pairs(self) -> None:
        """Let what was confirmed or withdrawn since the last look count from the next search on."""
        with self._changing_pairs:
            while self._signals is not None:
                with self._database.reading() as session:
                    events = outbox.read_after(session, self._sequence, topics=_TOPICS, limit=_EVENTS_AT_ONCE)
                    if not events:
                        return
                    touched = {int(e.payload["pair_id"]) for e in events if e.topic == PAIR_TOPIC}
                    changed = {e.payload["entry_id"] for e in events if e.topic == CHANGED_TOPIC}
                    touched |= ConfirmedPairRepository(session).ids_of_entries(changed)
                    now = self._learning.learned_pairs(session, touched) if touched else {}
                self._apply(self._signals, touched, now)
                self._sequence = events[-1].sequence

    def follow_model(self) -> None:
        """Serve the version that is chosen now. One with another embedder is indexed for beside the live index."""
        if self._loader.registry.current_number() == self._chosen.chosen:
            return
        chosen = self._loader.chosen()
        embedder = chosen.model.embedder or self._own_embedder()
        try:
            if embedder.name != self._indexer.embedder.name:
                self._indexer.use_embedder(embedder)
        except AppError as error:
            self._chosen = ChosenModel(chosen.chosen, self._serving, error.message)
            self._report()
            return
        self._chosen, self._serving = chosen, chosen.model
        self._report()
        self.reload()
        _log.info("model_switched", chosen=chosen.chosen, serving=chosen.model.number)

    def _apply(self, signals: LearnedSignals, touched: Collection[int], now: dict[int, LearnedPair]) -> None:
        for pair_id in sorted(touched):
            old = self._known.pop(pair_id, None)
            # Two pairs can mean the same once a clause is gone: what one of them still says is not forgotten.
            if old is not None and not any(_same(old, other) for other in self._known.values()):
                signals.forget(old)
            if pair_id in now:
                self._known[pair_id] = now[pair_id]
                signals.remember(now[pair_id])

    def _report(self) -> None:
        if self._chosen.problem:
            _log.error("model_unusable", number=self._chosen.chosen, detail=self._chosen.problem)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait(_POLL_SECONDS)
            self._wake.clear()
            if self._stopping.is_set():
                return
            try:
                self.follow_model()
                self.follow_pairs()
            except AppError as error:
                _log.error("learning_follow_failed", code=error.code, detail=error.message)
                self._stopping.wait(5)
            except Exception:
                # The thread must outlive a surprise: what was not applied is tried again.
                _log.exception("learning_follow_failed")
                self._stopping.wait(5)


def _same(one: LearnedPair, other: LearnedPair) -> bool:
    return (one.question, one.entry_id, one.clause_id) == (other.question, other.entry_id, other.clause_id)
