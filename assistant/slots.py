"""Slots: what a question may leave open, and what the asker said about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Choice, Turn
from assistant.wording import SlotRules, slot_rules
from core.text import fold_for_comparison, to_simplified

_SENTENCE = re.compile(r"[^，。；！？,;!?\n]+")
_SIZES = {"大": "大型", "中": "中型", "小": "小型", "微": "微型"}
_SIZE = re.compile(r"([大中小微、和及]{1,7}?)型?、?(?:[大中小微]型)?企业|([大中小微])型")
_LISTED = re.compile(r"[、/]|和|及|或者?")


def slots_of(text: str) -> dict[str, str]:
    """Return the value that `text` names for each slot, as written; the first where it names several."""
    rules = slot_rules()
    text = to_simplified(text)
    found = {slot: pattern.search(text) for slot, pattern in rules.values.items()}
    return {slot: match[0] for slot, match in found.items() if match is not None}


def stated_slots(text: str, turns: Sequence[Turn]) -> dict[str, str]:
    """Return what the asker said of itself ("我们是小微企业") or chose, the latest word counting.

    Who asks for another enterprise begins anew. What a question only asks about says nothing of the asker.
    """
    rules = slot_rules()
    stated: dict[str, str] = {}
    offered: Sequence[Choice] = ()
    for said, choices in [*((turn.question, turn.choices) for turn in turns), (text, ())]:
        plain = to_simplified(said)
        if rules.new_enterprise.search(plain):
            stated = {}
        chosen = next((choice.value for choice in offered if choice.question == said), "")
        stated |= _declared(plain, rules) | slots_of(chosen)
        offered = choices
    return stated


def is_same_value(first: str, second: str) -> bool:
    """Say whether two values of a slot mean the same or one holds the other: 小微企业 and "小型、微型企业"."""
    first, second = fold_for_comparison(to_simplified(first)), fold_for_comparison(to_simplified(second))
    if not first or not second:
        return False
    if first in second or second in first:
        return True
    sizes = _sizes(first) & _sizes(second)
    return bool(sizes) and not (_without_sizes(first) and _without_sizes(second))


def _declared(text: str, rules: SlotRules) -> dict[str, str]:
    stated: dict[str, str] = {}
    for sentence in _SENTENCE.findall(text):
        match = rules.declares.search(sentence)
        if match is not None:
            stated |= slots_of(sentence[match.end() :])
    return stated


def _sizes(text: str) -> frozenset[str]:
    """Return the sizes that a value names, 小微企业 both."""
    found: set[str] = set()
    for match in _SIZE.finditer(text):
        found |= {_SIZES[letter] for letter in match[0] if letter in _SIZES}
    return frozenset(found)


def _without_sizes(text: str) -> str:
    return _LISTED.sub("", _SIZE.sub("", text)).strip()
