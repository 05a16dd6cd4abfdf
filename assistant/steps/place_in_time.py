"""PlaceInTime: the day that a question is about, read from its words and, where they leave it open, from the base."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from assistant.days import AskedTime, is_about_today, time_asked_about, without_previous, without_time
from assistant.follow_up import asking_words_of
from assistant.matters import matter_name
from assistant.types import Answer, Draft
from core.clock import Clock
from core.text import to_simplified
from knowledge.search import HybridSearch, SearchQuery
from knowledge.types import EntryKind, SearchHit

_LOOKED_AT = 200  # what is in force now crowds the top
_TITLED_ALIKE = 0.8
_LEADING = 3
_SPEAKS_OF_IT = 0.5  # share of the question that a passage has to speak about for its dates to count


@dataclass(frozen=True, slots=True)
class _Placed:
    """A day, and the question without the words that named it."""

    day: date
    text: str


class PlaceInTime:
    """Sets the day asked about, unless the caller named one.

    Words that leave the day open ("2023年时", "明年", "之前的规定") mean a day on which the best passage found for the
    question holds: an arbitrary day of that year could miss a measure that ended in its summer.
    """

    name = "place_in_time"

    def __init__(self, search: HybridSearch, clock: Clock) -> None:
        self._search = search
        self._clock = clock

    def run(self, draft: Draft) -> Draft | Answer:
        today = self._clock.today()
        placed = self._placed(draft, today) if draft.question.as_of == today else None
        if placed is not None:
            question = replace(draft.question, as_of=placed.day, is_about_the_past=placed.day < today)
            notes = draft.notes | {"as_of": placed.day.isoformat()}
            draft = replace(draft, question=question, text=placed.text, notes=notes)
        # An answer about another day begins with a sentence that says so, which is written last.
        return draft if draft.question.as_of == today else replace(draft, audience=None)

    def _placed(self, draft: Draft, today: date) -> _Placed | None:
        asked = time_asked_about(draft.text, today)
        if asked is not None:
            return self._in_previous(draft, today) if asked.is_previous else self._in_time(draft, asked, today)
        context = draft.notes.get("context_as_of")
        if not context or is_about_today(draft.text):
            return None
        return _Placed(date.fromisoformat(context), draft.text)

    def _in_time(self, draft: Draft, asked: AskedTime, today: date) -> _Placed:
        return _Placed(self._day(draft, asked, today), without_time(to_simplified(draft.text)))

    def _in_previous(self, draft: Draft, today: date) -> _Placed | None:
        """Return the last day of the text before the one that answers now, asked about by its own name; or that of the
        best text that is over."""
        text = without_previous(to_simplified(draft.text))
        query = SearchQuery(
            text=text,
            as_of=today,
            region_code=draft.question.region_code,
            past=True,
            only_in_force=False,
            limit=_LOOKED_AT,
            explain=True,
        )
        hits = self._search.search(query)
        documents = (hit.passage for hit in hits if hit.passage.kind is EntryKind.POLICY_DOCUMENT)
        current = dict.fromkeys(passage.entry_id for passage in documents if passage.in_force_on(today))
        meant = {*draft.notes.get("context_entry_ids", ()), *list(current)[:_LEADING]}
        ended = [(hit, last) for hit in hits if (last := hit.passage.in_force_until) is not None and last < today]
        for hit, last in ended:
            if hit.passage.superseded_by in meant:
                return _Placed(last, f"{matter_name(hit.passage.title)} {asking_words_of(text)}".strip())
        spoken_of = (last for hit, last in ended if hit.features.get("coverage", 0.0) >= _SPEAKS_OF_IT)
        return next((_Placed(last, text) for last in spoken_of), None)

    def _day(self, draft: Draft, asked: AskedTime, today: date) -> date:
        if asked.first == asked.last:
            return asked.last
        for hit in self._hits(draft, asked, today):
            first, last = hit.passage.first_day or date.max, hit.passage.in_force_until or date.max
            if first <= asked.last and last >= asked.first:
                return max(asked.first, first) if asked.first > today else min(asked.last, last)
        return asked.day(today)

    def _hits(self, draft: Draft, asked: AskedTime, today: date) -> list[SearchHit]:
        query = SearchQuery(
            text=without_time(to_simplified(draft.text)),
            as_of=asked.day(today),
            region_code=draft.question.region_code,
            past=asked.first <= today,
            only_in_force=False,
            limit=_LOOKED_AT,
            explain=True,
        )
        hits = [hit for hit in self._search.search(query) if hit.features.get("coverage", 0.0) >= _SPEAKS_OF_IT]
        titled = max((hit.features.get("title_coverage", 0.0) for hit in hits), default=0.0)
        return [hit for hit in hits if hit.features.get("title_coverage", 0.0) >= _TITLED_ALIKE * titled]
