"""Cleaning of extracted text (DOMAIN §2.7): the rules in turn, and what they leave behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.cleaning.damage import find_damage
from ingest.cleaning.edits import EditedText
from ingest.cleaning.rules import RULES, Scope
from ingest.cleaning.typos import Typo, find_typos

_DAMAGE_RULE, _TYPO_RULE = "C13", "C18"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that cleaning removed, kept because some hold facts (a by-line names the source)."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text, its way back to the raw one, and what cleaning found on the way.

    `damaged` are spans of the cleaned text that could not be mended, in order, none touching another.
    """

    edited: EditedText
    dropped: tuple[Dropped, ...]
    damaged: tuple[tuple[int, int], ...] = ()
    typos: tuple[Typo, ...] = ()
    edit_counts: Mapping[str, int] = field(default_factory=dict)  # by rule

    @property
    def text(self) -> str:
        return self.edited.text


def clean(text: str, *, chrome: bool, wrapped: bool, without: frozenset[str] = frozenset()) -> Cleaned:
    """Return `text` cleaned. `chrome`: it may hold page furniture; `wrapped`: its lines may be broken anywhere.

    `without` names rules to leave out ("C4"), for a source that one of them harms.
    """
    scopes = {Scope.ALL} | ({Scope.PAGES} if chrome else set()) | ({Scope.WRAPPED} if wrapped else set())
    edited, dropped, counts = EditedText(text), [], Counter[str]()
    for rule in RULES:
        if rule.scope not in scopes or rule.id in without:
            continue
        edits = rule.edits(edited.text)
        counts[rule.id] += len(edits)
        if rule.drops_lines:
            dropped += [Dropped(edit.rule, edited.text[edit.start : edit.end].strip()) for edit in edits]
        edited = edited.apply(edits)
    return Cleaned(
        edited,
        tuple(dropped),
        damaged=() if _DAMAGE_RULE in without else tuple(find_damage(edited.text)),
        typos=() if _TYPO_RULE in without else find_typos(edited.text),
        edit_counts={rule: count for rule, count in counts.items() if count},
    )
