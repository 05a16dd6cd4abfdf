"""SayOfficially: the question in the terms of documents, which is what search, evidence and quoting compare."""

from __future__ import annotations

from assistant.official_terms import in_official_terms
from assistant.types import Answer, Draft
from core.text import to_simplified
from knowledge.search import HybridSearch


class SayOfficially:
    """ "公司搬走了，奖励要不要退回去" becomes "公司迁出，奖励退回". What the asker typed stays in the question."""

    name = "say_officially"

    def __init__(self, search: HybridSearch) -> None:
        self._search = search

    def run(self, draft: Draft) -> Draft | Answer:
        plain = to_simplified(draft.text)
        text = in_official_terms(plain, self._search.is_commoner)
        return draft if text == plain else draft.looked_for_as(text, "said_officially")
