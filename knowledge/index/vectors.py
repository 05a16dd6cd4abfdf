"""The vector index: Chroma, embedded in this process or as a server. It holds ids and vectors, no documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError, NotFoundError

from knowledge.errors import IndexStateError
from knowledge.index.protocols import Hit, Vectors

_BATCH = 1_000  # the measured optimum; Chroma refuses more than 5,461 at once


def open_embedded(folder: Path) -> Any:
    """Return a client that owns `folder`. Two processes on one folder damage it silently: hold the owner lock."""
    folder.mkdir(parents=True, exist_ok=True)
    with _explained(folder.name):
        return chromadb.PersistentClient(path=str(folder), settings=ChromaSettings(anonymized_telemetry=False))


def open_server(url: str) -> Any:
    """Return a client of the Chroma server at `url`."""
    parts = urlsplit(url)
    with _explained(url):
        return chromadb.HttpClient(
            host=parts.hostname or "localhost",
            port=parts.port or 8000,
            ssl=parts.scheme == "https",
            settings=ChromaSettings(anonymized_telemetry=False),
        )


def drop_collections(client: Any, names: Iterable[str]) -> None:
    """Remove collections with all they hold; those that do not exist are ignored."""
    for name in names:
        with _explained(name), suppress(NotFoundError):
            client.delete_collection(name)


class ChromaIndex:
    """A `VectorIndex` over one collection, cosine distance."""

    def __init__(self, client: Any, name: str) -> None:
        self._name = name
        with _explained(name):
            self._collection = client.get_or_create_collection(
                name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        known = [i for i, row in enumerate(vectors) if row.any()]
        if len(known) < len(ids):
            self.delete(set(ids) - {ids[i] for i in known})  # what they held before must not stay
        with _explained(self._name):
            for start in range(0, len(known), _BATCH):
                batch = known[start : start + _BATCH]
                self._collection.upsert(ids=[ids[i] for i in batch], embeddings=vectors[batch])

    def delete(self, ids: Iterable[str]) -> None:
        wanted = list(ids)
        with _explained(self._name):
            for start in range(0, len(wanted), _BATCH):
                self._collection.delete(ids=wanted[start : start + _BATCH])

    def search(self, vector: Vectors, *, limit: int) -> list[Hit]:
        if limit < 1 or not vector.any():
            return []
        with _explained(self._name):
            # Asking for more than there is gives what there is; counting first took longer than the search.
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1), n_results=limit, include=["distances"]
            )
        hits = [Hit(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], found["distances"][0], strict=True)]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))

    def similarities(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        if not ids or not vector.any():
            return {}
        with _explained(self._name):
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        if not found["ids"]:
            return {}
        matrix = np.asarray(found["embeddings"], dtype=np.float32)
        return dict(zip(found["ids"], (matrix @ vector.ravel()).tolist(), strict=True))

    def count(self) -> int:
        with _explained(self._name):
            return int(self._collection.count())


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn whatever Chroma raises into an IndexStateError that says what to do."""
    try:
        yield
    except (ChromaError, ValueError, RuntimeError, OSError) as error:
        raise IndexStateError(
            f"The vector index '{name}' failed ({type(error).__name__}). Check that its folder or server can be "
            "reached, then run `youda reindex`; the database is the truth and nothing is lost."
        ) from error
