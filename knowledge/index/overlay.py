"""What it takes to try a change on an index without touching it: linked lexical files, vectors laid over others."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from knowledge.errors import IndexStateError
from knowledge.index.protocols import Hit, VectorIndex, Vectors

_LEXICAL = ("lexical-*", "documents-*")
_SEGMENTS = "meta.json"
_TRIES = 5


class OverlaidVectors:
    """A `VectorIndex` over another one: what is written stays here and hides what the other holds under the same id.

    Meant for the passages of a few versions: they are compared one by one, exactly.
    """

    def __init__(self, base: VectorIndex) -> None:
        self._base = base
        self._own: dict[str, Vectors] = {}
        self._hidden: set[str] = set()

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        self._hidden.update(ids)
        for key, vector in zip(ids, vectors, strict=True):
            self._own.pop(key, None)
            if vector.any():
                self._own[key] = vector

    def delete(self, ids: Iterable[str]) -> None:
        gone = set(ids)
        self._hidden |= gone
        for key in gone:
            self._own.pop(key, None)

    def search(self, vector: Vectors, *, limit: int) -> list[Hit]:
        if limit < 1 or not vector.any():
            return []
        below = self._base.search(vector, limit=limit + len(self._hidden))
        hits = [hit for hit in below if hit.id not in self._hidden] + self._near(vector)
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:limit]

    def similarities(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        found = self._base.similarities(vector, [key for key in ids if key not in self._hidden])
        wanted = set(ids)
        return found | {hit.id: hit.score for hit in self._near(vector) if hit.id in wanted}

    def count(self) -> int:
        """Return how many there are at most: what is hidden below still counts."""
        return self._base.count() + len(self._own)

    def _near(self, vector: Vectors) -> list[Hit]:
        if not self._own or not vector.any():
            return []
        scores = np.stack(list(self._own.values())) @ vector.ravel()
        return [Hit(key, float(score)) for key, score in zip(self._own, scores, strict=True)]


def link_lexical(source: Path, target: Path) -> None:
    """Make `target` hold the lexical indexes of `source`. What is written to them later changes `source` in nothing.

    Segments never change once they are written, so they are linked where the disk can; what says which of them count
    is copied first. A merge under way may take a segment away meanwhile: then it is done again.
    """
    for folder in (found for pattern in _LEXICAL for found in sorted(source.glob(pattern))):
        _link_folder(folder, target / folder.name)


def _link_folder(folder: Path, copy: Path) -> None:
    for _ in range(_TRIES):
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        before = (folder / _SEGMENTS).read_bytes()
        try:
            for file in folder.glob("*.json"):
                shutil.copyfile(file, copy / file.name)
            for file in folder.iterdir():
                if file.suffix not in (".json", ".lock", ".tmp") and not file.name.startswith(".tmp"):
                    _link(file, copy / file.name)
        except FileNotFoundError:
            continue
        if (folder / _SEGMENTS).read_bytes() == before:
            return
    raise IndexStateError(f"The lexical index in '{folder.name}' changes too fast to be copied. Try again in a minute.")


def _link(file: Path, copy: Path) -> None:
    try:
        os.link(file, copy)
    except FileNotFoundError:
        raise
    except OSError:  # a disk without links
        shutil.copyfile(file, copy)
