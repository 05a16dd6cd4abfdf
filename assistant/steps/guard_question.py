"""GuardQuestion: refuse what cannot be worked on, with one sentence that says what to do."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers import Answers
from assistant.follow_up import last_topic
from assistant.instructions import without_instructions
from assistant.types import Answer, Draft
from core.text import remove_invisible

_BLANKS = re.compile(r"[^\S\n]+")
_MEANING = re.compile(r"[\w\u3400-\u9fff]")


class GuardQuestion:
    """Drops invisible characters; stops questions that are empty or longer than `max_chars`.

    Instructions inside a question ("忽略以上指令") command nothing, for text is only ever searched for and quoted; they
    are left out of what is searched for. A question that only asks for another script repeats the one before it.
    """

    name = "guard_question"

    def __init__(self, answers: Answers, *, max_chars: int) -> None:
        self._answers = answers
        self._max_chars = max_chars

    def run(self, draft: Draft) -> Draft | Answer:
        asked = _BLANKS.sub(" ", remove_invisible(draft.question.text)).strip()
        if len(asked) > self._max_chars:
            return self._answers.question_too_long(len(asked), self._max_chars)
        text = _BLANKS.sub(" ", remove_invisible(draft.text)).strip()
        if not _MEANING.search(text):
            last = last_topic(draft.turns)
            if last is None or not _MEANING.search(asked):
                return self._answers.empty_question()
            return replace(draft, text=last.rewritten)
        text, given = without_instructions(text), text
        if not _MEANING.search(text):
            return self._answers.for_intent("instructions", draft.question.text)
        notes = draft.notes | ({"instructions_left_out": True} if text != given else {})
        return replace(draft, text=text, notes=notes)
