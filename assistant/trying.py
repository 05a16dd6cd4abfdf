"""Asking as any enterprise, with other settings than those in force; nothing of it is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.service import Assistant
from assistant.types import AskRequest, Reply
from core.clock import Clock
from core.settings import AssistantSettings
from knowledge.search import HybridSearch, SearchQuery
from knowledge.types import SearchHit

_DEEPEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedSettings:
    """Settings to try; None leaves one as it is in force. See docs/settings.md for what each means."""

    evidence_threshold: float | None = None
    max_citations: int | None = None
    candidates: int | None = None


@dataclass(frozen=True, slots=True)
class RankedClause:
    """Where a clause stands among all that a question finds, from 1; None when it is not among the first 200."""

    rank: int | None
    hit: SearchHit | None


class Trier:
    """Answers with other settings, by an assistant made for each question; a chat model is never asked."""

    def __init__(
        self,
        make: Callable[[AssistantSettings, HybridSearch], Assistant],
        settings: AssistantSettings,
        search: HybridSearch,
        clock: Clock,
    ) -> None:
        self._make = make
        self._settings = settings
        self._search = search
        self._clock = clock

    def ask(self, request: AskRequest, tried: TriedSettings) -> Reply:
        """Return the answer under the tried settings."""
        changed = {
            name: value
            for name in ("evidence_threshold", "max_citations")
            if (value := getattr(tried, name)) is not None
        }
        search = self._search if tried.candidates is None else self._search.taking(tried.candidates)
        return self._make(self._settings.model_copy(update=changed), search).ask(request)

    def rank(self, request: AskRequest, entry_id: str, clause_id: str, tried: TriedSettings) -> RankedClause:
        """Return where a clause, or the best of a document, stands for a question before anything drops it."""
        search = self._search if tried.candidates is None else self._search.taking(tried.candidates)
        as_of = request.as_of or self._clock.today()
        query = SearchQuery(text=request.text, as_of=as_of, region_code=request.region_code, limit=_DEEPEST)
        for rank, hit in enumerate(search.search(query), start=1):
            inside = f"{hit.passage.clause_id}.".startswith(f"{clause_id}.") if clause_id else True
            if hit.passage.entry_id == entry_id and inside:
                return RankedClause(rank, hit)
        return RankedClause(None, None)
