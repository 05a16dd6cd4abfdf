"""RouteIntent: questions that are not to be answered from knowledge get their fixed reply here."""

from __future__ import annotations

from assistant.answers import Answers
from assistant.lexicon import intents
from assistant.types import Answer, Draft
from core.text import to_simplified


class RouteIntent:
    """Tries the intents of `lexicons/intents.json` in order on what was really typed, not on the rewritten text."""

    name = "route_intent"

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def run(self, draft: Draft) -> Draft | Answer:
        text = to_simplified(draft.question.text).strip()
        for intent, pattern in intents().items():
            if pattern.search(text):
                return self._answers.for_intent(intent, draft.question.text)
        return draft
