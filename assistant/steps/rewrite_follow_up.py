"""RewriteFollowUp: make a question that leans on an earlier turn stand alone, by rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.follow_up import standing_question
from assistant.types import CHOSEN, Answer, Draft
from core.text import to_simplified
from knowledge.search import HybridSearch, SearchQuery

_LOOKED_AT = 30
_NAMES = 0.6  # share of the words that a title has to hold to be named by them
_SPEAKS_OF_ALL = 0.99


class RewriteFollowUp:
    """ "那小微企业呢？" after "大型企业稳岗补贴比例是多少？" becomes "小微企业稳岗补贴比例是多少".

    What names another matter of the base is a change of topic and stays as it is. Notes the entries cited by the turn
    it leans on under `context_entry_ids`, which ranking prefers.
    """

    name = "rewrite_follow_up"

    def __init__(self, search: HybridSearch | None = None) -> None:
        self._search = search

    def run(self, draft: Draft) -> Draft | Answer:
        if not draft.turns:
            return draft

        def names_another(words: str, entry_ids: Sequence[str]) -> bool:
            return self._names_another(words, entry_ids, draft)

        standing = standing_question(to_simplified(draft.text), draft.turns, names_another)
        if standing.turn is None:
            return draft if standing.text == to_simplified(draft.text) else replace(draft, text=standing.text)
        notes: dict[str, object] = {"leans_on": standing.turn.rewritten, "context_entry_ids": list(standing.entry_ids)}
        if standing.choice is not None and standing.choice.slot == "matter" and standing.choice.entry_id:
            notes[CHOSEN] = standing.choice.entry_id
        if standing.turn.as_of is not None:
            notes["context_as_of"] = standing.turn.as_of.isoformat()
        return replace(draft, text=standing.text, notes=draft.notes | notes)

    def _names_another(self, words: str, entry_ids: Sequence[str], draft: Draft) -> bool:
        """Say whether a title of the base holds these words while the entries of the last turn do not speak of them."""
        if self._search is None:
            return False
        query = SearchQuery(
            text=words,
            as_of=draft.question.as_of,
            region_code=draft.question.region_code,
            limit=_LOOKED_AT,
            explain=True,
        )
        hits = self._search.search(query)
        known = set(entry_ids)
        if any(h.passage.entry_id in known and h.features.get("coverage", 0.0) >= _SPEAKS_OF_ALL for h in hits):
            return False
        return any(h.passage.entry_id not in known and h.features.get("title_coverage", 0.0) >= _NAMES for h in hits)
