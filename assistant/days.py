"""The day a question is about, when its words name one."""

from __future__ import annotations

import re
from datetime import date, timedelta

from core.text import numerals_to_digits

_YEAR = r"((?:19|20)\d{2})年"
_MONTH = re.compile(rf"{_YEAR}(\d{{1,2}})月(?:(\d{{1,2}})[日号])?")
_YEAR_FROM = re.compile(rf"{_YEAR}(?:以后|之后|起|后)")
_PAST_WORD = re.compile(r"当时|那时|的时候|那会儿?")
# "2015年时，…", "2015年底，当时…", "2015年的《…》", "《…》（2015修正）": how the text stood in that year. A year that
# something happened in ("2024年时注册的企业") is a fact.
_YEAR_THEN = re.compile(
    rf"{_YEAR}[底末]?(?:(?:的?时候?|那时候?|那年|当年|那会儿?)[，,、]|(?:的?时候?|当时|那时|的|版的?|修[订正改]的?)*《)"
    r"|[》法例定则释][（(]?((?:19|20)\d{2})年?(?:修[订正改]|版)"
)
_YEAR_STRONG = re.compile(rf"{_YEAR}.*(?:当时|那时|那会儿?)|(?:当时|那时|那会儿?).*?{_YEAR}")
_RULES = r"(?:有效的?|的)?(?:规定|标准|政策|办法|条例|做法|《)"
_BEFORE = re.compile(rf"{_YEAR}(?:(\d{{1,2}})月)?(?:(\d{{1,2}})[日号])?(?:以前|之前|前){_RULES}")


def day_asked_about(text: str, today: date) -> date | None:
    """Return the day named by `text`: a coming month or day, or a past one with 当时 or the like; None when none is.

    "2027年1月以后招人" asks about 2027-01-01. A past year alone ("2025年度研发费用") is a fact, not a day asked about;
    a past year with a word for then ("2015年时，…") means how things stood at its end.
    """
    text = numerals_to_digits(text)
    for match in _MONTH.finditer(text):
        day = _date(int(match[1]), int(match[2]), int(match[3] or 1))
        if day is not None and (day > today or _PAST_WORD.search(text)):
            return day
    years = [int(match[1]) for match in _YEAR_FROM.finditer(text)]
    coming = next((date(year, 1, 1) for year in years if date(year, 1, 1) > today), None)
    return coming or _past_day(text, today)


def _past_day(text: str, today: date) -> date | None:
    if match := _BEFORE.search(text):
        first = _date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
        return first - timedelta(days=1) if first is not None and first <= today else None
    match = _YEAR_THEN.search(text) or _YEAR_STRONG.search(text)
    if match is None:
        return None
    end_of_year = date(int(match[1] or match[2]), 12, 31)
    return end_of_year if end_of_year < today else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
