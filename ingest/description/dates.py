"""Dates as official texts write them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from core.text import parse_chinese_numeral

ARABIC = r"(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
CHINESE = r"[二一][〇○零OＯ一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
DATE = rf"(?:{ARABIC}|{CHINESE})"
DATE_LINE = re.compile(rf"^[（(]?\s*({DATE})\s*[）)]?(?:印发|印)?$")
_ANY = re.compile(rf"(?<![\d〇○零OＯ一二三四五六七八九]){DATE}")
_ISO = re.compile(r"((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})")
_ARABIC_PARTS = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_CHINESE_PARTS = re.compile(
    r"([二一][〇○零OＯ一二三四五六七八九]{3})年([一二三四五六七八九十]+)月([一二三四五六七八九十]+)日"
)


def parse_date(text: str) -> date | None:
    """Return the first date in `text` (2024年7月26日, 二○二四年七月二十六日, 2024-07-26), or None."""
    for pattern in (_ARABIC_PARTS, _CHINESE_PARTS, _ISO):
        if match := pattern.search(text):
            return _build([_number(part) for part in match.groups()])
    return None


def impossible_dates(text: str) -> list[str]:
    """Return the dates in `text` that no calendar has (二〇二四年二月三十日), as written, once each."""
    written = dict.fromkeys(match[0] for match in _ANY.finditer(text))
    return [date_ for date_ in written if parse_date(date_) is None]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else parse_chinese_numeral(re.sub("[OＯ]", "〇", text))


def _build(parts: list[int | None]) -> date | None:
    year, month, day = parts
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last of that month when it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
