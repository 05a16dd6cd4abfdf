"""Exceptions of a clause: what it says of all but some must not be said of them ("除房地产企业外", "二手设备除外")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.facts.reading import Reading, one_wording
from assistant.facts.types import NEGATIVE, FactKind, Finding, Why
from assistant.facts.words import words

_SHORT = 2
_NEARLY_THE_NAME = 0.6
_SENTENCE = re.compile(r"[^。！？!?\n]+")
_STRETCH_BEFORE = re.compile(r"[，。；：,;:\n|()（）]")
_BUT = re.compile(r"^.*(?:但是?|[对向由])")
_REACH = 80
_BUT_ALONE = re.compile("(?:但是?)?")
_LIST = re.compile(r"、|以及|或者?|(?<!涉)及(?!时)|(?<!共)和|(?<![参赠])与|(?<![高中初同平相])等(?![级次额])")


@dataclass(frozen=True, slots=True)
class _Exception:
    """Words that except; offsets into the plain text.

    `names` are those they except, folded: none if they only refer. A short one of several may be no name of its own
    (法律 in "法律、法规规定不予公开的"): it has a "|" in front and counts only where a stretch begins with it.
    """

    start: int
    end: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Statement:
    """What a sentence says beside its exceptions: folded, and how many of its words negate; and what those negate."""

    text: str
    negations: int
    exceptions: tuple[tuple[_Exception, int], ...]


def turned_round(ours: Reading, theirs: Reading) -> Iterator[Finding]:
    """Yield the exceptions of the clause of whose subject the sentence speaks as of what is not excepted."""
    if not any(exception.names for exception in _exceptions(theirs.plain)):
        return
    said = [statement for statement in _statements(ours) if statement.text]
    clause = _statements(theirs)
    for statement in clause:
        for exception, negations in statement.exceptions:
            for mine in said:
                denies = mine.negations > negations and not statement.negations
                named = next(filter(None, (_named(name, mine.text) for name in exception.names)), "")
                if named and not denies and not _is_said_elsewhere(named, mine.text, statement, clause):
                    text = theirs.plain[exception.start : exception.end]
                    yield Finding(FactKind.EXCEPTION, text, Why.DROPPED, text)


def _named(name: str, said: str) -> str:
    """Return the words of `said` that name what is excepted, empty when none do."""
    if name in f"|{said}":
        return name.removeprefix("|")
    place, _, length = SequenceMatcher(None, name, said, autojunk=False).find_longest_match()
    return name[place : place + length] if length >= max(_SHORT + 1, _NEARLY_THE_NAME * len(name)) else ""


def _is_said_elsewhere(named: str, said: str, excepting: _Statement, clause: list[_Statement]) -> bool:
    """Say whether the clause speaks of `named` beside its exceptions too, in words at least as near to what is said."""
    pairs = _pairs(said.replace(named, "|"))
    nearness = len(pairs & _pairs(excepting.text))
    return any(named in other.text and len(pairs & _pairs(other.text)) >= nearness for other in clause)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


# -- reading them ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _exceptions(plain: str) -> tuple[_Exception, ...]:
    """Return the exceptions of a plain text in order, none within another."""
    found: list[_Exception] = []
    for start, end, of in sorted(_places(plain)):
        if not found or start >= found[-1].end:
            found.append(_Exception(start, end, _names(of)))
    return tuple(found)


def _places(plain: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and what is excepted; "除…外，还…" adds and excepts nothing."""
    lexicon = words()
    for match in lexicon.except_around.finditer(plain):
        yield match.start(), match.end(), match["of"]
    for match in lexicon.except_behind.finditer(plain):
        of = _BUT.sub("", _STRETCH_BEFORE.split(plain[max(0, match.start() - _REACH) : match.start()])[-1])
        yield match.start() - len(of), match.end(), of
    for match in lexicon.except_before.finditer(plain):
        yield match.start(), match.end(), match["of"]


def _names(of: str) -> tuple[str, ...]:
    if words().referring.search(of):
        return ()
    names = [name for name in map(_folded, _LIST.split(of)) if len(name) >= _SHORT]
    return tuple(f"|{name}" if len(name) == _SHORT and len(names) > 1 else name for name in names)


def _folded(text: str) -> str:
    """Return the words of a text in one wording, without glue; "|" where anything else stands."""
    glue = words().glue
    return re.sub(r"[^\w]+", "|", "".join(char for char in one_wording(text) if char not in glue)).strip("|")


def _statements(reading: Reading) -> list[_Statement]:
    """Return the sentences of a text; one that only excepts belongs to the one before it."""
    found: list[_Statement] = []
    for match in _SENTENCE.finditer(reading.plain):
        start, end = match.span()
        here = [exception for exception in _exceptions(reading.plain) if start <= exception.start < end]
        text = _folded(_without(reading.plain, start, end, here))
        negations = _negations(reading, start, end)
        excepted = tuple((exception, _negations(reading, exception.start, exception.end)) for exception in here)
        denied = negations - sum(count for _, count in excepted)
        if found and _BUT_ALONE.fullmatch(text):
            found[-1] = replace(found[-1], exceptions=found[-1].exceptions + excepted)
        else:
            found.append(_Statement(text, denied, excepted))
    return found


def _without(plain: str, start: int, end: int, exceptions: list[_Exception]) -> str:
    kept = []
    for exception in exceptions:
        kept.append(plain[start : exception.start])
        start = exception.end
    return "|".join([*kept, plain[start:end]])


def _negations(reading: Reading, start: int, end: int) -> int:
    return sum(
        token.kind is FactKind.MODALITY and token.value in NEGATIVE and start <= token.start < end
        for token in reading.tokens
    )
