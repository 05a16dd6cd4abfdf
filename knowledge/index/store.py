"""One generation of indexes on disk: live and archive, each lexical (passages, whole versions) and dense, and a stamp.

The live index holds what is published; superseded and expired versions move to the archive, which is searched only
when a question is about the past (DESIGN §5.7).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from knowledge.errors import DimensionMismatchError
from knowledge.index.lexical import TantivyIndex
from knowledge.index.protocols import Embedder, LexicalRecord, VectorIndex, Vectors
from knowledge.index.segment import Segmenter, Streams
from knowledge.index.tokens import pack, word_number
from knowledge.index.vectors import ChromaIndex, open_embedded
from knowledge.naming import instrument_of
from knowledge.types import EntryStatus, Passage

_FORMAT = 3
_CURRENT = "CURRENT"
_TRIAL = "trial-"


class Placement(StrEnum):
    """In which index a version belongs."""

    LIVE = "live"
    ARCHIVE = "archive"


def placement_of(status: EntryStatus | None) -> Placement | None:
    """Return where a version in `status` is searchable; None: nowhere, which is also the answer for unknown ones."""
    if status is EntryStatus.PUBLISHED:
        return Placement.LIVE
    if status in (EntryStatus.SUPERSEDED, EntryStatus.EXPIRED):
        return Placement.ARCHIVE
    return None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a generation was built with, and the last outbox row it holds. Written after both indexes committed."""

    sequence: int
    embedder: str
    dimension: int
    segmenter: str
    format: int = _FORMAT

    def fits(self, other: Stamp) -> bool:
        """Say whether `other` was built the same way, whatever its sequence."""
        return replace(self, sequence=0) == replace(other, sequence=0)


def indexed_text(passage: Passage) -> str:
    """Return what is indexed for a passage: its title and heading path in front of its own words."""
    return "\n".join(part for part in (passage.title, passage.context, passage.text) if part)


def document_key(passage_id: str) -> str:
    """Return the id under which the whole version of passage "entry.version.position" is indexed: "entry.version"."""
    return passage_id.rpartition(".")[0]


def groups_of(entry_id: str, clause_id: str) -> tuple[str, ...]:
    """Return the groups of a passage: its entry, its clause and every clause around that."""
    parts = clause_id.split(".") if clause_id else []
    around = (".".join(parts[: depth + 1]) for depth in range(len(parts)))
    return (entry_id, *(f"{entry_id}#{clause}" for clause in around))


def vectors_name(generation: str, placement: Placement) -> str:
    """Return the name of the vector collection of a generation."""
    return f"{generation}-{placement}"


class IndexGeneration:
    """An opened generation. One process owns it; threads may search while one thread writes."""

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        segmenter: Segmenter,
        client: Any | None = None,
        *,
        vectors: Mapping[Placement, VectorIndex] | None = None,
    ) -> None:
        """`vectors` stand in for those of the folder."""
        self.folder = folder
        self.embedder = embedder
        self.segmenter = segmenter
        self._owned_client = open_embedded(folder / "chroma") if client is None and vectors is None else None
        self.lexical = {p: TantivyIndex(folder / f"lexical-{p}", segmenter) for p in Placement}
        self.documents = {p: TantivyIndex(folder / f"documents-{p}", segmenter) for p in Placement}
        chroma = client or self._owned_client
        self.vectors: Mapping[Placement, VectorIndex] = vectors or {
            p: ChromaIndex(chroma, vectors_name(folder.name, p)) for p in Placement
        }
        self.stamp = self._read_stamp()

    def place(self, placement: Placement, passages: Sequence[Passage]) -> None:
        """Put all passages of some versions into one index and out of the other; seen by searches after `finish`."""
        if not passages:
            return
        ids = [p.id for p in passages]
        self.remove(ids, but_not_from=placement)
        vectors = self.embedder.embed([indexed_text(p) for p in passages])
        of_passages, of_documents = self._lexical_records(passages, vectors)
        self.lexical[placement].upsert(of_passages)
        self.documents[placement].upsert(of_documents)
        self.vectors[placement].upsert(ids, vectors)

    def remove(self, ids: Sequence[str], *, but_not_from: Placement | None = None) -> None:
        """Take passages out of the indexes; unknown ids are ignored."""
        for placement in Placement:
            if placement is not but_not_from:
                if self.lexical[placement].count():
                    self.lexical[placement].delete(ids)
                    self.documents[placement].delete(dict.fromkeys(map(document_key, ids)))
                if self.vectors[placement].count():
                    self.vectors[placement].delete(ids)

    def finish(self, sequence: int) -> None:
        """Make all writes visible, then stamp: a crash in between only means that rows are applied again."""
        for index in (*self.lexical.values(), *self.documents.values()):
            index.commit()
        self.stamp = replace(self.stamp, sequence=sequence)
        _write_atomically(self.folder / "stamp.json", json.dumps(asdict(self.stamp)))

    def close(self) -> None:
        for index in (*self.lexical.values(), *self.documents.values()):
            index.close()
        if self._owned_client is not None:
            self._owned_client.close()

    def _lexical_records(
        self, passages: Sequence[Passage], vectors: Vectors
    ) -> tuple[list[LexicalRecord], list[LexicalRecord]]:
        """Return the records of passages and of their whole versions, every piece of text cut into tokens once."""
        cut = lru_cache(maxsize=256)(self.segmenter.streams)  # titles and heading paths come again and again
        of_passages: list[LexicalRecord] = []
        pieces: dict[str, dict[str, Streams]] = {}
        for passage, vector in zip(passages, vectors, strict=True):
            fields = cut(passage.title), cut(passage.context), self.segmenter.streams(passage.text)
            instrument = word_number(instrument_of(passage.title))
            groups = groups_of(passage.entry_id, passage.clause_id)
            packed = pack(fields, instrument=instrument, clause_id=passage.clause_id, vector=vector)
            of_passages.append(LexicalRecord(passage.id, Streams.joined(fields), groups, str(instrument), packed))
            # A title, a heading path and a span that several phrasings share count once in the whole version.
            parts = {passage.title: fields[0], passage.context: fields[1]}
            parts[f"{passage.start}-{passage.end}"] = fields[2]
            pieces.setdefault(document_key(passage.id), {}).update(parts)
        return of_passages, [LexicalRecord(key, Streams.joined(parts.values())) for key, parts in pieces.items()]

    def _read_stamp(self) -> Stamp:
        mine = Stamp(0, self.embedder.name, self.embedder.dimension, self.segmenter.fingerprint)
        try:
            stored = Stamp(**json.loads((self.folder / "stamp.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return mine
        if stored.dimension != mine.dimension:
            raise DimensionMismatchError(self.folder.name, stored.dimension, mine.dimension)
        return stored

    @property
    def is_stale(self) -> bool:
        """Say whether embedder, segmenter or format changed since this generation was built."""
        return not self.stamp.fits(Stamp(0, self.embedder.name, self.embedder.dimension, self.segmenter.fingerprint))


class GenerationFolder:
    """The folder of generations and the pointer to the one in use, swapped by an atomic rename."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def current(self) -> Path | None:
        """Return the folder of the generation in use, None when there is none."""
        try:
            path = self._root / (self._root / _CURRENT).read_text("utf-8").strip()
        except OSError:
            return None
        return path if path.is_dir() else None

    def new(self) -> Path:
        """Return a fresh folder beside the generation in use."""
        numbers = [int(p.name[1:]) for p in self._root.glob("g[0-9]*") if p.name[1:].isdigit()]
        folder = self._root / f"g{max(numbers, default=0) + 1:05d}"
        folder.mkdir(parents=True)
        return folder

    @contextmanager
    def temporary(self) -> Iterator[Path]:
        """Lend a folder beside the generations, on the same disk; it is gone afterwards."""
        with TemporaryDirectory(prefix=_TRIAL, dir=self._root, ignore_cleanup_errors=True) as name:
            yield Path(name)

    def remove_temporary(self) -> None:
        """Delete what a killed process left of them."""
        for folder in self._root.glob(f"{_TRIAL}*"):
            shutil.rmtree(folder, ignore_errors=True)

    def switch_to(self, folder: Path) -> None:
        """Make `folder` the generation in use."""
        _write_atomically(self._root / _CURRENT, folder.name)

    def remove_others(self) -> list[str]:
        """Delete every generation but the one in use, leftovers of a killed rebuild too; return their names."""
        current = self.current()
        others = [folder for folder in sorted(self._root.glob("g[0-9]*")) if folder != current]
        for folder in others:
            shutil.rmtree(folder, ignore_errors=True)
        return [folder.name for folder in others]


def _write_atomically(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
