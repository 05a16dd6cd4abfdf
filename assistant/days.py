"""The day a question is about, when its words name one."""

from __future__ import annotations

import re
from datetime import date

from core.text import numerals_to_digits

_MONTH = re.compile(r"(20\d{2})年(\d{1,2})月(?:(\d{1,2})[日号])?")
_YEAR_FROM = re.compile(r"(20\d{2})年(?:以后|之后|起|后)")
_PAST_WORD = re.compile(r"当时|那时|的时候|那会儿?")


def day_asked_about(text: str, today: date) -> date | None:
    """Return the day named by `text`: a coming month or day, or a past one with 当时 or 的时候; None when none is.

    "2027年1月以后招人" asks about 2027-01-01. A past year alone ("2025年度研发费用") is a fact, not a day asked about.
    """
    text = numerals_to_digits(text)
    for match in _MONTH.finditer(text):
        day = _date(int(match[1]), int(match[2]), int(match[3] or 1))
        if day is not None and (day > today or _PAST_WORD.search(text)):
            return day
    years = [int(match[1]) for match in _YEAR_FROM.finditer(text)]
    return next((date(year, 1, 1) for year in years if date(year, 1, 1) > today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
