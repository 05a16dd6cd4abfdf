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
    answers_alone: bool  # a clause that says it says nothing else that may be asked for beside it


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
                    raw.get("answers_alone", False),
                )
            )
    return tuple(found)


def alike_to(word: str) -> tuple[str, ...]:
    """Return a word and those that documents use for it: what is a 补贴 in a question is a 补助 there."""
    groups = (group for group in _load("alike")["groups"] if word in group)
    return tuple(dict.fromkeys((word, *(other for group in groups for other in group))))


@dataclass(frozen=True, slots=True)
class SectionRules:
    """What the words of a question say about which document it means."""

    handling: frozenset[str]  # what one does with any matter; says nothing about which
    for_each: re.Pattern[str]  # for what an amount is asked: a year, a person
    askers: frozenset[str]  # who asks; a title need not say it
    kinds_of_askers: re.Pattern[str]  # whom a title is for; a question need not say it
    of_a_clause: frozenset[str]  # names of cues: what is said before such a clause changes nothing about its answer
    least_chars: int  # of all words of a matter
    of_the_item: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    """Labels of sections that tell of a service item itself, as its legal basis or its code; how each is asked for."""


@lru_cache(maxsize=1)
def section_rules() -> SectionRules:
    """Return the rules by which a question asks for a section of one document."""
    raw = dict(_load("sections"))
    labels = tuple((re.compile(label), re.compile(asked)) for label, asked in raw.pop("of_the_item"))
    return SectionRules(**_compiled(raw), of_the_item=labels)


@dataclass(frozen=True, slots=True)
class NamedMatterRules:
    """How a short question names its matter, and what shows that a passage is about it."""

    acts: frozenset[str]  # verbs that name a matter: what officials do with it
    said_of_any: re.Pattern[str]  # a word that fits any matter and names none
    benefit: re.Pattern[str]
    benefit_asked: re.Pattern[str]
    benefit_granted: re.Pattern[str]
    amount_asked: re.Pattern[str]
    money_asked: re.Pattern[str]
    money: re.Pattern[str]
    amount_elsewhere: re.Pattern[str]  # where an amount stands that a clause leaves to a table
    of_a_situation: re.Pattern[str]  # "…了会怎么样" tells what happened and names nothing to be had
    to_be_had: frozenset[str]  # names of cues: what one asks of a thing that one wants
    way_asked: re.Pattern[str]
    of_a_way: frozenset[str]  # names of cues: how, where, when and with what papers to apply
    of_number: frozenset[str]  # names of cues: how much, how many
    of_a_year: frozenset[str]  # names of cues: what a notice says of the year in its title
    most_chars: int


@lru_cache(maxsize=1)
def named_matter_rules() -> NamedMatterRules:
    """Return the rules by which a passage is about what a question names."""
    return NamedMatterRules(**_compiled(_load("named_matter")))


@lru_cache(maxsize=1)
def covering_note() -> re.Pattern[str]:
    """Return what marks a sentence about the document itself: why it was made, or that a notice hands it on."""
    return re.compile(str(_load("covering_note")["pattern"]))


@lru_cache(maxsize=1)
def announcement() -> re.Pattern[str]:
    """Return what marks a stretch that only announces what follows: "现就主要内容解读如下。"."""
    return re.compile(str(_load("covering_note")["announcement"]))


@dataclass(frozen=True, slots=True)
class ExceptionRules:
    """How documents take back or narrow what they have said."""

    opens: re.Pattern[str]  # how such a sentence, or part of one, begins
    says: re.Pattern[str]  # what it says somewhere
    refuses: re.Pattern[str]  # what a heading or lead-in says that refuses what stands below it
    points_on: re.Pattern[str]  # "下列": what a lead-in speaks of stands behind it


@lru_cache(maxsize=1)
def exception_rules() -> ExceptionRules:
    """Return how an exception is known."""
    raw = _load("exceptions")
    return ExceptionRules(**{name: re.compile("|".join(parts)) for name, parts in raw.items()})


@lru_cache(maxsize=1)
def linking_words() -> tuple[str, ...]:
    """Return the words of our own that a sentence may use without stating anything by them."""
    return tuple(_load("linking_words")["words"])


def _compiled(raw: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a record: patterns for texts, sets for lists, numbers as they are."""
    return {name: _field(value) for name, value in raw.items()}


def _field(value: str | list[str] | int) -> re.Pattern[str] | frozenset[str] | int:
    match value:
        case str():
            return re.compile(value)
        case list():
            return frozenset(value)
        case _:
            return value


@cache
def _load(name: str) -> dict[str, Any]:
    text = (resources.files("assistant") / "lexicons" / f"{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
