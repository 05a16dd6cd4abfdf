"""KeepRegion: a question about another place is not answered from the documents of this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Answers
from assistant.regions import comes_here, holds_for, places_asked, without_kind
from assistant.steps.require_evidence import related_entries
from assistant.types import Answer, Draft
from core.text import to_simplified


class KeepRegion:
    """Drops what does not hold in the place that a question names; says so when nothing else is left."""

    name = "keep_region"

    def __init__(self, answers: Answers, *, zone_name: str) -> None:
        self._answers = answers
        self._zone_name = zone_name

    def run(self, draft: Draft) -> Draft | Answer:
        asked = places_asked(to_simplified(draft.text))
        if not asked or not draft.hits or self._is_about_home(to_simplified(draft.as_said), asked):
            return draft
        kept = tuple(hit for hit in draft.hits if holds_for(hit.passage, asked))
        if kept:
            return replace(draft, hits=kept, notes=draft.notes | {"places_asked": list(asked)})
        return self._answers.other_region(draft.question.text, asked[0], related_entries(draft.hits))

    def _is_about_home(self, said: str, asked: Sequence[str]) -> bool:
        own = without_kind(self._zone_name)
        return own in said or comes_here(said) or any(place in self._zone_name for place in asked)
