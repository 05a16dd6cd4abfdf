"""RouteIntent: questions that are not to be answered from knowledge get their fixed reply here."""

from __future__ import annotations

import re

from assistant.answers import Answers
from assistant.types import Answer, Draft
from assistant.wording import intents
from core.text import to_simplified

_TITLE = re.compile(r"《[^《》]+》")


class RouteIntent:
    """Tries the intents of `lexicons/intents.json` in order on what was really typed, not on the rewritten text.

    Titles of documents are left out: who asks about 《保守国家秘密法》 asks for no secret.
    """

    name = "route_intent"

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def run(self, draft: Draft) -> Draft | Answer:
        text = _TITLE.sub("《》", to_simplified(draft.question.text).strip())
        for intent, pattern in intents().items():
            if pattern.search(text):
                return self._answers.for_intent(intent, draft.question.text)
        return draft
