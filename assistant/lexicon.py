"""The word lists that steps read: data files under `assistant/lexicons`, compiled once."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Cue:
    """What a question asks for, by what a sentence that answers it looks like."""

    name: str
    question: re.Pattern[str]
    sentence: re.Pattern[str]
    section: re.Pattern[str]  # the section of a service guide that answers it
    opening: re.Pattern[str] | None  # how a clause begins that says it of the whole document
    general_of: str | None  # the cue that asks for the same more precisely, and then alone counts


def cues_of(question: str) -> tuple[Cue, ...]:
    """Return the cues a question gives, in order of the file; empty when it gives none.

    A question that names its unit ("多少分") gets a cue that looks for an amount in that very unit.
    """
    found = []
    for name, raw in _load("cues").items():
        match = re.search(raw["question"], question)
        if match is not None:
            sentence = raw["sentence"].replace("{unit}", match.groupdict().get("unit") or "")
            found.append(
                Cue(
                    name,
                    re.compile(raw["question"]),
                    re.compile(sentence),
                    re.compile(raw["section"]),
                    re.compile(raw["opening"]) if "opening" in raw else None,
                    raw.get("general_of"),
                )
            )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class SectionRules:
    """What the words of a question say about which document it means."""

    handling: frozenset[str]  # what one does with any matter; says nothing about which
    alike: tuple[tuple[str, ...], ...]  # words that titles use for one another
    least_chars: int  # of all words of a matter


@lru_cache(maxsize=1)
def section_rules() -> SectionRules:
    """Return the rules by which a question asks for a section of one document."""
    raw = _load("sections")
    return SectionRules(frozenset(raw["handling"]), tuple(map(tuple, raw["alike"])), raw["least_chars"])


@lru_cache(maxsize=1)
def covering_note() -> re.Pattern[str]:
    """Return what marks a sentence about the document itself: why it was made, or that a notice hands it on."""
    return re.compile(str(_load("covering_note")["pattern"]))


@lru_cache(maxsize=1)
def linking_words() -> tuple[str, ...]:
    """Return the words of our own that a sentence may use without stating anything by them."""
    return tuple(_load("linking_words")["words"])


@cache
def _load(name: str) -> dict[str, Any]:
    text = (resources.files("assistant") / "lexicons" / f"{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
