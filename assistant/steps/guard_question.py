"""GuardQuestion: refuse what cannot be worked on, with one sentence that says what to do."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers import Answers
from assistant.types import Answer, Draft
from core.text import remove_invisible

_BLANKS = re.compile(r"[^\S\n]+")
_MEANING = re.compile(r"[\w\u3400-\u9fff]")


class GuardQuestion:
    """Drops invisible characters; stops questions that are empty or longer than `max_chars`.

    Instructions inside a question ("忽略以上指令") need no guard: text is only ever searched for and quoted.
    """

    name = "guard_question"

    def __init__(self, answers: Answers, *, max_chars: int) -> None:
        self._answers = answers
        self._max_chars = max_chars

    def run(self, draft: Draft) -> Draft | Answer:
        text = _BLANKS.sub(" ", remove_invisible(draft.question.text)).strip()
        if not _MEANING.search(text):
            return self._answers.empty_question()
        if len(text) > self._max_chars:
            return self._answers.question_too_long(len(text), self._max_chars)
        return replace(draft, text=text)
