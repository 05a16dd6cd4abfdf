"""Instructions inside a question are text, never commands: what only commands is left out of what is looked for."""

from __future__ import annotations

import re

from assistant.wording import instruction_pattern
from core.text import to_simplified

_SENTENCE = re.compile(r".*?(?:[，。；！？：\n,;!?:]+|\.(?=\s)|>(?=[^<])|$)", re.DOTALL)


def without_instructions(text: str) -> str:
    """Return `text` without the clauses that tell the service how to behave; the rest is the question."""
    pattern = instruction_pattern()
    clauses = [clause for clause in _SENTENCE.findall(text) if clause]
    kept = [clause for clause in clauses if not pattern.search(to_simplified(clause))]
    return text if len(kept) == len(clauses) else "".join(kept).strip(" ，,。:：")
