"""DropStaleAnswers: a curated answer that rests on what is not in force is no answer of the day asked about."""

from __future__ import annotations

from dataclasses import replace

from assistant.citing import Citer
from assistant.evidence import SAME_QUESTION
from assistant.types import Answer, Draft
from knowledge.types import EntryKind, SearchHit


class DropStaleAnswers:
    """Drops curated answers whose basis is not in force on the day.

    Left in, they would make sure of a question that nothing in force answers, and hide that the document is over. Only
    those that ask the same are looked at, for none else is given as an answer; where a coming document is near the
    question, all, for any may seem the better one.
    """

    name = "drop_stale_answers"

    def __init__(self, citer: Citer) -> None:
        self._citer = citer

    def run(self, draft: Draft) -> Draft | Answer:
        known: dict[str, bool] = {}
        kept = tuple(hit for hit in draft.hits if not self._is_stale(hit, draft, known))
        return draft if len(kept) == len(draft.hits) else replace(draft, hits=kept)

    def _is_stale(self, hit: SearchHit, draft: Draft, known: dict[str, bool]) -> bool:
        passage = hit.passage
        if passage.kind is not EntryKind.FAQ:
            return False
        if not draft.future and hit.features.get("faq_similarity", 0.0) < SAME_QUESTION:
            return False
        if passage.entry_id not in known:
            bases = self._citer.bases_of(passage, draft.question.as_of)
            known[passage.entry_id] = any(basis.is_over for basis in bases)
        return known[passage.entry_id]
