"""What search is measured against, in the same run: BM25 over characters of whole rows, nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.text import normalise_for_search
from eval.datasets import CorpusRow
from eval.runs import Ranked

_K1, _B = 1.2, 0.75
_NOT_WORD = re.compile(r"[\W_]+")
_SHIFT = 21  # code points need 21 bits, so a pair fits 42

Terms = npt.NDArray[np.int64]


def character_terms(text: str) -> Terms:
    """Return single characters and, within punctuation, pairs of neighbours of the normalised text, as numbers."""
    parts = []
    for run in _NOT_WORD.split(normalise_for_search(text)):
        codes = np.frombuffer(run.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
        parts += [codes, (codes[:-1] << _SHIFT) | codes[1:]]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


class CharacterBm25:
    """Okapi BM25, k1 1.2 and b 0.75, over character 1- and 2-grams of title and text of whole rows.

    Source: Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; the inverse document
    frequency is ln(1 + (n − df + .5) / (df + .5)), which is never negative.
    """

    def __init__(self, corpus: Sequence[CorpusRow]) -> None:
        self._ids = [row.id for row in corpus]
        terms = [character_terms(f"{row.title}\n{row.text}") for row in corpus]
        lengths = np.array([len(row) for row in terms], dtype=np.float64)
        self._vocabulary, numbered = np.unique(np.concatenate(terms), return_inverse=True)
        documents = np.repeat(np.arange(len(corpus)), lengths.astype(np.int64))
        keys, counts = np.unique(numbered * len(corpus) + documents, return_counts=True)
        self._documents = (keys % len(corpus)).astype(np.int32)
        term_of = keys // len(corpus)
        self._starts = np.searchsorted(term_of, np.arange(len(self._vocabulary) + 1))
        frequency = np.diff(self._starts)
        idf = np.log1p((len(corpus) - frequency + 0.5) / (frequency + 0.5))
        damping = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()), 1.0))
        self._weights = (idf[term_of] * counts * (_K1 + 1) / (counts + damping[self._documents])).astype(np.float32)

    def search(self, text: str, *, limit: int) -> list[Ranked]:
        """Return at most `limit` rows with a score above 0, best first, ties in corpus order."""
        scores = np.zeros(len(self._ids), dtype=np.float32)
        for term in np.unique(character_terms(text)):
            place = int(np.searchsorted(self._vocabulary, term))
            if place < len(self._vocabulary) and self._vocabulary[place] == term:
                span = slice(self._starts[place], self._starts[place + 1])
                scores[self._documents[span]] += self._weights[span]
        best = np.argsort(-scores, kind="stable")[:limit]
        return [Ranked(self._ids[i], float(scores[i])) for i in best if scores[i] > 0]
