"""RequireEvidence: go on only when the passages are likely to hold the answer; otherwise say so honestly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Answers
from assistant.clarify import Clarification
from assistant.evidence import EvidenceModel, of_the_code_named
from assistant.lexicon import announcement
from assistant.named_matter import is_about_another, leaves_number_open, speaks_of_all
from assistant.official_terms import in_official_terms
from assistant.quoting.quoter import Found, Quoter
from assistant.spelling import Speller
from assistant.types import Answer, Choice, Draft, Outcome, RelatedEntry
from core.text import has_han, to_simplified
from knowledge.search import HybridSearch, SearchQuery
from knowledge.types import EntryKind, Passage, SearchHit

_RELATED = 3
_BEST = 10
_BEYOND_DOUBT = 0.95
_FITS_FAR_BETTER = 0.25
_CHOSEN = frozenset({"named", "quoted", "asked_section"})  # what the question names leaves no doubt about its matter
_CHOSEN_BY_RANK = frozenset({EntryKind.FAQ, EntryKind.SERVICE_ITEM})  # what leads is the best hit, not the best quote
_OF_ANOTHER_MATTER = 0.4  # of the confidence is left: like words do not make it the thing that was named
_ROW_MEANT = 0.6  # at least, where the question tells one row of a table from the others and names nothing else
_WITHOUT_NUMBER = 0.4  # of it, where nothing but a number is asked for and what would be quoted has none


class RequireEvidence:
    """Abstains below the calibrated threshold, naming an expired or a coming document when that is all there is.

    A question that names what an expired document is about is not answered from something near, either: while the
    evidence in force is not beyond doubt, an expired document whose title fits far better wins.
    """

    name = "require_evidence"

    def __init__(
        self,
        model: EvidenceModel,
        search: HybridSearch,
        quoter: Quoter,
        answers: Answers,
        speller: Speller | None = None,
    ) -> None:
        self._model = model
        self._speller = speller
        self._search = search
        self._quoter = quoter
        self._answers = answers

    def run(self, draft: Draft) -> Draft | Answer:
        quotes = self._quotes(draft, draft.hits)
        confidence = self._confidence(draft, draft.hits, quotes)
        if draft.notes.get("row") and speaks_of_all(to_simplified(draft.text), draft.hits[0].passage, self._official):
            confidence = max(confidence, _ROW_MEANT)
        if _leaves_number_open(draft, quotes):
            confidence *= _WITHOUT_NUMBER
        draft = replace(draft, quotes=tuple([quote for quote in quotes if _tells_something(quote)] or quotes))
        if confidence < self._model.threshold:
            return replace(self._abstain(draft), confidence=confidence)
        far_better = _title_coverage(draft.hits) + _FITS_FAR_BETTER
        coming = None if draft.question.is_about_the_past else self._only_future(draft, at_least=far_better)
        if coming is not None:
            return replace(coming, confidence=confidence)
        if confidence < _BEYOND_DOUBT:
            expired = self._only_expired(draft, at_least=far_better)
            if expired is not None:
                return replace(expired, confidence=confidence)
        return replace(draft, confidence=confidence, notes=draft.notes | {"confidence": round(confidence, 3)})

    def _confidence(self, draft: Draft, hits: Sequence[SearchHit], quotes: Sequence[Found] | None = None) -> float:
        """Return the probability, 0..1, that `hits` hold the answer; `quotes` None: they are looked for first."""
        if not hits:
            return 0.0
        found = self._quotes(draft, hits) if quotes is None else quotes
        confidence = self._model.confidence(draft.text, hits, found, self._search)
        if confidence < self._model.threshold or hits[0].features.keys() & _CHOSEN:
            return confidence
        answering = [hits[0], *(quote.hit for quote in found[:1] if not draft.notes.get("row"))]
        if any(hit.passage.entry_id == draft.chosen_entry_id for hit in answering):
            return confidence  # it was offered by this name, and chosen
        asked = to_simplified(draft.as_said)
        is_another = is_about_another(asked, hits, answering, self._official)
        return confidence * _OF_ANOTHER_MATTER if is_another else confidence

    def _official(self, name: str) -> str:
        return in_official_terms(name, self._search.is_commoner)

    def _quotes(self, draft: Draft, hits: Sequence[SearchHit]) -> list[Found]:
        """Return what would be quoted; curated answers are no text to quote from."""
        documents = [hit for hit in hits if hit.passage.kind is not EntryKind.FAQ]
        meant = of_the_code_named(draft.text, documents)
        return self._quoter.find(draft.text, self._search.question_weights(draft.text), meant)

    def _abstain(self, draft: Draft) -> Answer:
        asked, related = draft.question.text, related_entries(draft.hits)
        coming = self._only_future(draft)
        if coming is not None:
            return coming
        nothing = self._answers.no_evidence(asked, related, reason="no_evidence", misses=_misses_in_a_row(draft))
        return self._only_expired(draft) or self._did_you_mean(draft) or nothing

    def _only_future(self, draft: Draft, *, at_least: float = 0.0) -> Answer | None:
        """Say that only a coming document fits, if one does whose title covers `at_least` of the question."""
        if max(map(_own_title_coverage, draft.future), default=-1.0) < at_least:
            return None
        if self._confidence(draft, draft.future) < self._model.threshold:
            return None
        best = max(draft.future, key=_own_title_coverage)
        days = [h.passage.first_day for h in draft.future if h.passage.title == best.passage.title]
        known = [day for day in days if day is not None]
        related = related_entries(draft.hits)
        asked = draft.question.text
        return self._answers.only_future(asked, best.passage.title, min(known), related) if known else None

    def _did_you_mean(self, draft: Draft) -> Answer | None:
        """Offer the question in words of the base that sound like what was typed; not twice in a row.

        What is typed in characters has to have an answer then: a guess that leads nowhere hides what is near.
        """
        if self._speller is None or (draft.turns and draft.turns[-1].outcome is Outcome.CLARIFY):
            return None
        asked = draft.question.text
        meant = self._speller.suggestion(asked)
        if meant is None or (has_han(asked) and self._confidence_of(meant, draft) < self._model.threshold):
            return None
        choice = Choice("spelling", meant, meant)
        return self._answers.clarify(asked, Clarification("spelling", (choice,)))

    def _confidence_of(self, text: str, draft: Draft) -> float:
        """Return the probability, 0..1, that what is found for another wording of the question answers it."""
        asked = draft.question
        query = SearchQuery(text=text, as_of=asked.as_of, region_code=asked.region_code, limit=_BEST, explain=True)
        hits = [
            replace(hit, features=hit.features | {"probability": hit.score})
            for hit in self._search.search(query)
            if hit.passage.in_force_on(asked.as_of)
        ]
        return self._confidence(replace(draft, text=text, notes={}), hits)

    def _only_expired(self, draft: Draft, *, at_least: float = 0.0) -> Answer | None:
        """Say that only an expired document fits, if one does whose title covers `at_least` of the question."""
        if draft.question.is_about_the_past:
            return None
        found = {hit.passage.entry_id for hit in draft.hits}
        # A text that has a successor in force is not all there is.
        over = [hit for hit in self._over(draft) if hit.passage.superseded_by not in found]
        if _title_coverage(over) < at_least or self._confidence(draft, over) < self._model.threshold:
            return None
        passage = over[0].passage
        last_day = passage.in_force_until or draft.question.as_of
        return self._answers.only_expired(draft.question.text, passage.title, last_day, [_related(passage)])

    def _over(self, draft: Draft) -> list[SearchHit]:
        """Return what had ended before the day asked about and is among the best of all there ever was, best first."""
        query = SearchQuery(
            text=draft.text,
            as_of=draft.question.as_of,
            region_code=draft.question.region_code,
            archive_only=True,
            only_in_force=False,
            limit=_BEST,
            explain=True,
        )
        archived = [hit for hit in self._search.search(query) if hit.passage.ended_before(query.as_of)]
        over = sorted([*draft.over, *archived], key=lambda hit: (-hit.score, hit.passage.id))
        others = [hit.features["probability"] for hit in draft.hits] + [hit.score for hit in draft.future]
        return [hit for place, hit in enumerate(over) if place + sum(p > hit.score for p in others) < _BEST]


def related_entries(hits: tuple[SearchHit, ...]) -> list[RelatedEntry]:
    """Return the nearest published entries, each once, best first."""
    nearest: dict[str, RelatedEntry] = {}
    for hit in hits:
        nearest.setdefault(hit.passage.entry_id, _related(hit.passage))
    return list(nearest.values())[:_RELATED]


def _leaves_number_open(draft: Draft, quotes: Sequence[Found]) -> bool:
    """Say whether a number is asked for that what leads the answer does not tell; not of what the asker chose."""
    if not draft.hits or draft.chosen_entry_id is not None or draft.hits[0].features.keys() & _CHOSEN:
        return False
    best = draft.hits[0]
    leads = draft.notes.get("row") or best.passage.kind in _CHOSEN_BY_RANK or not quotes
    return leaves_number_open(to_simplified(draft.as_said), best.passage if leads else quotes[0].hit.passage)


def _tells_something(quote: Found) -> bool:
    """Say whether a quotation is from no section that was not asked for, and not only announces what follows."""
    passage = quote.hit.passage
    quoted = passage.text[max(quote.start - passage.start, 0) : quote.end - passage.start]
    return not quote.hit.features.get("other_section") and announcement().search(quoted) is None


def _own_title_coverage(hit: SearchHit) -> float:
    return hit.features.get("title_coverage", 0.0)


def _title_coverage(hits: Sequence[SearchHit]) -> float:
    return hits[0].features.get("title_coverage", 0.0) if hits else 0.0


def _related(passage: Passage) -> RelatedEntry:
    return RelatedEntry(passage.entry_id, passage.version, passage.title, passage.clause_label, passage.clause_id)


def _misses_in_a_row(draft: Draft) -> int:
    count = 0
    for turn in reversed(draft.turns):
        if turn.outcome is not Outcome.ABSTAINED:
            break
        count += 1
    return count
