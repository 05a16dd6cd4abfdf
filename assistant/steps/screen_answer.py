"""ScreenAnswer: last look. Adds suggestions and the document to open, and hands the answer out."""

from __future__ import annotations

from dataclasses import replace

from assistant.evidence import SAME_QUESTION
from assistant.types import Action, Answer, Draft, NextAction
from core.messages import message
from knowledge.types import EntryKind

_SUGGESTIONS = 3


class ScreenAnswer:
    """Suggests curated questions found near this one, and puts opening the first source before the other actions."""

    name = "screen_answer"

    def run(self, draft: Draft) -> Draft | Answer:
        answer = draft.composed
        if answer is None:
            raise AssertionError("ComposeAnswer must run before ScreenAnswer")
        first = answer.citations[0]
        open_document = NextAction(Action.OPEN_DOCUMENT, message("action.open_document"), {"url": first.url})
        return replace(
            answer, suggestions=_suggestions(draft, answer), next_actions=(open_document, *answer.next_actions)
        )


def _suggestions(draft: Draft, answer: Answer) -> tuple[str, ...]:
    cited = {citation.document_id for citation in answer.citations}
    near = (
        hit.passage.title
        for hit in draft.hits
        if hit.passage.kind is EntryKind.FAQ
        and hit.passage.entry_id not in cited
        and hit.features.get("faq_similarity", 0.0) < SAME_QUESTION
    )
    asked = draft.question.text.strip()
    return tuple(title for title in dict.fromkeys(near) if title != asked)[:_SUGGESTIONS]
