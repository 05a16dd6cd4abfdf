"""Writes the prompt: files of `assistant/prompts` filled with numbered clauses and a question, all of it data."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib import resources

from assistant.chat_model.tokens import Tokens
from assistant.chat_model.types import NumberedClause

_FILES = ("answer.system.md", "answer.user.md", "answer.clause.md", "tokens.json")
_NAME = "answer-1"
_PLACEHOLDER = re.compile(r"\{(?P<name>[a-z]+)\}")
# Delimiters of the prompt are written with signs that no clause and no question can bring in.
_HARMLESS = {ord("<"): "＜", ord(">"): "＞", ord('"'): "”"}


def write_prompt(question: str, clauses: Sequence[NumberedClause], day: date, tokens: Tokens) -> list[tuple[str, str]]:
    """Return the messages, (role, text) each. Values of clauses and question are hidden in `tokens`."""
    shown = "\n".join(_clause(clause, tokens) for clause in clauses)
    asked = tokens.hide(question.translate(_HARMLESS))
    user = _filled(_text("answer.user.md"), clauses=shown, question=asked, day=day.isoformat())
    return [("system", _text("answer.system.md")), ("user", user)]


@lru_cache(maxsize=1)
def prompt_version() -> str:
    """Return the name of the prompt and a digest of its files: what a trace needs to say which words were sent."""
    digest = hashlib.sha256("".join(_text(name) for name in _FILES).encode()).hexdigest()
    return f"{_NAME}-{digest[:8]}"


def _clause(clause: NumberedClause, tokens: Tokens) -> str:
    citation = clause.citation
    return _filled(
        _text("answer.clause.md").strip(),
        number=str(clause.number),
        title=tokens.hide(citation.title.translate(_HARMLESS)),
        place=citation.clause_label.translate(_HARMLESS),
        text=tokens.hide(clause.shown.translate(_HARMLESS)),
    )


def _filled(template: str, **values: str) -> str:
    """Fill placeholders in one pass: a value that holds a placeholder's name is not filled again."""
    return _PLACEHOLDER.sub(lambda match: values[match["name"]], template)


@lru_cache(maxsize=8)
def _text(name: str) -> str:
    return (resources.files("assistant") / "prompts" / name).read_text(encoding="utf-8")
