"""Hybrid search: words and vectors over-fetch, the database says what counts, one weighted sum orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from importlib import resources

from core.database import Database
from knowledge.coverage import CoverageFeatures
from knowledge.divisions import holds_in
from knowledge.index.indexer import Indexer
from knowledge.index.store import IndexGeneration, Placement, document_key
from knowledge.naming import named_clause
from knowledge.passages import PassageRepository
from knowledge.types import EntryStatus, Passage, SearchHit, Visibility

_LIVE = frozenset({EntryStatus.PUBLISHED})
_HISTORICAL = frozenset({EntryStatus.PUBLISHED, EntryStatus.SUPERSEDED, EntryStatus.EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """What is looked for. `region_code` keeps what holds there: what names it, a division above it, or none.

    `past` also searches superseded and expired versions. `only_in_force` drops what does not govern on `as_of`;
    switch it off only to tell a reader that all there is has expired or has yet to begin.
    """

    text: str
    as_of: date
    region_code: str | None = None
    past: bool = False
    only_in_force: bool = True
    limit: int = 20
    explain: bool = False  # add the coverage features, some milliseconds for 30 hits


@lru_cache(maxsize=1)
def asking_words() -> frozenset[str]:
    """Return the words that ask but have no subject; they say nothing about whether a passage answers."""
    text = (resources.files("knowledge") / "lexicons" / "asking_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Raw BM25 by passage id, by document key (whole versions), and cosine by passage id: every candidate has one."""

    lexical: dict[str, float]
    documents: dict[str, float]
    dense: dict[str, float]


class HybridSearch:
    """Finds published passages. A lagging index can miss a new clause; it can never show a withdrawn one."""

    def __init__(
        self, database: Database, indexer: Indexer, *, dense_weight: float, candidates: int, document_share: float = 0.7
    ) -> None:
        self._database = database
        self._indexer = indexer
        self._dense_weight = dense_weight
        self._candidates = candidates
        self._document_share = document_share

    def search(self, query: SearchQuery) -> list[SearchHit]:
        """Return at most `limit` hits, best first, ties by passage id.

        Score: lexical score, 0..1, plus weight × cosine (−1..1). The lexical score mixes that of the passage and that
        of its whole version, each as a share of the query's best: what a document speaks about as a whole tells
        apart passages that sound alike.
        """
        placements = [Placement.LIVE, Placement.ARCHIVE] if query.past else [Placement.LIVE]
        with self._indexer.reading() as generation:
            found = self._candidates_of(generation, query.text, placements)
            coverage = _coverage(generation)
        with self._database.reading() as session:
            passages = PassageRepository(session).by_id([*found.dense])
        eligible = [passage for passage in passages.values() if _is_eligible(passage, query)]
        hits = self._fuse(eligible, found)[: query.limit]
        return coverage.add(query.text, hits) if query.explain else hits

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
            found = PassageRepository(session).named(clause, _statuses(query))
        hits = [SearchHit(passage, 1.0, {"named": 1.0}) for passage in _meant([*filter(is_shown, found)], query.as_of)]
        with self._indexer.reading() as generation:
            return _coverage(generation).add(query.text, hits)

    def question_weights(self, text: str) -> dict[str, float]:
        """Return the idf weight of each word of `text` that carries a subject; rarer words weigh more."""
        with self._indexer.reading() as generation:
            return _coverage(generation).weights(text)

    def soft_coverage(self, question: str, passage: Passage) -> dict[str, float]:
        """Return the features "soft_coverage" and "soft_text_coverage" of one passage, 0..1 each."""
        with self._indexer.reading() as generation:
            return _coverage(generation).soft(question, passage, generation.embedder)

    def likeness(self, question: str, phrasing: str) -> float:
        """Return how alike two questions are, about 0..1: mean of cosine and of weighted word overlap both ways."""
        with self._indexer.reading() as generation:
            coverage = _coverage(generation)
            asked, curated = coverage.weights(question), coverage.weights(phrasing)
            first, second = generation.embedder.embed([question, phrasing])
        shared = sum(weight for word, weight in asked.items() if word in curated)
        overlap = 2 * shared / ((sum(asked.values()) + sum(curated.values())) or 1.0)
        return (float(first @ second) + overlap) / 2

    def _candidates_of(self, generation: IndexGeneration, text: str, placements: list[Placement]) -> _Candidates:
        vector = generation.embedder.embed([text])
        found = _Candidates({}, {}, {})
        for placement in placements:
            words = generation.lexical[placement].search(text, limit=self._candidates)
            near = generation.vectors[placement].search(vector, limit=self._candidates)
            whole = generation.documents[placement].search(text, limit=self._candidates)
            found.lexical.update((hit.id, hit.score) for hit in words)
            found.documents.update((hit.id, hit.score) for hit in whole)
            found.dense.update((hit.id, hit.score) for hit in near)
            missing = [hit.id for hit in words if hit.id not in found.dense]
            exact = generation.vectors[placement].similarities(vector, missing)
            found.dense.update((key, exact.get(key, 0.0)) for key in missing)
        return found

    def _fuse(self, passages: list[Passage], found: _Candidates) -> list[SearchHit]:
        best, best_document = max(found.lexical.values(), default=0.0), max(found.documents.values(), default=0.0)
        hits = []
        for passage in passages:
            words, cosine = found.lexical.get(passage.id, 0.0), found.dense[passage.id]
            share = words / best if best else 0.0
            document = found.documents.get(document_key(passage.id), 0.0)
            whole = document / best_document if best_document else 0.0
            score = (1 - self._document_share) * share + self._document_share * whole + self._dense_weight * cosine
            features = {"bm25": words, "bm25_share": share, "cosine": cosine, "document_share": whole}
            hits.append(SearchHit(passage, score, features))
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))


def _coverage(generation: IndexGeneration) -> CoverageFeatures:
    return CoverageFeatures(generation.segmenter, generation.lexical[Placement.LIVE], asking_words())


def _meant(passages: list[Passage], day: date) -> list[Passage]:
    """Return the passages of the version that governs on `day` and began last, or else of the one that began last."""
    passages = [p for p in passages if p.in_force_on(day)] or passages
    begun = {(p.entry_id, p.version): p.first_day or date.min for p in passages}
    newest = max(begun, key=lambda key: (begun[key], key), default=None)
    return [p for p in passages if (p.entry_id, p.version) == newest]


def _statuses(query: SearchQuery) -> frozenset[EntryStatus]:
    return _HISTORICAL if query.past else _LIVE


def _is_eligible(passage: Passage, query: SearchQuery) -> bool:
    """Say whether the truth lets this passage be shown: published, public, of the region, in force on the day."""
    return (
        passage.status in _statuses(query)
        and passage.visibility is Visibility.PUBLIC
        and (query.region_code is None or holds_in(passage.region_code, query.region_code))
        and (not query.only_in_force or passage.in_force_on(query.as_of))
    )
