"""The application window and contacts of an application notice (申报通知)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ingest.cleaning.lines import Line
from ingest.description.dates import DATE, parse_date
from knowledge.types import NoticeDetails

_DAY = rf"(?:{DATE}|(?:\d{{1,2}}\s*月\s*)?\d{{1,2}}\s*日)"
_CLOCK = r"(?:(?:上午|下午)?\s*\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分)?))?"
_WINDOW = re.compile(rf"(?:自|从)?(?P<first>{DATE})\s*{_CLOCK}\s*(?:起)?\s*(?:至|到|—|－|–|-|~|～)+\s*(?P<last>{_DAY})")
_FROM_NOW = re.compile(rf"(?:即日|发布之日|印发之日)起?\s*(?:至|到|—|－|-)\s*(?P<last>{DATE})")
_UNTIL = re.compile(
    rf"(?:截止(?:日期|时间)?(?:为|：|:)?|截至|于)\s*(?P<last>{DATE})(?=[^。]{{0,12}}(?:前|截止|止|。|$|24|18|17))"
)
_WITH_YEAR = re.compile(r"[\d二一][\d〇○零OＯ一二三四五六七八九]{3}年")
_ABOUT_WINDOW = re.compile(r"申报|申请|受理|报送|截止|截至|提交|征集|报名")
_YEAR_ROUND = re.compile(r"常年(?:受理|申报|开放)|全年受理|长期受理")
_URL = re.compile(r"https?://[^\s，。；、）)》”<>]+")
_OFFLINE = re.compile(r"(?:线下|现场|窗口)(?:提交|申报|办理|报送)")
_CONTACT = re.compile(r"(?:联系|咨询)(?:人|电话|方式)(?:及(?:联系)?电话)?\s*[：:]\s*[^。\n]{4,80}")


def read_notice(lines: Sequence[Line], issued_on: date | None = None) -> NoticeDetails:
    """Return the window, the address to apply at and the contact, as far as the text states them.

    A window 即日起至… begins on `issued_on`.
    """
    texts = [line.text for line in lines]
    window = _window(texts, issued_on)
    url = next((m[0] for text in texts if _ABOUT_WINDOW.search(text) and (m := _URL.search(text))), None)
    contact = next((m[0] for text in texts if (m := _CONTACT.search(text))), None)
    offline = any(_OFFLINE.search(text) for text in texts)
    return NoticeDetails(
        window_start=window[0],
        window_end=window[1],
        year_round=window == (None, None) and any(_YEAR_ROUND.search(text) for text in texts),
        apply_url=url or ("线下" if offline else None),
        contact=contact,
    )


def _window(texts: Sequence[str], issued_on: date | None) -> tuple[date | None, date | None]:
    about = [text for text in texts if _ABOUT_WINDOW.search(text)]
    for text in about:
        if match := _WINDOW.search(text):
            first = parse_date(match["first"])
            return first, _last_day(match["last"], first)
    for text in about:
        if match := _FROM_NOW.search(text):
            return issued_on, parse_date(match["last"])
    for text in about:
        if match := _UNTIL.search(text):
            return None, parse_date(match["last"])
    return None, None


def _last_day(written: str, first: date | None) -> date | None:
    """Complete 4月30日 or 30日 by the first day; a window that would end before it begins ends a year later."""
    if first is None or _WITH_YEAR.match(written):
        return parse_date(written)
    month = "" if "月" in written else f"{first.month}月"
    last = parse_date(f"{first.year}年{month}{written}")
    return parse_date(f"{first.year + 1}年{month}{written}") if last is not None and last < first else last
