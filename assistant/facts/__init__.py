"""The facts a sentence states, and whether the clause it cites supports them: verification in code (DESIGN §6)."""

from __future__ import annotations

from assistant.facts.reading import read
from assistant.facts.support import findings_of, stated_facts
from assistant.facts.types import FactKind, Finding, Why

__all__ = ["FactKind", "Finding", "Why", "facts_of", "findings_of", "unsupported_facts"]


def facts_of(text: str) -> list[str]:
    """Return the facts of `text` as words, each once: numbers of all sorts first, then negations and quantifiers."""
    return stated_facts(read(text))


def unsupported_facts(sentence: str, clause: str, context: str = "") -> list[str]:
    """Return the facts of `sentence` that `clause` does not support, as words, each once; empty when it supports all.

    `clause` is the text of everything the sentence cites, `context` what is known of its documents (title, number,
    bodies, dates). `findings_of` says also why. About half a millisecond a sentence; never raises.
    """
    return list(dict.fromkeys(finding.text for finding in findings_of(sentence, clause, context)))
