"""RetrievePassages: find candidates, whether in force or not; the next step says which count."""

from __future__ import annotations

from dataclasses import replace

from assistant.types import Answer, Draft
from knowledge.search import HybridSearch, SearchQuery


class RetrievePassages:
    """Searches the live index, and the archive too when the question is about another day."""

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
            limit=self._limit,
            explain=True,
        )
        hits = self._search.search(query)
        return replace(draft, hits=tuple(hits), notes=draft.notes | {"retrieved": [hit.passage.id for hit in hits]})
