"""The bag-of-tokens encoder that `table_tuning` trains: its rows, its weights, and how they move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.index.static_table import Floats, StaticTable

Ids = npt.NDArray[np.int64]
TokenIds = Mapping[str, Ids]

ROW_LENGTH = 0.8
"""Length of a row whose token weighs as much as its weight says; rows and weights then move at like speed."""
_DECAYS, _TINY = (0.9, 0.999), 1e-8


@dataclass(frozen=True, slots=True)
class Encoded:
    """Unit vectors of some texts, and what is needed to move the rows that made them."""

    vectors: Floats
    lengths: Floats
    bags: Any  # scipy CSR matrix of ones, shape (texts, distinct tokens of the batch)
    tokens: Ids
    of_questions: bool


class _Adam:
    """Adam that moves and remembers only the rows it is given (as torch.optim.SparseAdam)."""

    def __init__(self, values: Floats) -> None:
        self.values = values
        self._mean, self._square = np.zeros_like(values), np.zeros_like(values)
        self._steps = 0

    def move(self, rows: Ids, slope: Floats, rate: float) -> None:
        self._steps += 1
        first, second = _DECAYS
        mean = first * self._mean[rows] + (1 - first) * slope
        square = second * self._square[rows] + (1 - second) * slope * slope
        self._mean[rows], self._square[rows] = mean, square
        size = rate * np.sqrt(1 - second**self._steps) / (1 - first**self._steps)
        self.values[rows] -= size * mean / (np.sqrt(square) + _TINY)


class BagEncoder:
    """Rows, float32, shape (vocabulary, dimension), and a positive weight of each token per side (softplus).

    Row 0 is the unknown token; callers leave it out of their texts.
    """

    def __init__(self, rows: Floats, question_weights: Floats, passage_weights: Floats) -> None:
        self._rows = _Adam(np.array(rows, dtype=np.float32))
        self._weights = {
            True: _Adam(_before_softplus(question_weights)),
            False: _Adam(_before_softplus(passage_weights)),
        }

    @classmethod
    def from_table(cls, table: StaticTable) -> BagEncoder:
        """Split each row of `table` into a row of length 0.8 and the weights that make up for it."""
        rows = table.passage_rows()
        lengths = np.linalg.norm(rows, axis=1)
        directions = rows / np.maximum(lengths, 1e-9)[:, None] * ROW_LENGTH
        weights = lengths / ROW_LENGTH
        return cls(directions, weights * table.question_factors(), weights)

    def encode(self, texts: Sequence[Ids], *, of_questions: bool) -> Encoded:
        """Return the unit vectors of `texts`, each given as its distinct token numbers, none empty."""
        from scipy import sparse  # a third of a second, and serving never trains

        lengths = [len(ids) for ids in texts]
        tokens, columns = np.unique(np.concatenate(texts), return_inverse=True)
        places = np.concatenate([[0], np.cumsum(lengths)])
        ones = np.ones(len(columns), dtype=np.float32)
        bags = sparse.csr_matrix((ones, columns, places), shape=(len(texts), len(tokens)))
        sums = bags @ (_softplus(self._weights[of_questions].values[tokens])[:, None] * self._rows.values[tokens])
        norms = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        return Encoded(sums / norms, norms, bags, tokens, of_questions)

    def move(self, slopes: Sequence[tuple[Encoded, Floats]], rate: float, *, separate_weights: bool) -> None:
        """Move rows and weights against `slopes`, the slope of the loss at each vector of each encoding."""
        tokens = np.unique(np.concatenate([encoded.tokens for encoded, _ in slopes]))
        row_slope = np.zeros((len(tokens), self._rows.values.shape[1]), dtype=np.float32)
        weight_slopes = []
        for encoded, slope in slopes:
            radial = (slope * encoded.vectors).sum(axis=1, keepdims=True)
            per_token = encoded.bags.T @ ((slope - radial * encoded.vectors) / encoded.lengths)
            raw = self._weights[encoded.of_questions].values[encoded.tokens]
            row_slope[np.searchsorted(tokens, encoded.tokens)] += _softplus(raw)[:, None] * per_token
            along = (per_token * self._rows.values[encoded.tokens]).sum(axis=1)
            weight_slopes.append((encoded, along / (1 + np.exp(-raw))))
        self._rows.move(tokens, row_slope, rate)
        self._move_weights(weight_slopes, rate, separate=separate_weights)

    def baked(self) -> tuple[Floats, Floats]:
        """Return weight × row for passages, and by how much each row counts more in a question."""
        asked, read = (_softplus(self._weights[side].values) for side in (True, False))
        rows: Floats = read[:, None] * self._rows.values
        return rows, (asked / np.maximum(read, 1e-9)).astype(np.float32)

    def _move_weights(self, slopes: Sequence[tuple[Encoded, Floats]], rate: float, *, separate: bool) -> None:
        for encoded, slope in slopes:
            for side in (encoded.of_questions,) if separate else (True, False):
                self._weights[side].move(encoded.tokens, slope, rate)


def _softplus(values: Floats) -> Floats:
    return np.logaddexp(0, values).astype(np.float32)


def _before_softplus(weights: Floats) -> Floats:
    return np.log(np.expm1(np.maximum(weights, 1e-3))).astype(np.float32)
