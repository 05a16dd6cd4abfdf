"""Asking as any enterprise, with other settings than those in force; nothing of it is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.explaining import DROPPED
from assistant.service import Assistant
from assistant.types import AskRequest, Outcome, Reply
from core.clock import Clock
from core.settings import AssistantSettings
from knowledge.search import Barrier, HybridSearch, SearchQuery
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
    """Where a clause stands among all that a question finds, from 1; None when it is not among the first 200.

    `barrier` says why it may not be shown at all; None with it says that no index took it for a candidate.
    """

    rank: int | None
    hit: SearchHit | None
    barrier: Barrier | None = None


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
        return RankedClause(None, None, search.barrier(query, entry_id, clause_id))


def standing_of(ranked: RankedClause, reply: Reply) -> tuple[str, str | None]:
    """Return what became of a clause in an answer, and the step that dropped it where one did.

    "cited", "dropped" (by a step), "not_enough" (the answer abstained: its evidence was below the threshold), "spare"
    (others were quoted), "not_candidate", or the value of a `Barrier`.
    """
    if ranked.hit is None:
        return ("not_candidate" if ranked.barrier is None else ranked.barrier.value), None
    wanted = ranked.hit.passage
    at = (wanted.entry_id, wanted.version)
    quoted = [c for c in reply.answer.citations if (c.document_id, c.version) == at]
    if any(citation.start < wanted.end and wanted.start < citation.end for citation in quoted):
        return "cited", None
    for trace in reply.answer.trace:
        if wanted.id in trace.notes.get(DROPPED, ()):
            return "dropped", trace.step
    return ("not_enough" if reply.answer.outcome is Outcome.ABSTAINED else "spare"), None
