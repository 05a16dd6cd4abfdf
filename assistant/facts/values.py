"""When two facts are one: equal values in other figures, and bounds that mean the same."""

from __future__ import annotations

from decimal import Decimal

from assistant.facts.quantities import same_document
from assistant.facts.types import FactKind, Token

_AT_MOST, _AT_LEAST = {"<="}, {">="}
_LOOSE = {"~", "from"}
_ONCE = {"once", (Decimal(1), "次")}  # 一次性, 一次
_NUMBERED = (FactKind.MONEY, FactKind.COUNT)


def same_value(mine: Token, theirs: Token) -> bool:
    """Say whether two facts have one value: "二十万元" and "200000元", "2025年" and "2025年3月1日" (a part of it)."""
    if mine.kind is FactKind.DATE and theirs.kind is FactKind.DATE:
        return _same_date(mine, theirs)
    if mine.kind is FactKind.DATE or theirs.kind is FactKind.DATE:
        return _is_year(mine, theirs) or _is_year(theirs, mine)
    if mine.kind in _NUMBERED and theirs.kind in _NUMBERED and mine.kind is not theirs.kind:
        return _same_round_number(mine, theirs)
    if mine.kind is not theirs.kind:
        return {mine.value, theirs.value} == _ONCE
    if mine.kind is FactKind.DOCUMENT_NUMBER:
        return same_document(mine.value, theirs.value)
    return mine.value == theirs.value


def _same_date(mine: Token, theirs: Token) -> bool:
    year, month, day, _ = _four(mine)
    their_year, their_month, their_day, implied = _four(theirs)
    if (month, day) == (None, None):
        return year == their_year
    same_day = month == their_month and (day is None or day == their_day)
    return same_day and (year is None or year in (their_year, implied))


def _four(token: Token) -> tuple[int | None, ...]:
    value = token.value if isinstance(token.value, tuple) else ()
    return (*value, *(None,) * (4 - len(value)))[:4]


def _is_year(date: Token, number: Token) -> bool:
    """Say whether a bare number is the year of a date without month ("2024-2026年")."""
    if date.kind is not FactKind.DATE or number.kind is not FactKind.COUNT or not isinstance(number.value, tuple):
        return False
    year, month, *_ = _four(date)
    return month is None and number.value == (Decimal(year or 0), "")


def _same_round_number(mine: Token, theirs: Token) -> bool:
    """ "20万" is 20万元: the unit is left to be understood; a number without 万 or 亿 has none."""
    if not (isinstance(mine.value, tuple) and isinstance(theirs.value, tuple)) or mine.value[0] != theirs.value[0]:
        return False
    bare = mine if mine.kind is FactKind.COUNT else theirs
    return isinstance(bare.value, tuple) and bare.value[1] == "" and bare.text[-1] in "万亿千百"


def same_bounds(mine: Token, theirs: Token) -> bool:
    """Say whether two quantities of one value are bounded alike.

    "最高20万元" is "不超过20万元"; "15日内" may be said "15日". 以上、以下、以内 include the number, 超过、不满 do not
    (Civil Code, article 1259).
    """
    ours, others = ({bound.relation for bound in token.bounds} - _LOOSE for token in (mine, theirs))
    if ours == others:
        return True
    if mine.kind is FactKind.LIMIT and (ours, others) in (((set()), _AT_MOST), (_AT_MOST, set())):
        return not any(bound.relation in ("before", "after") for bound in (*mine.bounds, *theirs.bounds))
    return False
