"""ComposeAnswer: the ladder. The first rung that has something to say answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Answers
from assistant.compose import Composer
from assistant.steps.require_evidence import related_entries
from assistant.types import Answer, Draft


class ComposeAnswer:
    """Tries the composers in order: curated FAQ, the chat model if there is one, extractive quotation."""

    name = "compose_answer"

    def __init__(self, composers: Sequence[Composer], answers: Answers) -> None:
        self._composers = tuple(composers)
        self._answers = answers

    def run(self, draft: Draft) -> Draft | Answer:
        draft = replace(draft, notes=dict(draft.notes))  # a composer may note there what it did
        for composer in self._composers:
            answer = composer.compose(draft)
            if answer is not None:
                return replace(draft, composed=answer, notes=draft.notes | {"rung": answer.rung.value})
        return self._answers.no_evidence(
            draft.question.text, related_entries(draft.hits), reason="nothing_to_quote", misses=0
        )
