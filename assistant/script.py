"""In which characters an answer speaks: our own words are converted, what is quoted stays as it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.types import Answer, NextAction, PetitionPrefill, Script, Turn
from assistant.wording import script_requests
from core.text import is_traditional, to_simplified, to_traditional

_QUOTED = re.compile(r"(“[^”\n]*(?:“[^”\n]*”[^”\n]*)*”(?=(?:\[\d{1,2}\])+))")
_LOOSE = " ，,。：:；;、！!？?"


def script_wanted(text: str, turns: Sequence[Turn], *, follows_question: bool, page: Script | None = None) -> Script:
    """Return the script asked for in this question or last in an earlier turn; else that of the `page`; else
    Simplified, or, where the deployment `follows_question`, that of the question."""
    for said in (text, *(turn.question for turn in reversed(turns))):
        plain = to_simplified(said)
        for script, pattern in script_requests().items():
            if pattern.search(plain):
                return script
    if page is not None:
        return page
    return Script.TRADITIONAL if follows_question and is_traditional(text) else Script.SIMPLIFIED


def without_request(text: str) -> str:
    """Return a question without the words that only ask for a script; they are no part of what is looked for."""
    plain = to_simplified(text)
    for pattern in script_requests().values():
        match = pattern.search(plain)
        if match is not None and len(plain) == len(text):
            text = f"{text[: match.start()].rstrip(_LOOSE)}，{text[match.end() :].lstrip(_LOOSE)}".strip(_LOOSE)
            plain = to_simplified(text)
    return text


def in_script(answer: Answer, script: Script) -> Answer:
    """Return `answer` with our own words in `script`. Quotations, citations and what the page sends back stay."""
    if script is Script.SIMPLIFIED:
        return answer
    return replace(
        answer,
        script=script,
        text=own_words_in_traditional(answer.text),
        next_actions=tuple(_action(action) for action in answer.next_actions),
        suggestions=tuple(map(to_traditional, answer.suggestions)),
        prefill=answer.prefill and _prefill(answer.prefill),
    )


def own_words_in_traditional(text: str) -> str:
    """Convert all but what stands between quotation marks before a citation mark."""
    pieces = _QUOTED.split(text)  # every second piece is what the pattern's group took
    return "".join(piece if place % 2 else to_traditional(piece) for place, piece in enumerate(pieces))


def _action(action: NextAction) -> NextAction:
    return replace(action, label=to_traditional(action.label))


def _prefill(prefill: PetitionPrefill) -> PetitionPrefill:
    return replace(prefill, title=to_traditional(prefill.title), content=to_traditional(prefill.content))
