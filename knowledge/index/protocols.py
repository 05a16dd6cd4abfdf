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
    """An id and its score; what the score means is said by who returns it. `packed` are bytes kept with it, if any."""

    id: str
    score: float
    packed: bytes = b""


@dataclass(frozen=True, slots=True)
class LexicalRecord:
    """What the lexical index keeps of a passage, or of a whole version.

    `groups` are what a search can be kept within (its entry, its clause and those around it), `instrument` what
    passages are counted by, `packed` bytes that are handed back with the passage (`knowledge.index.tokens`).
    """

    id: str
    streams: Streams
    groups: tuple[str, ...] = ()
    instrument: str = ""
    packed: bytes = b""


@dataclass(frozen=True, slots=True)
class Term:
    """A token of one stream and how much it weighs in a search."""

    stream: str
    token: str
    weight: float = 1.0


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """Identity of the model: changes whenever its vectors would."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one float32 unit row per passage, in order; an empty or unknown text gives zeros."""

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """As `embed`, for what people ask: a model may weigh or mark questions otherwise than passages."""


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

    def find(self, terms: Sequence[Term], *, limit: int, groups: Sequence[str] = ()) -> list[Hit]:
        """As `search`, with terms of one's own, each score times its weight; only within `groups` if any are given.

        Within groups, records that hold none of the terms follow with score 0: they were confirmed, or stand in a
        document that fits as a whole.
        """

    def packed(self, ids: Sequence[str]) -> dict[str, bytes]:
        """Return the bytes kept with those of `ids` that are stored."""

    def rarities(self, stream: str, tokens: Sequence[str]) -> npt.NDArray[np.float64]:
        """Return ln(1 + (N − n + .5) / (n + .5)) of each token of a stream, n of N passages holding it."""

    def sizes(self, instruments: Sequence[str]) -> dict[str, int]:
        """Return how many passages each instrument has, about: replaced ones count until segments merge."""

    def mean_lengths(self) -> npt.NDArray[np.float64]:
        """Return the mean number of tokens by field of all passages ever stored: words in row 0, codes in row 1."""

    def count(self) -> int: ...

    def idf(self, words: Iterable[str]) -> dict[str, float]:
        """Return ln(1 + (N − n + .5) / (n + .5)) of each word, n of N passages holding it; unseen words weigh most."""
