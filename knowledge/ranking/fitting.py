"""From question → passage pairs to a translation: unit vectors of questions and of the texts that answered them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.index.protocols import LexicalIndex
from knowledge.index.segment import Segmenter, Streams
from knowledge.index.tokens import word_number
from knowledge.ranking.matching import K1, B
from knowledge.ranking.terms import PAIR, QuestionTerms, Weighted, pair_number
from knowledge.ranking.translation import SparseRows, Translation

_MOST_TOKENS = 2_000  # of a passage and of a stream: what a long document says first is what it is about


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question and the text that answered it, title and heading path in front."""

    question: str
    text: str


def fit_translation(pairs: Sequence[AnsweredQuestion], segmenter: Segmenter, lexical: LexicalIndex) -> Translation:
    """Return the translation that `pairs` teach, oldest first; terms are as rare as they are in `lexical`."""
    rarity = _Rarity(lexical)
    questions = [unit(rarity.idf(_terms(segmenter.streams(pair.question)))) for pair in pairs]
    texts: dict[str, Weighted] = {}
    for pair in pairs:
        if pair.text not in texts:
            texts[pair.text] = _passage_vector(segmenter.streams(pair.text), rarity)
    return Translation(SparseRows.of(questions), SparseRows.of([texts[pair.text] for pair in pairs]))


def question_vector(terms: QuestionTerms) -> Weighted:
    """Return the unit vector of a question: words and pairs, each half of it, weighed by rarity."""
    keys = np.concatenate([terms.words.keys, terms.pairs.keys + PAIR])
    halves = [_normalised(terms.words.weights), _normalised(terms.pairs.weights)]
    return Weighted(keys, _normalised(np.concatenate(halves)))


def unit(parts: tuple[Weighted, Weighted]) -> Weighted:
    """Return words and pairs as one unit vector, each half of it."""
    words, pairs = parts
    keys = np.concatenate([words.keys, pairs.keys])
    return Weighted(keys, _normalised(np.concatenate([_normalised(words.weights), _normalised(pairs.weights)])))


class _Rarity:
    """Looks terms up in an index once each."""

    def __init__(self, lexical: LexicalIndex) -> None:
        self._lexical = lexical
        self._known: dict[tuple[str, str], float] = {}

    def of(self, stream: str, tokens: Sequence[str]) -> list[float]:
        missing = [token for token in tokens if (stream, token) not in self._known]
        found = self._lexical.rarities(stream, missing).tolist()
        self._known.update(zip(((stream, token) for token in missing), found, strict=True))
        return [self._known[stream, token] for token in tokens]

    def idf(self, tokens: tuple[Sequence[str], Sequence[str]]) -> tuple[Weighted, Weighted]:
        """Return words and pairs with their rarity."""
        return tuple(  # type: ignore[return-value]
            Weighted.of(np.array([number(t) for t in some], np.int64), np.array(self.of(stream, some)))
            for (stream, number), some in zip(_STREAMS, tokens, strict=True)
        )


def _pair_key(pair: str) -> int:
    return PAIR + pair_number(pair)


_STREAMS: tuple[tuple[str, Callable[[str], int]], ...] = (("words", word_number), ("pairs", _pair_key))


def _terms(streams: Streams) -> tuple[list[str], list[str]]:
    return list(dict.fromkeys(streams.words.split())), list(dict.fromkeys(streams.pairs.split()))


def _passage_vector(streams: Streams, rarity: _Rarity) -> Weighted:
    """Return the unit vector of BM25 weights; the length of the text is left to the unit length."""
    halves = []
    for (stream, number), text in zip(_STREAMS, (streams.words, streams.pairs), strict=True):
        counts = Counter(text.split()[:_MOST_TOKENS])
        frequency = np.array(list(counts.values()), dtype=np.float64)
        weights = np.array(rarity.of(stream, list(counts))) * frequency * (K1 + 1) / (frequency + K1)
        halves.append(Weighted.of(np.array([number(t) for t in counts], np.int64), weights))
    return unit((halves[0], halves[1]))


def _normalised(weights: np.ndarray) -> np.ndarray:
    length = float(np.linalg.norm(weights))
    return weights / length if length else weights


__all__ = ["AnsweredQuestion", "B", "fit_translation", "question_vector", "unit"]
