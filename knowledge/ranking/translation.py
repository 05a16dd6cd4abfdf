"""From lay words to legal ones: kernel ridge regression from the terms of questions to those of their passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.ranking.terms import Floats, Keys, Weighted

MOST_PAIRS = 3_000
"""Pairs a translation is learned from, the newest; its system has one equation for each."""

MOST_TERMS = 200
_MOST_ROWS = 200  # passages that add to an expansion: the rest have next to no share in it
_Arrays = dict[str, npt.NDArray[Any]]
_NOTHING = Weighted(np.empty(0, np.int64), np.empty(0))


@dataclass(frozen=True, slots=True)
class SparseRows:
    """Rows of keys and weights, one after the other; row i is `keys[starts[i]:starts[i + 1]]`."""

    starts: npt.NDArray[np.int64]
    keys: Keys
    weights: npt.NDArray[np.float32]

    @staticmethod
    def of(rows: Sequence[Weighted]) -> SparseRows:
        starts = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)])
        keys = np.concatenate([row.keys for row in rows]) if rows else np.empty(0, np.int64)
        weights = np.concatenate([row.weights for row in rows]) if rows else np.empty(0)
        return SparseRows(starts, keys, weights.astype(np.float32))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, place: int) -> Weighted:
        span = slice(self.starts[place], self.starts[place + 1])
        return Weighted(self.keys[span], self.weights[span].astype(np.float64))

    def and_then(self, other: SparseRows) -> SparseRows:
        """Return these rows and behind them those of `other`."""
        return SparseRows(
            np.concatenate([self.starts, other.starts[1:] + self.starts[-1]]),
            np.concatenate([self.keys, other.keys]),
            np.concatenate([self.weights, other.weights]),
        )

    def newest(self, count: int) -> SparseRows:
        """Return the last `count` rows."""
        first = max(0, len(self) - count)
        begin = self.starts[first]
        return SparseRows(self.starts[first:] - begin, self.keys[begin:], self.weights[begin:])


class Postings:
    """The same rows by key: dot products of all of them with one vector."""

    def __init__(self, rows: SparseRows) -> None:
        self._count = len(rows)
        owner = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
        order = np.argsort(rows.keys, kind="stable")
        self._owner, self._weights = owner[order], rows.weights[order].astype(np.float64)
        self._keys, self._starts = np.unique(rows.keys[order], return_index=True)
        self._ends = np.append(self._starts[1:], len(order))

    def dot(self, vector: Weighted) -> Floats:
        """Return the dot product of every row with `vector`, shape (rows,)."""
        if not len(self._keys):
            return np.zeros(self._count)
        place = np.searchsorted(self._keys, vector.keys)
        place[place == len(self._keys)] = 0
        known = np.flatnonzero(self._keys[place] == vector.keys)
        spans = [slice(self._starts[i], self._ends[i]) for i in place[known]]
        if not spans:
            return np.zeros(self._count)
        owners = np.concatenate([self._owner[span] for span in spans])
        products = np.concatenate(
            [self._weights[span] * w for span, w in zip(spans, vector.weights[known], strict=True)]
        )
        return np.bincount(owners, weights=products, minlength=self._count).astype(np.float64)


class Translation:
    """Expands a question by terms of the passages that answered similar ones.

    α = (K + I)⁻¹ k(q), K the dot products of the learned questions; the expansion is Σ α_i a_i over the vectors of
    their passages. Rows of both are unit vectors. Source of the closed form: Saunders, Gammerman & Vovk, "Ridge
    Regression Learning Algorithm in Dual Variables", ICML 1998.
    """

    def __init__(self, questions: SparseRows, passages: SparseRows) -> None:
        self.questions = questions.newest(MOST_PAIRS)
        self.passages = passages.newest(MOST_PAIRS)
        self._postings = Postings(self.questions)
        self._keys, self._columns = np.unique(self.passages.keys, return_inverse=True)
        self._inverse = self._solve()

    def __len__(self) -> int:
        return len(self.questions)

    def expand(self, question: Weighted) -> Weighted:
        """Return at most `MOST_TERMS` keys with weights above 0, best 1, for the unit vector of a question."""
        if not len(self):
            return _NOTHING
        alike = self._postings.dot(question)
        if not alike.any():
            return _NOTHING
        alpha = self._inverse @ alike.astype(np.float32)
        rows = np.argpartition(-np.abs(alpha), min(_MOST_ROWS, len(alpha) - 1))[:_MOST_ROWS]
        starts, counts = self.passages.starts[rows], np.diff(self.passages.starts)[rows]
        places = np.arange(counts.sum()) + np.repeat(starts - np.cumsum(counts) + counts, counts)
        weights = self.passages.weights[places] * np.repeat(alpha[rows], counts)
        summed = np.bincount(self._columns[places], weights=weights, minlength=len(self._keys)).astype(np.float64)
        best = np.argpartition(-summed, min(MOST_TERMS, len(summed) - 1))[:MOST_TERMS]
        best = np.sort(best[summed[best] > 0])
        return Weighted(self._keys[best], summed[best]) if len(best) else _NOTHING

    def and_then(self, newer: Translation) -> Translation:
        """Return the translation learned from these pairs and then from those of `newer`."""
        if not len(self) or not len(newer):
            return newer if len(newer) else self
        return Translation(self.questions.and_then(newer.questions), self.passages.and_then(newer.passages))

    def arrays(self) -> _Arrays:
        """Return what `from_arrays` takes."""
        named = (("questions", self.questions), ("passages", self.passages))
        return {f"{name}_{part}": getattr(rows, part) for name, rows in named for part in SparseRows.__slots__}

    @staticmethod
    def from_arrays(arrays: _Arrays) -> Translation:
        """Return the translation that `arrays` describes."""
        rows = [SparseRows(*(arrays[f"{name}_{part}"] for part in SparseRows.__slots__))
                for name in ("questions", "passages")]  # fmt: skip
        return Translation(*rows)

    def _solve(self) -> npt.NDArray[np.float32]:
        kernel = np.array([self._postings.dot(self.questions.row(i)) for i in range(len(self))], dtype=np.float64)
        kernel = kernel.reshape(len(self), len(self))
        return np.linalg.inv(kernel + np.eye(len(self))).astype(np.float32)


NO_TRANSLATION = Translation(SparseRows.of([]), SparseRows.of([]))
