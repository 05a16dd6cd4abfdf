"""A passage's tokens as bytes, kept beside it in the lexical index, and many of them as arrays for one question.

What ranking needs to know of a candidate is read from here: no text is cut, and no row of the database is read, for a
passage that will not be shown.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from knowledge.index.segment import Streams

FIELDS = ("title", "context", "text")
_HEAD = struct.Struct("<I3H3HHH")
_MOST = 0xFFFF

Words = npt.NDArray[np.uint32]
Codes = npt.NDArray[np.uint16]
Counts = npt.NDArray[np.int32]


@lru_cache(maxsize=65_536)
def word_number(word: str) -> int:
    """Return the 32-bit number of a word; two words of one passage share one about once in 10⁷ passages."""
    return zlib.crc32(word.encode())


def pack(
    fields: tuple[Streams, Streams, Streams], *, instrument: int, clause_id: str, vector: npt.NDArray[np.float32]
) -> bytes:
    """Return the bytes of one passage: its words and codes by field (`FIELDS`), its clause, its vector as int8.

    `instrument` is the number of the instrument's title. A vector loses about .2 % of its length; an empty one (all
    zeros) stays so.
    """
    words = [np.array([word_number(w) for w in part.words.split()][:_MOST], dtype="<u4") for part in fields]
    codes = [part.codes[:_MOST].encode("utf-16-le", "replace") for part in fields]
    clause = clause_id.encode()
    peak = float(np.abs(vector).max(initial=0.0))
    small = np.rint(vector * (127 / peak)).astype(np.int8) if peak else np.zeros(len(vector), np.int8)
    head = _HEAD.pack(instrument, *map(len, words), *(len(c) // 2 for c in codes), len(clause), len(small))
    return b"".join((head, *(w.tobytes() for w in words), *codes, clause, small.tobytes()))


def lengths(packed: bytes) -> tuple[int, ...]:
    """Return the number of words in title, context and text, then the number of codes in each."""
    return _HEAD.unpack_from(packed)[1:7]


@dataclass(frozen=True, slots=True)
class TokenTable:
    """The tokens of n passages side by side.

    `words` and `codes` follow each other passage by passage, field by field; `word_counts` and `code_counts` have
    shape (n, 3) and say how many belong to each. `vectors` are unit rows of shape (n, dimension), float32.
    """

    words: Words
    codes: Codes
    word_counts: Counts
    code_counts: Counts
    instruments: Words
    clause_ids: tuple[str, ...]
    vectors: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.clause_ids)


def unpack(packed: Sequence[bytes]) -> TokenTable:
    """Return the tokens of passages as `pack` wrote them, in order."""
    heads = [_HEAD.unpack_from(raw) for raw in packed]
    words, codes, vectors = [], [], []
    clauses = []
    for raw, head in zip(packed, heads, strict=True):
        start = _HEAD.size
        middle = start + 4 * sum(head[1:4])
        end = middle + 2 * sum(head[4:7])
        words.append(raw[start:middle])
        codes.append(raw[middle:end])
        clauses.append(raw[end : end + head[7]].decode())
        vectors.append(raw[end + head[7] : end + head[7] + head[8]])
    counts = np.array([head[1:7] for head in heads], dtype=np.int32).reshape(-1, 6)
    return TokenTable(
        words=np.frombuffer(b"".join(words), dtype="<u4"),
        codes=np.frombuffer(b"".join(codes), dtype="<u2"),
        word_counts=counts[:, :3],
        code_counts=counts[:, 3:],
        instruments=np.array([head[0] for head in heads], dtype=np.uint32),
        clause_ids=tuple(clauses),
        vectors=_unit(np.frombuffer(b"".join(vectors), dtype=np.int8).reshape(len(packed), -1)),
    )


def _unit(rows: npt.NDArray[np.int8]) -> npt.NDArray[np.float32]:
    wide = rows.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", wide, wide))
    unit: npt.NDArray[np.float32] = wide / np.maximum(lengths, 1e-9)[:, None]
    return unit
