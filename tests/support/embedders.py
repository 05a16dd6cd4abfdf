"""An embedder without a model: hashed character pairs, so that like texts are near and nothing is loaded."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from core.text import normalise_for_search
from knowledge.index.protocols import Vectors


class HashingEmbedder:
    """An `Embedder` over hashed character pairs; deterministic on every machine."""

    def __init__(self, dimension: int = 64) -> None:
        self._dimension = dimension

    @property
    def name(self) -> str:
        return f"hashing-{self._dimension}"

    @property
    def dimension(self) -> int:
        return self._dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for a, b in pairwise(normalise_for_search(text)):
                row[zlib.crc32((a + b).encode()) % self._dimension] += 1
            length = float(np.linalg.norm(row))
            if length:
                row /= length
        return rows

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return self.embed(texts)
