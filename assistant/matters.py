"""What a question asks for of its matter, and what a matter is called. Pure rules over texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.regions import without_places
from assistant.wording import clarify_patterns, compound_rules, opposites

OF_THE_WHOLE = frozenset({"time", "materials", "procedure", "place", "contact"})
"""What a document says once for all that it grants: whoever asks for it means the document, not one of its clauses."""


_CLAUSE_ENDS = re.compile(r"[，,。；;！!？?\n]+")
_TOLD_WITH = {"time": "procedure", "place": "procedure", "contact": "procedure"}


def clauses_of(question: str) -> list[str]:
    """Return what stands between the commas and sentence marks of a question, in order."""
    return [clause.strip() for clause in _CLAUSE_ENDS.split(question) if clause.strip()]


def aspects_of(text: str) -> frozenset[str]:
    """Return what a question asks for of its matter: an amount, a time …; empty when its words do not say."""
    return frozenset(name for name, pattern in compound_rules().aspects.items() if pattern.search(text))


def asks_otherwise(first: str, second: str) -> bool:
    """Say whether two questions ask for different things: of one matter, the amount and the materials.

    When, where and how to apply are told together, in documents and in curated answers. What is to be given back
    or paid is not what is given, and how many may be had is told by nothing else.
    """
    giving_back = compound_rules().giving_back
    if bool(giving_back.search(first)) != bool(giving_back.search(second)):
        return True
    one, other = (frozenset(_TOLD_WITH.get(name, name) for name in aspects_of(text)) for text in (first, second))
    if ("count" in one) != ("count" in other):
        return True
    return bool(one and other) and not one & other


def are_opposite(first: str, second: str) -> bool:
    """Say whether two texts speak of different sides of a matter: fairs abroad and at home, a province and a city.

    Both in Simplified characters. What speaks of no side, or of one that the other speaks of too, is not opposite.
    """
    for sides in opposites():
        one, other = _sides_in(first, sides), _sides_in(second, sides)
        if one and other and not one & other:
            return True
    return False


def _sides_in(text: str, sides: Sequence[re.Pattern[str]]) -> frozenset[int]:
    return frozenset(place for place, side in enumerate(sides) if side.search(text))


def matter_name(title: str) -> str:
    """Return the short name of what a document is about: its title without place, year and the kind of document."""
    patterns = clarify_patterns()
    name = patterns["place_and_year"].sub("", without_places(title))
    return patterns["covering_titles"].sub("", name.strip("《》“” 的")).strip("《》“” 的") or title
