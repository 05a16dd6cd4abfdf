"""The application window and contacts of an application notice (申报通知)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ingest.cleaning.lines import Line
from ingest.description.dates import DATE, parse_date
from knowledge.types import NoticeDetails

_DAY = rf"(?:{DATE}|\d{{1,2}}\s*月\s*\d{{1,2}}\s*日)"
_WINDOW = re.compile(
    rf"(?:自|从)?(?P<first>{DATE})\s*(?:\d{{1,2}}[:：]\d{{2}})?\s*(?:起)?\s*(?:至|到|—|－|-|~)+\s*(?P<last>{_DAY})"
)
_UNTIL = re.compile(
    rf"(?:截止(?:日期|时间)?(?:为|：|:)?|截至|于)\s*(?P<last>{DATE})(?=[^。]{{0,12}}(?:前|截止|止|。|$|24|18|17))"
)
_ABOUT_WINDOW = re.compile(r"申报|申请|受理|报送|截止|截至|提交|征集|报名")
_YEAR_ROUND = re.compile(r"常年(?:受理|申报|开放)|全年受理|长期受理")
_URL = re.compile(r"https?://[^\s，。；、）)》”<>]+")
_OFFLINE = re.compile(r"(?:线下|现场|窗口)(?:提交|申报|办理|报送)")
_CONTACT = re.compile(r"(?:联系|咨询)(?:人|电话|方式)(?:及(?:联系)?电话)?\s*[：:]\s*[^。\n]{4,80}")


def read_notice(lines: Sequence[Line]) -> NoticeDetails:
    """Return the window, the address to apply at and the contact, as far as the text states them."""
    texts = [line.text for line in lines]
    window = _window(texts)
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


def _window(texts: Sequence[str]) -> tuple[date | None, date | None]:
    for text in texts:
        if _ABOUT_WINDOW.search(text) and (match := _WINDOW.search(text)):
            first = parse_date(match["first"])
            written = match["last"]
            if first is not None and not re.match(r"[\d二一][\d〇○零OＯ一二三四五六七八九]{3}年", written):
                written = f"{first.year}年{written}"
            return first, parse_date(written)
    for text in texts:
        if _ABOUT_WINDOW.search(text) and (match := _UNTIL.search(text)):
            return None, parse_date(match["last"])
    return None, None
