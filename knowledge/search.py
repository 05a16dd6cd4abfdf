"""Hybrid search: several indexes over-fetch, the database says what counts, a learned ranker orders."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache, partial
from importlib import resources
from itertools import chain
from math import inf
from typing import Protocol

from core.database import Database
from knowledge.coverage import CoverageFeatures
from knowledge.divisions import holds_in
from knowledge.index.indexer import Indexer
from knowledge.index.store import IndexGeneration, Placement
from knowledge.naming import named_clause
from knowledge.passages import PassageRepository
from knowledge.ranking.cross_encoder import Reranker, rerank
from knowledge.ranking.features import as_dicts
from knowledge.ranking.lay import shipped_ranker
from knowledge.ranking.scoring import Scored, score_candidates
from knowledge.ranking.signals import LearnedSignals
from knowledge.ranking.trees import Ranker
from knowledge.types import EntryStatus, Passage, PassageStanding, SearchHit, Visibility

_LIVE = frozenset({EntryStatus.PUBLISHED})
_HISTORICAL = frozenset({EntryStatus.PUBLISHED, EntryStatus.SUPERSEDED, EntryStatus.EXPIRED})

TRUST_IN_REPEATS = 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """What is looked for. `region_code` keeps what holds there: what names it, a division above it, or none.

    `past` also searches superseded and expired versions, `archive_only` nothing but them. `only_in_force` drops what
    does not govern on `as_of`; switch it off only to tell a reader that all there is has expired or has yet to begin.
    """

    text: str
    as_of: date
    region_code: str | None = None
    past: bool = False
    archive_only: bool = False
    only_in_force: bool = True
    limit: int = 20
    explain: bool = False  # add the coverage features, some milliseconds for 30 hits

    @property
    def statuses(self) -> frozenset[EntryStatus]:
        """The statuses of what may be shown."""
        return _HISTORICAL if self.past or self.archive_only else _LIVE


class Barrier(StrEnum):
    """Why a passage may not be shown for a query, the first reason that applies."""

    NO_CLAUSE = "no_clause"
    NOT_PUBLISHED = "not_published"
    NOT_PUBLIC = "not_public"
    OTHER_REGION = "other_region"
    NOT_IN_FORCE = "not_in_force"


@lru_cache(maxsize=1)
def asking_words() -> frozenset[str]:
    """Return the words that ask but have no subject; they say nothing about whether a passage answers."""
    text = (resources.files("knowledge") / "lexicons" / "asking_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


class Readable(Protocol):
    """What lends an index generation to search in: the indexer, or a copy beside it."""

    def reading(self) -> AbstractContextManager[IndexGeneration]: ...


class HybridSearch:
    """Finds published passages. A lagging index can miss a new clause; it can never show a withdrawn one."""

    def __init__(
        self,
        database: Database,
        indexer: Indexer,
        *,
        candidates: int,
        signals: LearnedSignals | None = None,
        ranker: Ranker | None = None,
        reranker: Reranker | None = None,
        rerank_top: int = 20,
    ) -> None:
        self._database = database
        self._indexer: Readable = indexer
        self._candidates = candidates
        self._reranker = reranker
        self._rerank_top = rerank_top
        self.use(signals, ranker)

    def use(self, signals: LearnedSignals | None, ranker: Ranker | None) -> None:
        """Search with these from now on; searches under way end as they began.

        Without `signals` nothing was learned here yet. Without `ranker` a shipped one orders: the one for bases with a
        history where there is one, else the other.
        """
        self._serving = (LearnedSignals() if signals is None else signals, ranker)

    def over(self, database: Database, index: Readable) -> HybridSearch:
        """Return a search with the same models and settings over another truth and another index."""
        other = copy(self)
        signals, ranker = self._serving
        other._database, other._indexer, other._serving = database, index, (signals.apart(), ranker)
        return other

    def taking(self, candidates: int) -> HybridSearch:
        """Return the same search with that many candidates from each index."""
        other = copy(self)
        other._candidates = candidates
        return other

    @property
    def signals(self) -> LearnedSignals:
        """What was learned here; a pair remembered by it counts from the next search on."""
        return self._serving[0]

    def search(self, query: SearchQuery) -> list[SearchHit]:
        """Return at most `limit` hits, best first, ties by passage id.

        Score: the probability that the passage answers, 0..1: that of the ranker, raised where the passage is confirmed
        to answer the same question (noisy or). All features of `knowledge.ranking.features` that the base has anything
        of stand in `features`, and "repeated" where it is above 0.
        """
        places = _placements(query)
        signals, ranker = self._serving
        with self._indexer.reading() as generation:
            scored = score_candidates(
                query.text, generation, signals.ready(generation, self._database), places,
                partial(self._shown, query=query), each=self._candidates, asking_words=asking_words(),
            )  # fmt: skip
        if ranker is None:
            ranker = shipped_ranker(history=signals.has_history)
        doubt = (1 - ranker.scores(scored.matrix)) * (1 - TRUST_IN_REPEATS * scored.repeated)
        scores = (1 - doubt).tolist()
        best = sorted(range(len(scores)), key=lambda row: (-scores[row], scored.ids[row]))
        best = best[: max(query.limit, self._rerank_top if self._reranker else 0)]
        hits = self._hits(query, scored, scores, best)
        if self._reranker is not None:
            hits = rerank(self._reranker, query.text, hits, top=self._rerank_top)
        return hits[: query.limit]

    def named(self, query: SearchQuery) -> list[SearchHit]:
        """Return the passages of a clause that the question names by title and number, in reading order.

        Their feature "named" is 1. What may be shown is judged as in `search`; coverage features are always added. Of
        several versions with the title, the one in force that began last is taken.
        """
        clause = named_clause(query.text)
        if clause is None:
            return []
        is_shown = partial(_is_eligible, query=query)
        with self._database.reading() as session:
            found = PassageRepository(session).named(clause, query.statuses)
        hits = [SearchHit(passage, 1.0, {"named": 1.0}) for passage in _meant([*filter(is_shown, found)], query.as_of)]
        with self._indexer.reading() as generation:
            return _coverage(generation).add(query.text, hits)

    def of_entries(self, query: SearchQuery, entry_ids: Collection[str]) -> list[SearchHit]:
        """Return every published passage of these entries that may be shown, with coverage features.

        Nothing is known of how well they answer: their score is 0. What may be shown is judged as in `search`.
        """
        with self._database.reading() as session:
            found = PassageRepository(session).live_by_entry(entry_ids).values()
        hits = [SearchHit(passage, 0.0, {}) for passage in chain(*found) if _is_eligible(passage, query)]
        with self._indexer.reading() as generation:
            return _coverage(generation).add(query.text, hits)

    def barrier(self, query: SearchQuery, entry_id: str, clause_id: str = "") -> Barrier | None:
        """Say why nothing of a clause, or of an entry, may be shown for a query; None when something may be.

        Judged by the published version where there is one, else by the newest that has the clause.
        """
        with self._database.reading() as session:
            passages = PassageRepository(session).of_entry(entry_id)
        inside = [p for p in passages if not clause_id or f"{p.clause_id}.".startswith(f"{clause_id}.")]
        if not inside:
            return Barrier.NO_CLAUSE
        live = [p for p in inside if p.status in query.statuses] or inside
        barriers = [_barrier(p, query) for p in live]
        return None if None in barriers else barriers[0]

    def described(self) -> dict[str, str | int]:
        """Return what searches at the moment: the embedder's name, and the outbox row that the index has followed."""
        with self._indexer.reading() as generation:
            return {"embedder": generation.embedder.name, "index_sequence": generation.stamp.sequence}

    def question_weights(self, text: str) -> dict[str, float]:
        """Return the idf weight of each word of `text` that carries a subject; rarer words weigh more."""
        with self._indexer.reading() as generation:
            return _coverage(generation).weights(text)

    def is_commoner(self, first: str, second: str) -> bool:
        """Say whether the rarest word of `first` is in more passages than that of `second`; asking words are none."""
        with self._indexer.reading() as generation:
            coverage = _coverage(generation)
            rarities = [max(coverage.weights(text).values(), default=inf) for text in (first, second)]
        return rarities[0] < rarities[1]

    def soft_coverage(self, question: str, passage: Passage) -> dict[str, float]:
        """Return the features "soft_coverage" and "soft_text_coverage" of one passage, 0..1 each."""
        with self._indexer.reading() as generation:
            return _coverage(generation).soft(question, passage, generation.embedder)

    def likeness(self, question: str, phrasing: str) -> float:
        """Return how alike two questions are, about 0..1: mean of cosine and of weighted word overlap both ways."""
        with self._indexer.reading() as generation:
            coverage = _coverage(generation)
            asked, curated = coverage.weights(question), coverage.weights(phrasing)
            first, second = generation.embedder.embed_questions([question, phrasing])
        shared = sum(weight for word, weight in asked.items() if word in curated)
        overlap = 2 * shared / ((sum(asked.values()) + sum(curated.values())) or 1.0)
        return (float(first @ second) + overlap) / 2

    def _shown(self, ids: Sequence[str], *, query: SearchQuery) -> list[str]:
        """Return those of `ids` that the truth lets be shown."""
        with self._database.reading() as session:
            standings = PassageRepository(session).standings(ids)
        return [key for key, standing in standings.items() if _is_eligible(standing, query)]

    def _hits(self, query: SearchQuery, scored: Scored, scores: list[float], rows: list[int]) -> list[SearchHit]:
        """Join rows back to whole passages; what changed since it was looked at is judged again."""
        with self._database.reading() as session:
            passages = PassageRepository(session).by_id([scored.ids[row] for row in rows])
        features = as_dicts(scored.matrix[rows])
        for row, found in zip(rows, features, strict=True):
            if scored.repeated[row] > 0:
                found["repeated"] = float(scored.repeated[row])
        hits = [
            SearchHit(passages[scored.ids[row]], scores[row], found)
            for row, found in zip(rows, features, strict=True)
            if scored.ids[row] in passages
        ]
        return [hit for hit in hits if _is_eligible(hit.passage, query)]


def _coverage(generation: IndexGeneration) -> CoverageFeatures:
    return CoverageFeatures(generation.segmenter, generation.lexical[Placement.LIVE], asking_words())


def _meant(passages: list[Passage], day: date) -> list[Passage]:
    """Return the passages of the version that governs on `day` and began last, or else of the one that began last."""
    passages = [p for p in passages if p.in_force_on(day)] or passages
    begun = {(p.entry_id, p.version): p.first_day or date.min for p in passages}
    newest = max(begun, key=lambda key: (begun[key], key), default=None)
    return [p for p in passages if (p.entry_id, p.version) == newest]


def _placements(query: SearchQuery) -> list[Placement]:
    if query.archive_only:
        return [Placement.ARCHIVE]
    return [Placement.LIVE, Placement.ARCHIVE] if query.past else [Placement.LIVE]


def _is_eligible(passage: Passage | PassageStanding, query: SearchQuery) -> bool:
    """Say whether the truth lets this passage be shown: published, public, of the region, in force on the day."""
    return _barrier(passage, query) is None


def _barrier(passage: Passage | PassageStanding, query: SearchQuery) -> Barrier | None:
    if passage.status not in query.statuses:
        return Barrier.NOT_PUBLISHED
    if passage.visibility is not Visibility.PUBLIC:
        return Barrier.NOT_PUBLIC
    if query.region_code is not None and not holds_in(passage.region_code, query.region_code):
        return Barrier.OTHER_REGION
    if query.only_in_force and not passage.in_force_on(query.as_of):
        return Barrier.NOT_IN_FORCE
    return None
