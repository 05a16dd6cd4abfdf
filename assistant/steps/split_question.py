"""SplitQuestion: a question that asks several things is answered part by part."""

from __future__ import annotations

from dataclasses import replace

from assistant.compound import parts_of
from assistant.types import Answer, Draft, Fork
from core.text import to_simplified
from knowledge.naming import named_clause


class SplitQuestion:
    """Forks on compound questions; each part then looks for its own evidence and is answered or named as missing.

    A question that names a clause asks for that clause, whatever else it says.
    """

    name = "split_question"

    def run(self, draft: Draft) -> Draft | Answer | Fork:
        text = to_simplified(draft.text)
        parts = () if named_clause(text) else parts_of(text)
        if not parts:
            return draft
        drafts = tuple(
            replace(draft, text=part.question, notes=draft.notes | {"part": place})
            for place, part in enumerate(parts, start=1)
        )
        return Fork(parts=drafts, labels=tuple(part.label for part in parts), whole=draft)
