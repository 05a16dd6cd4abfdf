"""From ranked hits to the stretches worth quoting: reads the truth around them, scores its units, chooses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from assistant.quoting.choice import best_stretches
from assistant.quoting.features import Asked, Region, features_of
from assistant.quoting.looks import looks_of
from assistant.quoting.scorer import UnitScorer, shipped_scorer
from core.database import Database
from knowledge.passages import PassageRepository
from knowledge.repository import VersionKey
from knowledge.types import SearchHit

_READ_HITS = 8
_BEYOND_CHARS = 300
_OPEN_ENDS = "，、"  # what is quoted does not end as if something were still to come


@dataclass(frozen=True, slots=True)
class Placed:
    """A hit, its place in the ranking, from 0, and what may be quoted of the text behind it."""

    rank: int
    hit: SearchHit
    behind: str

    @property
    def key(self) -> VersionKey:
        return VersionKey(self.hit.passage.entry_id, self.hit.passage.version)

    @property
    def end(self) -> int:
        """Where in the body the text that may be quoted ends."""
        return self.hit.passage.end + len(self.behind)


@dataclass(frozen=True, slots=True)
class Source:
    """A region and the hits that it was read around, in reading order."""

    region: Region
    hits: tuple[Placed, ...]

    def hit_at(self, start: int) -> SearchHit:
        """Return the hit whose passage holds body[start], or else the last before it."""
        before = [placed.hit for placed in self.hits if placed.hit.passage.start <= start]
        return before[-1] if before else self.hits[0].hit


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch worth quoting: body[start:end] of the version of `hit`, which holds it or stands before it.

    `value` is the expected F1 of its characters with those of the answer, 0..1; `answers_type` the share of the types
    of answer asked for that it states, 1 when the question asks for none in particular.
    """

    hit: SearchHit
    start: int
    end: int
    value: float
    answers_type: float


class Quoter:
    """Finds the best stretch around each group of neighbouring hits."""

    def __init__(self, database: Database, scorer: UnitScorer | None = None) -> None:
        """`scorer` None: the shipped one, read when it is first needed."""
        self._database = database
        self._scorer = scorer

    def find(self, question: str, weights: dict[str, float], hits: Sequence[SearchHit]) -> list[Found]:
        """Return the best stretch of each region, best first. `weights`: idf of the question's words."""
        sources = self.sources(hits)
        if not sources:
            return []
        regions = [source.region for source in sources]
        asked = Asked.of(question, weights)
        features = features_of(asked, regions)
        sizes = [len(region.units) for region in regions]
        probabilities = (self._scorer or shipped_scorer()).probabilities(features, sizes)
        found = []
        for stretch in best_stretches(regions, np.split(probabilities, np.cumsum(sizes)[:-1])):
            source, region = sources[stretch.region], regions[stretch.region]
            start = region.offset + region.units[stretch.first].start
            end = region.offset + region.units[stretch.last].end
            text = region.text[start - region.offset : end - region.offset].rstrip(_OPEN_ENDS)
            end = start + len(text)
            found.append(Found(source.hit_at(start), start, end, stretch.value, asked.share_of_types(text)))
        return found

    def sources(self, hits: Sequence[SearchHit]) -> list[Source]:
        """Return what may be quoted around the first hits, in the order of the best hit of each region.

        Hits of one document that stand near each other share a region; it goes on a little behind the last of them,
        never into a passage that may not be quoted.
        """
        read = [(rank, hit) for rank, hit in enumerate(hits[:_READ_HITS]) if hit.passage.quotable]
        with self._database.reading() as session:
            behind = PassageRepository(session).quotable_behind([hit.passage for _, hit in read], _BEYOND_CHARS)
        placed = [Placed(rank, hit, text) for (rank, hit), text in zip(read, behind, strict=True)]
        order = {key: place for place, key in enumerate(dict.fromkeys(one.key for one in placed))}
        in_order = sorted(placed, key=lambda one: (order[one.key], one.hit.passage.start))
        found = []
        for key, group in groupby(in_order, key=lambda one: one.key):
            for part in _neighbours([*group]):
                region = _region(part, document_rank=order[key], best=hits[0].score)
                if region.units:
                    found.append(Source(region, tuple(part)))
        return sorted(found, key=lambda source: source.region.rank)


def _neighbours(placed: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Yield hits of one version that stand near each other: where one begins, the text before may still be quoted."""
    part = [placed[0]]
    for one in placed[1:]:
        if one.hit.passage.start > part[-1].end:
            yield part
            part = []
        part.append(one)
    yield part


def _text_of(placed: Sequence[Placed]) -> str:
    """Return the text from the first of neighbouring hits to where it may be quoted to behind the last of them."""
    start, text = placed[0].hit.passage.start, ""
    for one in placed:
        text += (one.hit.passage.text + one.behind)[start + len(text) - one.hit.passage.start :]
    return text[: placed[-1].end - start]


def _region(placed: Sequence[Placed], *, document_rank: int, best: float) -> Region:
    start = placed[0].hit.passage.start
    text = _text_of(placed)
    first = min(placed, key=lambda one: one.rank)
    strengths = {one.rank: one.hit.score / best if best > 0 else 0.0 for one in placed}
    return Region(
        text,
        looks_of(text),
        first.rank,
        document_rank,
        strengths[first.rank],
        first.hit.passage.title + first.hit.passage.context,
        start,
        tuple((p.hit.passage.start - start, p.hit.passage.end - start, strengths[p.rank]) for p in placed),
    )
