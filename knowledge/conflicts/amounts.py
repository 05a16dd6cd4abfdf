"""Comparing two clauses: whether they say the same, and whether the amounts and limits in them agree. Pure rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.text import normalise_for_search

_OPENING = re.compile(r"^\s*(?:第\d+条(?:之\d+)?|\(?\d+\)?[、.．]?)\s*")
_AMOUNT = re.compile(
    r"(?P<value>\d+(?:\.\d+)?)\s*(?P<unit>万元|亿元|元|%|个百分点|个工作日|工作日|个月|周岁|日|天|年|倍|人|户|小时|平方米|项|次)"
)
_DATE = re.compile(r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日|第\d+[条款项章节]")
_NOISE = re.compile(r"[\s，。；：、,.;:()（）《》“”\"]+")
_UNITS = {"个工作日": "工作日", "天": "日", "个百分点": "%"}
_TIMES = {"万元": 10_000.0, "亿元": 100_000_000.0}
_SHORTEST = 14
_SAME = 0.93
_SAME_MATTER = 0.6
_SAME_PLACE = 0.4
_CONTEXT = 12


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, as written and as compared; `before` and `after` are the words around it."""

    written: str
    value: float
    unit: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A clause ready to be compared: its words with every amount masked, and the amounts."""

    pairs: Counter[str]
    chars: int
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two clauses compare. `differences` are amounts for the same thing that do not agree."""

    score: float
    is_same: bool
    differences: tuple[tuple[str, str], ...]

    @property
    def is_amount_conflict(self) -> bool:
        return bool(self.differences)


@lru_cache(maxsize=4096)
def read_clause(text: str) -> ReadClause:
    """Return a clause as it is compared: folded, its number at the start left out, dates no amounts."""
    folded = _OPENING.sub("", normalise_for_search(text))
    plain = _DATE.sub("日期", folded)
    amounts, masked, last = [], [], 0
    for match in _AMOUNT.finditer(plain):
        unit = match["unit"]
        value = float(match["value"]) * _TIMES.get(unit, 1.0)
        kind = "元" if unit in _TIMES else _UNITS.get(unit, unit)
        before = _NOISE.sub("", plain[max(0, match.start() - 2 * _CONTEXT) : match.start()])[-_CONTEXT:]
        after = _NOISE.sub("", plain[match.end() : match.end() + _CONTEXT])[: _CONTEXT // 2]
        amounts.append(Amount(match[0], value, kind, before, after))
        masked += [plain[last : match.start()], f"#{kind}"]
        last = match.end()
    words = _NOISE.sub("", "".join((*masked, plain[last:])))
    pairs = Counter(words[n : n + 2] for n in range(max(1, len(words) - 1)))
    return ReadClause(pairs, len(words), tuple(amounts))


def compare_clauses(left: str, right: str) -> Likeness | None:
    """Return how two clauses compare, None when they are too short or about other things.

    The same wording about another matter ("由…责令改正，处…罚款") is told apart by who knows how rare words are.
    """
    one, other = read_clause(left), read_clause(right)
    if min(one.chars, other.chars) < _SHORTEST:
        return None
    score = _dice(one.pairs, other.pairs)
    if score < _SAME_MATTER:
        return None
    differences = _differences(one.amounts, other.amounts)
    is_same = score >= _SAME and not differences and _values(one) == _values(other)
    return Likeness(score, is_same, differences)


def _values(clause: ReadClause) -> Counter[tuple[str, float]]:
    return Counter((amount.unit, amount.value) for amount in clause.amounts)


def _differences(left: Sequence[Amount], right: Sequence[Amount]) -> tuple[tuple[str, str], ...]:
    """Return the amounts that stand in the same place of both clauses and do not agree."""
    found, free = [], list(right)
    for amount in left:
        alike = [(_alike(amount, other), n) for n, other in enumerate(free) if other.unit == amount.unit]
        score, place = max(alike, default=(0.0, -1))
        if score < _SAME_PLACE:
            continue
        other = free.pop(place)
        if other.value != amount.value:
            found.append((amount.written, other.written))
    return tuple(found)


def _alike(left: Amount, right: Amount) -> float:
    """Return how alike the places of two amounts are, 0..1; the words before count more than those after."""
    before = _dice(_pairs(left.before), _pairs(right.before))
    after = _dice(_pairs(left.after), _pairs(right.after))
    return 0.7 * before + 0.3 * after


def _pairs(text: str) -> Counter[str]:
    return Counter(text[n : n + 2] for n in range(max(1, len(text) - 1)))


def _dice(left: Counter[str], right: Counter[str]) -> float:
    return 2 * (left & right).total() / ((left.total() + right.total()) or 1)
