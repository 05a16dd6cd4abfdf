"""RerankPassages: order candidates by explainable features; one passage per FAQ entry stays."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.evidence import SAME_QUESTION, is_quoted
from assistant.lexicon import Cue, covering_note, cues_of
from assistant.matters import are_opposite, asks_otherwise
from assistant.official_terms import in_official_terms
from assistant.sections import is_of_another_section
from assistant.types import Answer, Draft
from core.text import to_simplified
from knowledge.search import HybridSearch
from knowledge.types import EntryKind, Passage, SearchHit

# Weights beside an eighth of the log odds that search gave; chosen on the sample base and the policy documents, where a
# twelfth to a fifth did nearly the same (docs/evaluation.md).
_LOG_ODDS = 1 / 8
_LEAST = 1e-6  # no hit is less, or more nearly certain
_WEIGHTS = {
    "coverage": 0.6,
    "text_coverage": 0.5,
    "title_coverage": 0.2,
    "cue": 0.4,
    "cosine": 0.4,
    "named": 6.0,
    "quoted": 6.0,
}
_CONTEXT_BONUS = 0.4
_COVERING_NOTE_HANDICAP = 0.8  # "现印发给你们，请认真执行" repeats every word of the title and says nothing
_ARTICLE_HANDICAP = 0.25  # news and explanations yield to the document they speak about (DOMAIN §2.1)
_ASKED_SECTION_BONUS = (2.0, 1.0)  # for being it, and for a title about nothing else
_SECTION_BONUS = 0.6  # the section of a service guide that the question asks for
_OTHER_SECTION_HANDICAP = 0.3
_OTHER_ITEM_HANDICAP = 0.8  # all service guides have the same sections: one with another title is no answer
_OTHER_ITEM_COVERAGE = 0.15
_ASKS_OTHERWISE = 0.5  # of the likeness is left to a phrasing that asks for something else, or about the other side
_FAQ_OTHER_HANDICAP = 1.0
_FAQ_HANDICAP = 0.45  # phrasings resemble questions more than clauses do, whatever they ask about


class RerankPassages:
    """Adds weighted coverage and cues to what search gave, and a bonus to entries that the last turn cited.

    The feature "probability" is what search gave; "cue" is the share of what the question asks for (an amount, a
    place …) that the passage has; "faq_similarity" says of an FAQ how alike question and phrasing are, 0..1.
    """

    name = "rerank_passages"

    def __init__(self, search: HybridSearch) -> None:
        self._search = search

    def run(self, draft: Draft) -> Draft | Answer:
        context = set(draft.notes.get("context_entry_ids", ()))
        simplified = to_simplified(draft.text)
        cues = cues_of(simplified)
        fits = draft.asked.fits(hit.passage for hit in draft.hits) if draft.asked is not None else {}
        hits = [
            replace(hit, features=hit.features | self._features(draft, simplified, hit, cues, fits))
            for hit in draft.hits
        ]
        scored = [replace(hit, score=_score(hit, context)) for hit in hits]
        ordered = sorted(scored, key=lambda hit: (-hit.score, hit.passage.id))
        return replace(draft, hits=tuple(_one_per_faq(ordered)))

    def _features(
        self, draft: Draft, simplified: str, hit: SearchHit, cues: Sequence[Cue], fits: Mapping[str, float]
    ) -> dict[str, float]:
        features = {"cue": _cue_share(hit.passage, cues), "probability": hit.score}
        if hit.passage.id in fits:
            features["asked_section"] = fits[hit.passage.id]
        if is_of_another_section(simplified, hit.passage, fits_no_cue=bool(cues) and not features["cue"]):
            features["other_section"] = 1.0
        if is_quoted(simplified, hit.passage):
            features["quoted"] = 1.0
        if hit.passage.kind is EntryKind.FAQ:
            phrasing = hit.passage.context or hit.passage.title
            official = in_official_terms(phrasing, self._search.is_commoner)
            likeness = max(self._search.likeness(draft.text, each) for each in {phrasing, official})
            told = f"{hit.passage.title} {official}"
            apart = asks_otherwise(simplified, official) or are_opposite(simplified, told)
            features["faq_similarity"] = likeness * _ASKS_OTHERWISE if apart else likeness
        return features


def _score(hit: SearchHit, context: set[str]) -> float:
    weighted = sum(weight * hit.features.get(name, 0.0) for name, weight in _WEIGHTS.items())
    bonus = _CONTEXT_BONUS if hit.passage.entry_id in context else 0.0
    fit = hit.features.get("asked_section", 0.0)
    if fit:
        least, most = _ASKED_SECTION_BONUS
        bonus += least + most * fit
    return _from_search(hit.score) + weighted + bonus + _kind_adjustment(hit)


def _from_search(probability: float) -> float:
    """Return the weighed log odds, counted from those of what is least likely."""
    certain = min(max(probability, _LEAST), 1 - _LEAST)
    return _LOG_ODDS * (math.log(certain / (1 - certain)) - math.log(_LEAST))


def _kind_adjustment(hit: SearchHit) -> float:
    if covering_note().search(hit.passage.text):
        return -_COVERING_NOTE_HANDICAP
    if hit.passage.kind is EntryKind.FAQ:
        return -_FAQ_HANDICAP if hit.features["faq_similarity"] >= SAME_QUESTION else -_FAQ_OTHER_HANDICAP
    if hit.passage.kind is EntryKind.ARTICLE:
        return -_ARTICLE_HANDICAP
    if hit.passage.kind is not EntryKind.SERVICE_ITEM:
        return 0.0
    if hit.features.get("title_coverage", 0.0) < _OTHER_ITEM_COVERAGE:
        return -_OTHER_ITEM_HANDICAP
    if hit.features.get("other_section"):
        return -_OTHER_SECTION_HANDICAP
    return _SECTION_BONUS if hit.features["cue"] else 0.0


def _cue_share(passage: Passage, cues: Sequence[Cue]) -> float:
    """A service guide has a section for each thing one may ask; elsewhere the words of the passage must do."""
    if passage.kind is EntryKind.SERVICE_ITEM:
        matched = sum(bool(cue.section.search(passage.clause_label)) for cue in cues)
    else:
        matched = sum(bool(cue.sentence.search(passage.text)) for cue in cues)
    return matched / len(cues) if cues else 0.0


def _one_per_faq(hits: list[SearchHit]) -> list[SearchHit]:
    """Phrasings of one FAQ are separate passages of one answer: keep the best."""
    seen: set[str] = set()
    kept = []
    for hit in hits:
        if hit.passage.kind is EntryKind.FAQ:
            if hit.passage.entry_id in seen:
                continue
            seen.add(hit.passage.entry_id)
        kept.append(hit)
    return kept
