"""Trying a configuration out: indexes of its own over the base as it is, and held-out questions put to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

from knowledge.index.indexer import Indexer
from knowledge.index.protocols import Embedder
from knowledge.learning.judging import AskedQuestion, Scores, score_all
from knowledge.ranking.signals import LearnedSignals
from knowledge.ranking.trees import Ranker
from knowledge.search import HybridSearch, SearchQuery
from knowledge.types import Passage, SearchHit

_HITS = 60

Progress = Callable[[str, int, int], None]
"""Told what is being done (a catalogue key), how much of it is done, and of how much."""

OpenSearch = Callable[[Path, Embedder], tuple[Indexer, HybridSearch]]
"""Makes an indexer in a folder, for an embedder, and a search over it."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What search can be served with. `table` is the folder of its embedding table, None for that of the settings."""

    name: str
    signals: LearnedSignals
    ranker: Ranker | None
    table: Path | None


@dataclass(frozen=True, slots=True)
class Trial:
    """A configuration and what it scored, one row per held-out question."""

    configuration: Configuration
    bench: Bench
    scores: Scores

    @property
    def merit(self) -> float:
        """Mean of all metrics over all questions: what decides when one figure must."""
        return float(self.scores.mean())


class Bench:
    """One search over indexes built for one embedder."""

    def __init__(self, indexer: Indexer, search: HybridSearch, day: date, on_progress: Progress) -> None:
        self.indexer = indexer
        self.search = search
        self._day = day
        self._on_progress = on_progress

    def hits(self, text: str, *, limit: int = _HITS) -> list[SearchHit]:
        """Return what is found, best first."""
        return self.search.search(SearchQuery(text=text, as_of=self._day, limit=limit))

    def ask(self, text: str) -> list[Passage]:
        """Return the passages found, best first."""
        return [hit.passage for hit in self.hits(text)]

    def judge(self, configuration: Configuration, questions: Sequence[AskedQuestion]) -> Trial:
        """Put `questions` to a configuration."""
        self.search.use(configuration.signals, configuration.ranker)
        done = 0

        def ask(text: str) -> list[Passage]:
            nonlocal done
            done += 1
            self._on_progress("learning.progress.judge", done, len(questions))
            return self.ask(text)

        return Trial(configuration, self, score_all(ask, questions))


class Workshop:
    """Benches in a folder that belongs to the training; all are closed on leaving the `with` block."""

    def __init__(self, folder: Path, open_search: OpenSearch, day: date, on_progress: Progress) -> None:
        self._folder = folder
        self._open_search = open_search
        self._day = day
        self._on_progress = on_progress
        self._open = ExitStack()

    def bench(self, name: str, embedder: Embedder) -> Bench:
        """Index the base for `embedder`."""
        indexer, search = self._open_search(self._folder / name, embedder)
        self._open.callback(indexer.stop)
        indexer.rebuild(on_progress=lambda done, total: self._on_progress("learning.progress.index", done, total))
        return Bench(indexer, search, self._day, self._on_progress)

    def __enter__(self) -> Workshop:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
