"""What a question asks with: its distinct terms by stream and how rare each is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.index.protocols import LexicalIndex
from knowledge.index.segment import BREAK, Streams
from knowledge.index.tokens import word_number

Floats = npt.NDArray[np.float64]
Keys = npt.NDArray[np.int64]
PAIR = 1 << 32
"""Added to the number of a pair, so that words and pairs share one space of keys."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """Distinct ascending keys and a weight for each."""

    keys: Keys
    weights: Floats

    @staticmethod
    def of(keys: npt.NDArray[np.integer], weights: npt.NDArray[np.floating]) -> Weighted:
        """Sort `keys`; of equal ones the first weight counts."""
        distinct, places = np.unique(keys.astype(np.int64), return_index=True)
        return Weighted(distinct, weights[places].astype(np.float64))

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class QuestionTerms:
    """Distinct terms of a question with their rarity (idf); `asking` says which words ask but have no subject."""

    words: Weighted
    characters: Weighted
    pairs: Weighted
    asking: npt.NDArray[np.bool_]
    length: int  # tokens of the character stream, counted as they come


def question_terms(
    streams: Streams, lexical: LexicalIndex, asking_words: frozenset[str] = frozenset()
) -> QuestionTerms:
    """Return the terms of a question, weighed by the passages of `lexical`."""
    words = list(dict.fromkeys(streams.words.split()))
    tokens = streams.characters.split()
    codes = streams.codes.replace(BREAK, "")
    by_code = dict(zip(codes, tokens, strict=True))
    pairs = list(dict.fromkeys(streams.pairs.split()))
    weighed = Weighted.of(np.array([word_number(w) for w in words], np.int64), lexical.rarities("words", words))
    asking = {word_number(word) for word in words if word in asking_words}
    return QuestionTerms(
        words=weighed,
        characters=Weighted.of(
            np.array([ord(code) for code in by_code], np.int64), lexical.rarities("characters", list(by_code.values()))
        ),
        pairs=Weighted.of(np.array([pair_number(p) for p in pairs], np.int64), lexical.rarities("pairs", pairs)),
        asking=np.array([key in asking for key in weighed.keys.tolist()], dtype=np.bool_),
        length=len(tokens),
    )


def pair_number(pair: str) -> int:
    """Return the number of two Han characters: the first in the upper 16 bits."""
    return ord(pair[0]) << 16 | ord(pair[1])
