"""What search needs of an embedder, a vector index and a lexical index; each has more than one implementation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.index.segment import Streams

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hit:
    """An id and its score; what the score means is said by who returns it."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class LexicalRecord:
    """What the lexical index keeps of a passage, or of a whole version."""

    id: str
    streams: Streams


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """Identity of the model: changes whenever its vectors would."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one float32 unit row per text, in order; an empty or unknown text gives zeros."""


class VectorIndex(Protocol):
    """Nearest neighbours by cosine. Unknown ids are ignored by `delete` and missing from `similarities`."""

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Insert or replace; all-zero rows are left out, since they are near nothing."""

    def delete(self, ids: Iterable[str]) -> None: ...

    def search(self, vector: Vectors, *, limit: int) -> list[Hit]:
        """Return at most `limit` hits, best first, ties by id. Score: cosine, −1..1.

        Validity is not asked here: callers over-fetch and join with the database.
        """

    def similarities(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        """Return the exact cosine of `vector` with those of `ids` that are stored."""

    def count(self) -> int: ...


class LexicalIndex(Protocol):
    """BM25 over pre-segmented text. Writes are seen by searches after `commit`."""

    def upsert(self, records: Sequence[LexicalRecord]) -> None: ...

    def delete(self, ids: Iterable[str]) -> None: ...

    def commit(self) -> None: ...

    def search(self, text: str, *, limit: int) -> list[Hit]:
        """Return at most `limit` hits, best first, ties by id. Score: BM25 summed over streams, above 0."""

    def count(self) -> int: ...

    def idf(self, words: Iterable[str]) -> dict[str, float]:
        """Return ln(1 + (N − n + .5) / (n + .5)) of each word, n of N passages holding it; unseen words weigh most."""
