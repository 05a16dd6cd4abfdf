"""What the words of a petition say before anything was learned: the words of the taxonomy and a lexicon of cues."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib import resources
from typing import Any

from petitions.suggesting.types import Guess
from petitions.taxonomy import Taxonomy
from petitions.types import Nature, Urgency

TITLE_WEIGHT = 2.0
"""A cue in the title counts this much more than one in the text."""

_SPLIT_NAME = re.compile(r"[与和、/]")


@dataclass(frozen=True, slots=True)
class Cued:
    """How strongly cues speak for something, above 0, and which ones stand in the petition."""

    weight: float
    terms: tuple[str, ...]


class Cues:
    """Reads category, nature, urgency and kind of question from cue words. Immutable."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        lexicon = json.loads((resources.files("petitions") / "lexicons" / "cues.json").read_text(encoding="utf-8"))
        choosable = [c for c in taxonomy.categories if c.parent_code is not None and not c.import_only]
        self._categories = {
            category.code: tuple(
                dict.fromkeys([*_SPLIT_NAME.split(category.name), *lexicon["categories"].get(category.code, ())])
            )
            for category in choosable
        }
        self._lexicon: dict[str, Any] = lexicon

    def categories(self, title: str, text: str) -> dict[str, Cued]:
        """Return the second-level categories that cues speak for; a longer cue says more than a short one."""
        found = {code: _cued(title, text, cues) for code, cues in self._categories.items()}
        return {code: cued for code, cued in found.items() if cued.weight > 0}

    def nature(self, title: str, text: str) -> Guess[Nature]:
        """Return what is wanted: the nature with the most cues, the graver one when two have as many."""
        found = [(Nature(code), _cued(title, text, cues)) for code, cues in self._lexicon["natures"].items()]
        value, cued = max(
            found, key=lambda pair: pair[1].weight
        )  # the first of equals: the lexicon stands gravest first
        return Guess(value, cued.terms) if cued.weight else Guess(Nature.CONSULTATION)

    def urgency(self, title: str, text: str) -> Guess[Urgency]:
        """Return the highest urgency that any cue speaks for."""
        for code, cues in self._lexicon["urgencies"].items():
            if terms := _cued(title, text, cues).terms:
                return Guess(Urgency(code), terms)
        return Guess(Urgency.NORMAL)

    def is_policy_query(self, title: str, text: str) -> Guess[bool]:
        """Say whether it asks what a policy says: a consultation with words of policies in it."""
        terms = _cued(title, text, self._lexicon["policy"]).terms
        is_asked = self.nature(title, text).value is Nature.CONSULTATION
        return Guess(True, terms) if terms and is_asked else Guess(False)


def _cued(title: str, text: str, cues: tuple[str, ...] | list[str]) -> Cued:
    in_title, in_text = [c for c in cues if c in title], [c for c in cues if c in text]
    weight = TITLE_WEIGHT * sum(map(len, in_title)) + sum(map(len, in_text))
    return Cued(float(weight), tuple(dict.fromkeys([*in_title, *in_text])))
