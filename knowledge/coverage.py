"""How much of a question a passage speaks about: explainable features over words and their rarity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from knowledge.index.protocols import Embedder, LexicalIndex
from knowledge.index.segment import Segmenter
from knowledge.types import Passage, SearchHit


class CoverageFeatures:
    """Adds word-coverage features to hits. Words that carry no subject (asking words) are left out of the question."""

    def __init__(self, segmenter: Segmenter, lexical: LexicalIndex, asking_words: frozenset[str]) -> None:
        self._segmenter = segmenter
        self._lexical = lexical
        self._asking_words = asking_words

    def add(self, question: str, hits: Sequence[SearchHit]) -> list[SearchHit]:
        """Return `hits` in order, each with these features, all 0..1 but the last:

        "coverage": share of the question's idf weight found in title, heading path and text; "text_coverage": in
        the passage's own text; "title_coverage": in the title; "rarest_missing": idf of the rarest question word
        missing everywhere, as a share of the rarest word of all; "bm25_per_weight": raw BM25 over the idf weight.
        """
        weights = self.weights(question)
        return [replace(hit, features=hit.features | self._features(weights, hit)) for hit in hits]

    def soft(self, question: str, passage: Passage, embedder: Embedder) -> dict[str, float]:
        """Return how near the passage's words come to the question's, so that 搬 counts for 迁移.

        "soft_coverage" reads title, heading path and text, "soft_text_coverage" the text alone: the idf-weighted mean
        over question words of the best cosine with any word there, 0..1. Embeds every word once.
        """
        weights = self.weights(question)
        own, _, everywhere = self._token_sets(passage)
        if not weights or not everywhere:
            return {"soft_coverage": 0.0, "soft_text_coverage": 0.0}
        places = sorted(everywhere)
        similar = embedder.embed(list(weights)) @ embedder.embed(places).T
        in_text = np.array([place in own for place in places])
        idf = np.array(list(weights.values()))
        near, near_text = similar.max(axis=1), np.where(in_text, similar, 0.0).max(axis=1)
        return {
            "soft_coverage": float(np.clip(near, 0, 1) @ idf / idf.sum()),
            "soft_text_coverage": float(np.clip(near_text, 0, 1) @ idf / idf.sum()),
        }

    def weights(self, question: str) -> dict[str, float]:
        """Return the idf weight of each word of the question that carries a subject."""
        words = [w for w in dict.fromkeys(self._segmenter.words(question)) if w not in self._asking_words]
        return self._lexical.idf(words)

    def _features(self, weights: dict[str, float], hit: SearchHit) -> dict[str, float]:
        total, rarest = sum(weights.values()), max(weights.values(), default=0.0)
        own, title, everywhere = self._token_sets(hit.passage)
        missing = [weight for word, weight in weights.items() if word not in everywhere]
        return {
            "coverage": _share(weights, everywhere, total),
            "text_coverage": _share(weights, own, total),
            "title_coverage": _share(weights, title, total),
            "rarest_missing": max(missing, default=0.0) / rarest if rarest else 0.0,
            "bm25_per_weight": hit.features.get("bm25", 0.0) / total if total else 0.0,
        }

    def _token_sets(self, passage: Passage) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        cut = self._segmenter.distinct_words
        own, title = cut(passage.text), cut(passage.title)
        return own, title, own | title | cut(passage.context)


def _share(weights: dict[str, float], tokens: frozenset[str], total: float) -> float:
    return sum(weight for word, weight in weights.items() if word in tokens) / total if total else 0.0
