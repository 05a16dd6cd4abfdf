"""The question memory: who asked nearly the same before, and which clause answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.index.protocols import Vectors
from knowledge.ranking.terms import Floats, Weighted
from knowledge.ranking.translation import Postings, SparseRows
from knowledge.ranking.types import LearnedPair

_NEAREST = 30
"""Questions that vote."""

_ALIKE, _SAME = 0.75, 0.95
"""Likeness of two questions, mean of words and meaning, from which one begins to repeat the other, and does."""


@dataclass(frozen=True, slots=True)
class Votes:
    """What remembered questions say: pairs by entry, each with its vote by words (0..1) and by meaning (0..1)."""

    by_entry: dict[str, list[tuple[LearnedPair, float, float]]]

    def of(self, entry_id: str, clause_id: str) -> tuple[float, float]:
        """Return the sums of votes for a passage: by words, by meaning."""
        meant = [(w, m) for pair, w, m in self.by_entry.get(entry_id, ()) if pair.covers(clause_id)]
        return sum(w for w, _ in meant), sum(m for _, m in meant)

    def repeated(self, entry_id: str, clause_id: str) -> float:
        """Return how far a remembered question with this answer is the same as the one asked, times its trust, 0..1."""
        meant = ((p.weight, w, m) for p, w, m in self.by_entry.get(entry_id, ()) if p.covers(clause_id))
        return max((trust * _sameness((w / trust) ** 0.5, (m / trust) ** 0.25) for trust, w, m in meant), default=0.0)

    def groups(self, most: int) -> list[str]:
        """Return the index groups of the pairs with the most votes, best first, at most `most` pairs."""
        pairs = sorted((-(w + m), p.entry_id, p.clause_id) for found in self.by_entry.values() for p, w, m in found)
        groups: dict[str, None] = {}
        for _, entry_id, clause in pairs[:most]:
            groups[f"{entry_id}#{clause}" if clause else entry_id] = None
            while clause := clause.rpartition(".")[0]:  # a passage that holds the clause holds the answer
                groups[f"{entry_id}#{clause}"] = None
        return list(groups)


_NO_VECTORS: Vectors = np.empty((0, 0), dtype=np.float32)
NO_VOTES = Votes({})


class QuestionMemory:
    """Remembered pairs with the vectors of their questions. Not changed after making; a new one is cheap."""

    def __init__(
        self, pairs: Sequence[LearnedPair] = (), words: Sequence[Weighted] = (), meanings: Vectors = _NO_VECTORS
    ) -> None:
        self.pairs, self.words, self.meanings = tuple(pairs), tuple(words), meanings
        self._postings = Postings(SparseRows.of(words))

    def and_then(self, pairs: Sequence[LearnedPair], words: Sequence[Weighted], meanings: Vectors) -> QuestionMemory:
        """Return a memory that also holds these."""
        together = np.concatenate([self.meanings, meanings]) if self.pairs else meanings
        return QuestionMemory([*self.pairs, *pairs], [*self.words, *words], together)

    def vote(self, words: Weighted, meaning: Vectors) -> Votes:
        """Return the votes for the unit vectors of a question: of the nearest by words, likeness²; by meaning, ⁴.

        A vote is multiplied by how much its pair is trusted. Of a question none of whose words the base knows, the
        meaning alone tells.
        """
        if not self.pairs:
            return NO_VOTES
        near = np.clip(self.meanings @ meaning.ravel(), 0.0, 1.0)
        alike = self._postings.dot(words) if len(words) else near
        chosen = np.union1d(_best(alike), _best(near))
        by_words, by_meaning = _only(alike, _best(alike)) ** 2, _only(near, _best(near)) ** 4
        found: defaultdict[str, list[tuple[LearnedPair, float, float]]] = defaultdict(list)
        for place in chosen.tolist():
            pair = self.pairs[place]
            votes = float(by_words[place]) * pair.weight, float(by_meaning[place]) * pair.weight
            if any(votes):
                found[pair.entry_id].append((pair, *votes))
        return Votes(dict(found))


def _sameness(by_words: float, by_meaning: float) -> float:
    return min(1.0, max(0.0, ((by_words + by_meaning) / 2 - _ALIKE) / (_SAME - _ALIKE)))


def _best(likeness: Floats) -> np.ndarray:
    if len(likeness) <= _NEAREST:
        return np.arange(len(likeness))
    return np.argpartition(-likeness, _NEAREST)[:_NEAREST]


def _only(values: Floats, places: np.ndarray) -> Floats:
    kept = np.zeros(len(values))
    kept[places] = values[places]
    return kept
