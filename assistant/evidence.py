"""How sure we may be that the best passages answer: a calibrated probability over explainable features."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from assistant.quoting.quoter import Found
from assistant.quoting.scorer import UnitScorer
from assistant.regions import places_asked, without_kind
from core.text import fold_for_comparison, to_simplified
from knowledge.search import HybridSearch
from knowledge.types import Passage, SearchHit

SAME_QUESTION = 0.55
"""Likeness of a question and an FAQ's phrasing from which they ask the same thing (likeness: knowledge/search.py)."""

_TITLE_SAYS_IT = 0.4
_IS_ASKED_SECTION = 0.9
_OF_ANOTHER_SECTION = 0.5  # of the confidence is left: where it is done does not say what it costs

FEATURES = (
    "quote_value",
    "quote_gap",
    "quote_agrees",
    "quote_answers_type",
    "coverage",
    "text_coverage",
    "title_coverage",
    "rarest_missing",
    "named_missing",
    "place_missing",
    "pair_coverage",
    "window_coverage",
    "probability",
    "cosine",
    "cue",
    "soft_coverage",
    "same_document",
    "log_length",
)
FALLING = frozenset({"rarest_missing", "named_missing", "place_missing", "log_length"})
"""Features that speak against an answer; every other one may only speak for it."""

_COPIED = (
    *("coverage", "text_coverage", "title_coverage", "rarest_missing", "pair_coverage", "window_coverage"),
    *("probability", "cosine", "cue"),
)
_TITLES = re.compile(r"《([^《》]{4,})》")
_CODES = re.compile(r"[A-Za-z]+-?\d[A-Za-z0-9-]*|\d{5,}")
_QUOTED_WORDS = re.compile(r"“([^“”]{4,})”")
_NAMED = re.compile(r"《([^《》]+)》|“([^“”]+)”|(\d+(?:\.\d+)?)|([A-Za-z][A-Za-z0-9+-]+)")


def features_of(
    question: str, hits: Sequence[SearchHit], quotes: Sequence[Found], search: HybridSearch
) -> dict[str, float]:
    """Return the features of a ranking and of what would be quoted from it; 0..1 each but "log_length".

    "probability" is what search gave the best hit. "quote_value": expected F1 of the best stretch with the answer;
    "quote_gap": by which share it exceeds the best one of another document; "quote_agrees": the best stretch comes
    from the document of the best hit; "quote_answers_type": share of the asked types of answer that it states.
    "named_missing" and "place_missing": share of the titles, terms in quotation marks, numbers and Latin names, and of
    the places, which the question names and the best passage, its title and path do not. "same_document": share of
    the next five hits from the best one's document; the others are those of the best hit.
    """
    if not hits:
        return dict.fromkeys(FEATURES, 0.0)
    best, following = hits[0], hits[1:6]
    values = {name: best.features.get(name, 0.0) for name in _COPIED}
    values |= _quote_features(best, quotes)
    values |= _missing(to_simplified(question), best)
    values["soft_coverage"] = search.soft_coverage(question, best.passage)["soft_coverage"]
    values["same_document"] = sum(hit.passage.entry_id == best.passage.entry_id for hit in following) / 5
    values["log_length"] = math.log1p(len(question))
    return values


def _quote_features(best: SearchHit, quotes: Sequence[Found]) -> dict[str, float]:
    if not quotes:
        return dict.fromkeys(("quote_value", "quote_gap", "quote_agrees", "quote_answers_type"), 0.0)
    first, passage = quotes[0], quotes[0].hit.passage
    other = max((each.value for each in quotes if each.hit.passage.entry_id != passage.entry_id), default=0.0)
    return {
        "quote_value": first.value,
        "quote_gap": (first.value - other) / first.value if first.value > 0 else 0.0,
        "quote_agrees": float(passage.entry_id == best.passage.entry_id),
        "quote_answers_type": first.answers_type,
    }


def _missing(question: str, best: SearchHit) -> dict[str, float]:
    """Return which share of what the question names does not stand where the best passage does."""
    there = _told_by(best.passage)
    named = [fold_for_comparison("".join(found)) for found in _NAMED.findall(question)]
    places = [fold_for_comparison(without_kind(place)) for place in places_asked(question)]
    return {"named_missing": _absent(named, there), "place_missing": _absent(places, there)}


def is_quoted(question: str, passage: Passage) -> bool:
    """Say whether the question gives the title of a passage in brackets and words of it in quotation marks."""
    titles, words = _TITLES.findall(question), _QUOTED_WORDS.findall(question)
    if not titles or not words:
        return False  # nearly every question: nothing is folded for it
    title, text = fold_for_comparison(passage.title), fold_for_comparison(passage.text)
    return any(fold_for_comparison(each) in title for each in titles) and all(
        fold_for_comparison(each) in text for each in words
    )


def of_the_code_named(question: str, hits: Sequence[SearchHit]) -> list[SearchHit]:
    """Return the hits that hold every code the question names, such as "QX171"; all of them where the best holds none.

    What differs from the right document in nothing but its number is the likeliest to be quoted in its place.
    """
    codes = {fold_for_comparison(code) for code in _CODES.findall(question)}
    if not codes or not hits:
        return list(hits)
    holding = [hit for hit in hits if _absent([*codes], _told_by(hit.passage)) == 0]
    return holding if hits[0] in holding else list(hits)


def _told_by(passage: Passage) -> str:
    return fold_for_comparison(" ".join((passage.title, passage.context, passage.text, *passage.issuing_bodies)))


def _absent(wanted: Sequence[str], there: str) -> float:
    return sum(each not in there for each in wanted) / len(wanted) if wanted else 0.0


@dataclass(frozen=True, slots=True)
class EvidenceModel:
    """Logistic model: confidence = σ(bias + Σ weight × feature). `threshold` comes from a risk–coverage curve."""

    weights: dict[str, float]
    bias: float
    threshold: float

    def confidence(
        self, question: str, hits: Sequence[SearchHit], quotes: Sequence[Found], search: HybridSearch
    ) -> float:
        """Return the probability, 0..1, that the best passage holds the answer.

        A curated question asked in other words needs no further evidence: its likeness is the least confidence. Nor
        does a clause that the question names, or whose words it quotes with the title they stand under; nor the very
        section asked for of a document whose title says what the question is about and little else.
        """
        if not hits:
            return 0.0
        if hits[0].features.get("named") or hits[0].features.get("quoted"):
            return 1.0
        if hits[0].features.get("asked_section", 0.0) >= _TITLE_SAYS_IT:
            return _IS_ASKED_SECTION
        likeness = hits[0].features.get("faq_similarity", 0.0)
        values = features_of(question, hits, quotes, search)
        fitted = 1 / (1 + math.exp(-(self.bias + sum(w * values[name] for name, w in self.weights.items()))))
        if hits[0].features.get("other_section"):
            fitted *= _OF_ANOTHER_SECTION
        return max(fitted, likeness if likeness >= SAME_QUESTION else 0.0)


@dataclass(frozen=True, slots=True)
class FittedModels:
    """What answers were fitted with: what to quote, and when to answer. Evaluation brings those of a fold."""

    scorer: UnitScorer
    evidence: EvidenceModel


def load_evidence_model(threshold: float | None = None) -> EvidenceModel:
    """Return the shipped model; `threshold` replaces the calibrated one."""
    return read_evidence_model(
        (resources.files("assistant") / "data" / "evidence.json").read_text(encoding="utf-8"), threshold
    )


def read_evidence_model(text: str, threshold: float | None = None) -> EvidenceModel:
    """Read what `training/calibrate_evidence.py` wrote."""
    raw = json.loads(text)
    return EvidenceModel(raw["weights"], raw["bias"], raw["threshold"] if threshold is None else threshold)
