"""How sure we may be that the best passages answer: a calibrated probability over explainable features."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from knowledge.search import HybridSearch
from knowledge.types import SearchHit

SAME_QUESTION = 0.55
"""Likeness of a question and an FAQ's phrasing from which they ask the same thing (likeness: knowledge/search.py)."""

FEATURES = (
    "coverage",
    "text_coverage",
    "rarest_missing",
    "cosine",
    "cue",
    "soft_coverage",
    "soft_text_coverage",
    "bm25_per_weight",
    "gap",
    "same_document",
    "log_length",
)
_COPIED = ("coverage", "text_coverage", "rarest_missing", "cosine", "cue", "bm25_per_weight")


def features_of(question: str, hits: Sequence[SearchHit], search: HybridSearch) -> dict[str, float]:
    """Return the features of a ranking; all are 0..1 but the last two named here.

    Those of its best hit; "gap", of its score to the sixth; "same_document", the share of the next five that come
    from the same document; raw BM25 over the question's idf weight, which does not grow with the base; the logarithm
    of the question's length.
    """
    if not hits:
        return dict.fromkeys(FEATURES, 0.0)
    best, following = hits[0], hits[1:6]
    sixth = hits[min(5, len(hits) - 1)]
    values = {name: best.features.get(name, 0.0) for name in _COPIED}
    values |= search.soft_coverage(question, best.passage)
    values["gap"] = (best.score - sixth.score) / best.score if best.score > 0 else 0.0
    values["same_document"] = sum(hit.passage.entry_id == best.passage.entry_id for hit in following) / 5
    values["log_length"] = math.log1p(len(question))
    return values


@dataclass(frozen=True, slots=True)
class EvidenceModel:
    """Logistic model: confidence = σ(bias + Σ weight × feature). `threshold` comes from a risk–coverage curve."""

    weights: dict[str, float]
    bias: float
    threshold: float

    def confidence(self, question: str, hits: Sequence[SearchHit], search: HybridSearch) -> float:
        """Return the probability, 0..1, that the best passage holds the answer.

        A curated question asked in other words needs no further evidence: its likeness is the least confidence. Nor
        does a clause that the question names.
        """
        if not hits:
            return 0.0
        if hits[0].features.get("named"):
            return 1.0
        likeness = hits[0].features.get("faq_similarity", 0.0)
        values = features_of(question, hits, search)
        fitted = 1 / (1 + math.exp(-(self.bias + sum(w * values[name] for name, w in self.weights.items()))))
        return max(fitted, likeness if likeness >= SAME_QUESTION else 0.0)


def load_evidence_model(threshold: float | None = None) -> EvidenceModel:
    """Return the shipped model; `threshold` replaces the calibrated one."""
    raw = json.loads((resources.files("assistant") / "data" / "evidence.json").read_text(encoding="utf-8"))
    return EvidenceModel(raw["weights"], raw["bias"], raw["threshold"] if threshold is None else threshold)
