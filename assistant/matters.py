"""What a question asks for of its matter, and what a matter is called. Pure rules over texts."""

from __future__ import annotations

from assistant.regions import without_places
from assistant.wording import clarify_patterns, compound_rules

OF_THE_WHOLE = frozenset({"time", "materials", "procedure", "place", "contact"})
"""What a document says once for all that it grants: whoever asks for it means the document, not one of its clauses."""


_TOLD_WITH = {"time": "procedure", "place": "procedure", "contact": "procedure"}


def aspects_of(text: str) -> frozenset[str]:
    """Return what a question asks for of its matter: an amount, a time …; empty when its words do not say."""
    return frozenset(name for name, pattern in compound_rules().aspects.items() if pattern.search(text))


def asks_otherwise(first: str, second: str) -> bool:
    """Say whether two questions ask for different things: of one matter, the amount and the materials.

    When, where and how to apply are told together, in documents and in curated answers.
    """
    one, other = (frozenset(_TOLD_WITH.get(name, name) for name in aspects_of(text)) for text in (first, second))
    return bool(one and other) and not one & other


def matter_name(title: str) -> str:
    """Return the short name of what a document is about: its title without place, year and the kind of document."""
    patterns = clarify_patterns()
    name = patterns["place_and_year"].sub("", without_places(title))
    return patterns["covering_titles"].sub("", name.strip("《》“” 的")).strip("《》“” 的") or title
