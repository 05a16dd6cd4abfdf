"""How questions are worded: the patterns of `assistant/lexicons` by which a conversation is read, compiled once.

All of them read Simplified characters.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from assistant.types import Script


@dataclass(frozen=True, slots=True)
class FollowUpRules:
    """How a question shows that it leans on an earlier one."""

    openers: re.Pattern[str]
    pronouns: re.Pattern[str]
    closers: re.Pattern[str]
    correction: re.Pattern[str]
    not_this_but: re.Pattern[str]  # "不是大型企业，是小微企业": what stands behind its group counts
    recall: re.Pattern[str]  # "刚才问的": an earlier topic is meant
    ordinal_topic: re.Pattern[str]  # "第一个问题"
    trailing: re.Pattern[str]
    standalone: re.Pattern[str]
    asking: re.Pattern[str]  # the words of a question that ask; what is left is its topic
    qualifier: re.Pattern[str]  # who or what a rule is about, not what is asked for
    filler: re.Pattern[str]
    fragment_max_chars: int


@dataclass(frozen=True, slots=True)
class SlotRules:
    """What a question may leave open, and how askers speak of themselves."""

    values: dict[str, re.Pattern[str]]
    declares: re.Pattern[str]
    new_enterprise: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class CompoundRules:
    """How a question shows that it asks several things."""

    connector: re.Pattern[str]  # what may open a part: 另外, 还有
    each: re.Pattern[str]  # "A和B分别…": groups lead, first, second, noun, rest
    giving_back: re.Pattern[str]  # 退回: the opposite of what is mostly asked
    aspects: dict[str, re.Pattern[str]]  # what may be asked of one matter


@dataclass(frozen=True, slots=True)
class AskingPartRules:
    """How a long question shows which of its clauses ask and which only tell a story."""

    teller: re.Pattern[str]  # who tells a story of its own; what speaks of others may need every word
    asking: re.Pattern[str]
    matter: re.Pattern[str]  # what a clause of the story names that may be what is asked about
    exclusion: re.Pattern[str]  # what was not done, or was done wrong: it may bar the asker from what is asked for
    leaning: re.Pattern[str]  # "这种情况": the asking clause means what the story said
    least_chars: int  # that name something, of all that is kept
    long_chars: int  # from here on a question is a story


@lru_cache(maxsize=1)
def asking_part_rules() -> AskingPartRules:
    """Return the rules by which the story of a long question is left out."""
    raw = dict(_load("asking_part"))
    least, long = int(raw.pop("least_chars")), int(raw.pop("long_chars"))
    patterns = {name: _compiled(pattern) for name, pattern in raw.items()}
    return AskingPartRules(**patterns, least_chars=least, long_chars=long)


@lru_cache(maxsize=1)
def intents() -> dict[str, re.Pattern[str]]:
    """Return one pattern per intent, in the order in which they are tried."""
    return {name: re.compile("|".join(parts), re.IGNORECASE) for name, parts in _load("intents").items()}


@lru_cache(maxsize=1)
def person_request() -> re.Pattern[str]:
    """Return what asks for a person in so many words."""
    return _compiled(_load("person")["asks"])


@lru_cache(maxsize=1)
def follow_up_rules() -> FollowUpRules:
    """Return the follow-up rules."""
    raw = dict(_load("follow_up"))
    limit = int(raw.pop("fragment_max_chars"))
    return FollowUpRules(**{name: _compiled(pattern) for name, pattern in raw.items()}, fragment_max_chars=limit)


@lru_cache(maxsize=1)
def slot_rules() -> SlotRules:
    """Return the slots."""
    raw = _load("slots")
    values = {slot: _compiled(patterns) for slot, patterns in raw["values"].items()}
    return SlotRules(values, _compiled(raw["declares"]), _compiled(raw["new_enterprise"]))


@lru_cache(maxsize=1)
def compound_rules() -> CompoundRules:
    """Return the rules of compound questions."""
    raw = dict(_load("compound"))
    aspects = {name: _compiled(pattern) for name, pattern in raw.pop("aspects").items()}
    return CompoundRules(**{name: _compiled(pattern) for name, pattern in raw.items()}, aspects=aspects)


@lru_cache(maxsize=1)
def opposites() -> tuple[tuple[re.Pattern[str], ...], ...]:
    """Return what each side of a matter is called: 境外, of which Europe is a part, and 境内; 国家级, 省级 …"""
    return tuple(tuple(_compiled(side) for side in sides) for sides in _load("opposites")["opposites"])


@lru_cache(maxsize=1)
def choice_rules() -> dict[str, re.Pattern[str]]:
    """Return how a choice is typed: "first" … by its number, "last", and "any"."""
    return {name: _compiled(pattern) for name, pattern in _load("choices").items()}


@lru_cache(maxsize=1)
def script_requests() -> dict[Script, re.Pattern[str]]:
    """Return what asks for an answer in a script."""
    return {Script(name): _compiled(pattern) for name, pattern in _load("script").items()}


@lru_cache(maxsize=1)
def instruction_pattern() -> re.Pattern[str]:
    """Return what marks a clause that tells the service how to behave."""
    return re.compile("|".join(_load("instructions")["patterns"]), re.IGNORECASE)


@lru_cache(maxsize=1)
def official_terms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what people say, each with the term that documents use for it, in the order in which they are tried."""
    return tuple((re.compile(said), official) for said, official in _load("official_terms")["terms"])


@lru_cache(maxsize=1)
def validity_question() -> re.Pattern[str]:
    """Return what asks whether a document is in force."""
    return _compiled(_load("validity")["question"])


@lru_cache(maxsize=1)
def before_document_number() -> re.Pattern[str]:
    """Return the single characters that may stand in front of a document number without being part of it."""
    return _compiled(_load("validity")["before_number"])


@lru_cache(maxsize=1)
def clarify_patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns of clarifying: words too general to name a matter, and what titles add to one."""
    return {name: _compiled(pattern) for name, pattern in _load("clarify").items()}


@lru_cache(maxsize=1)
def places() -> dict[str, tuple[str, ...]]:
    """Return the cities of each province, in their short names; a municipality has none."""
    return {province: tuple(cities) for province, cities in _load("places")["provinces"].items()}


@lru_cache(maxsize=1)
def place_patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns around names of places."""
    return {name: _compiled(pattern) for name, pattern in _load("places")["patterns"].items()}


def _compiled(pattern: str | list[str]) -> re.Pattern[str]:
    return re.compile(pattern if isinstance(pattern, str) else "|".join(pattern))


@cache
def _load(name: str) -> dict[str, Any]:
    text = (resources.files("assistant") / "lexicons" / f"{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
