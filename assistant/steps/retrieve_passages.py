"""RetrievePassages: find candidates, whether in force or not; the next step says which count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.sections import AskedSection
from assistant.types import Answer, Draft
from core.text import to_simplified
from knowledge.search import HybridSearch, SearchQuery
from knowledge.types import SearchHit

_DOCUMENTS_LOOKED_INTO = 4
_WIDER_FOR_THE_PAST = 5  # most of what is found is not in force on the day asked about


class RetrievePassages:
    """Searches the live index, and the archive too when the question is about another day.

    A clause that the question names is looked up, and found even when its words say nothing about its number; so is the
    section it asks for of a document whose title it names.
    """

    name = "retrieve_passages"

    def __init__(self, search: HybridSearch, *, limit: int = 30) -> None:
        self._search = search
        self._limit = limit

    def run(self, draft: Draft) -> Draft | Answer:
        query = SearchQuery(
            text=draft.text,
            as_of=draft.question.as_of,
            region_code=draft.question.region_code,
            past=draft.question.is_about_the_past,
            only_in_force=False,
            limit=self._limit * (_WIDER_FOR_THE_PAST if draft.question.is_about_the_past else 1),
            explain=True,
        )
        hits = merged(self._search.named(query), self._search.search(query))
        text = to_simplified(draft.text)
        readings = AskedSection.readings(text, self._search.question_weights)
        asked = next((each for each in readings if any(each.means(hit.passage) for hit in hits)), None)
        if asked is not None:
            hits += self._sections(query, asked, hits)
        return replace(
            draft, asked=asked, hits=tuple(hits), notes=draft.notes | {"retrieved": [hit.passage.id for hit in hits]}
        )

    def _sections(self, query: SearchQuery, asked: AskedSection, hits: Sequence[SearchHit]) -> list[SearchHit]:
        """Return the section asked for of the documents that the question names, where search did not find it."""
        named = dict.fromkeys(hit.passage.entry_id for hit in hits if asked.means(hit.passage))
        known = {hit.passage.id for hit in hits}
        found = self._search.of_entries(query, [*named][:_DOCUMENTS_LOOKED_INTO])
        return [hit for hit in found if hit.passage.id not in known and asked.fit(hit.passage)]


def merged(named: Sequence[SearchHit], found: Sequence[SearchHit]) -> list[SearchHit]:
    """Return what was named before what was only found; a passage that was both has the features of both."""
    by_id = {hit.passage.id: hit for hit in found}
    first = [
        replace(by_id[hit.passage.id], features=by_id[hit.passage.id].features | hit.features)
        if hit.passage.id in by_id
        else hit
        for hit in named
    ]
    ids = {hit.passage.id for hit in first}
    return [*first, *(hit for hit in found if hit.passage.id not in ids)]
