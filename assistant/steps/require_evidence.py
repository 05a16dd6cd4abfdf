"""RequireEvidence: go on only when the passages are likely to hold the answer; otherwise say so honestly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Answers
from assistant.evidence import EvidenceModel
from assistant.types import Answer, Draft, Outcome, RelatedEntry
from knowledge.search import HybridSearch, SearchQuery
from knowledge.types import Passage, SearchHit

_RELATED = 3
_BEYOND_DOUBT = 0.85
_FITS_FAR_BETTER = 0.25


class RequireEvidence:
    """Abstains below the calibrated threshold, naming an expired or a coming document when that is all there is.

    A question that names what an expired document is about is not answered from something near, either: while the
    evidence in force is not beyond doubt, an expired document whose title fits far better wins.
    """

    name = "require_evidence"

    def __init__(self, model: EvidenceModel, search: HybridSearch, answers: Answers) -> None:
        self._model = model
        self._search = search
        self._answers = answers

    def run(self, draft: Draft) -> Draft | Answer:
        confidence = self._confidence(draft, draft.hits)
        if confidence < self._model.threshold:
            return replace(self._abstain(draft), confidence=confidence)
        if confidence < _BEYOND_DOUBT:
            expired = self._only_expired(draft, at_least=_title_coverage(draft.hits) + _FITS_FAR_BETTER)
            if expired is not None:
                return replace(expired, confidence=confidence)
        return replace(draft, confidence=confidence, notes=draft.notes | {"confidence": round(confidence, 3)})

    def _confidence(self, draft: Draft, hits: Sequence[SearchHit]) -> float:
        return self._model.confidence(draft.text, hits, self._search)

    def _abstain(self, draft: Draft) -> Answer:
        asked, related = draft.question.text, related_entries(draft.hits)
        if self._confidence(draft, draft.future) >= self._model.threshold:
            title = draft.future[0].passage.title
            days = [h.passage.first_day for h in draft.future if h.passage.title == title and h.passage.first_day]
            if days:
                return self._answers.only_future(asked, title, min(days), related)
        nothing = self._answers.no_evidence(asked, related, reason="no_evidence", misses=_misses_in_a_row(draft))
        return self._only_expired(draft) or nothing

    def _only_expired(self, draft: Draft, *, at_least: float = 0.0) -> Answer | None:
        """Say that only an expired document fits, if one does whose title covers `at_least` of the question."""
        if draft.question.is_about_the_past:
            return None
        query = SearchQuery(
            text=draft.text,
            as_of=draft.question.as_of,
            region_code=draft.question.region_code,
            past=True,
            only_in_force=False,
            limit=10,
            explain=True,
        )
        found = {hit.passage.entry_id for hit in draft.hits}
        # A text that has a successor in force is not all there is.
        over = [hit for hit in self._search.search(query) if _is_over(hit, draft) and _successor(hit) not in found]
        if _title_coverage(over) < at_least or self._confidence(draft, over) < self._model.threshold:
            return None
        passage = over[0].passage
        last_day = passage.in_force_until or draft.question.as_of
        return self._answers.only_expired(draft.question.text, passage.title, last_day, [_related(passage)])


def related_entries(hits: tuple[SearchHit, ...]) -> list[RelatedEntry]:
    """Return the nearest published entries, each once, best first."""
    nearest: dict[str, RelatedEntry] = {}
    for hit in hits:
        nearest.setdefault(hit.passage.entry_id, _related(hit.passage))
    return list(nearest.values())[:_RELATED]


def _title_coverage(hits: Sequence[SearchHit]) -> float:
    return hits[0].features.get("title_coverage", 0.0) if hits else 0.0


def _related(passage: Passage) -> RelatedEntry:
    return RelatedEntry(passage.entry_id, passage.version, passage.title, passage.clause_label, passage.clause_id)


def _successor(hit: SearchHit) -> str | None:
    return hit.passage.superseded_by


def _is_over(hit: SearchHit, draft: Draft) -> bool:
    last = hit.passage.in_force_until
    return last is not None and last < draft.question.as_of


def _misses_in_a_row(draft: Draft) -> int:
    count = 0
    for turn in reversed(draft.turns):
        if turn.outcome is not Outcome.ABSTAINED:
            break
        count += 1
    return count
