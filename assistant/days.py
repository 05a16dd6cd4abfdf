"""The time a question is about, when its words name one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from core.text import numerals_to_digits, to_simplified

_YEAR = r"((?:19|20)\d{2})年"
_MONTH = re.compile(rf"{_YEAR}(\d{{1,2}})月(?:(\d{{1,2}})[日号])?")
_YEAR_FROM = re.compile(rf"{_YEAR}(?:以后|之后|起|后)")
_PAST_WORD = re.compile(r"当时|那时|的时候|那会儿?")
# "2015年时，…", "2015年底，当时…", "2015年的《…》", "《…》（2015修正）": how the text stood in that year. A year that
# something happened in ("2024年时注册的企业") is a fact.
_HAPPENED = r"(?!.{0,6}(?:注册|成立|设立|认定|获|评|招|引进|买|购|签|迁|搬|投|花|建|借|取得|入库|毕业|来的|开始))"
_BENEFIT = r"(?:补助|补贴|奖励|贴息|资助|奖补|减免|政策|办法|规定|标准|条例|措施|方案|做法)"
_YEAR_THEN = re.compile(
    rf"{_YEAR}[底末]?(?:(?:的?时候?|那时候?|那年|当年|那会儿?)[，,、]|(?:的?时候?|当时|那时|的|版的?|修[订正改]的?)*《)"
    r"|[》法例定则释][（(]?((?:19|20)\d{2})年?(?:修[订正改]|版)"
)
_YEAR_RULES = re.compile(
    rf"{_YEAR}(?:的?时候?|那时候?|当时)(?:的|，)?{_HAPPENED}|{_YEAR}(?:实行|执行|施行|有效|适用)?的{_HAPPENED}\w{{0,10}}?{_BENEFIT}"
)
_YEAR_STRONG = re.compile(rf"{_YEAR}.*(?:当时|那时|那会儿?)|(?:当时|那时|那会儿?).*?{_YEAR}")
_RULES = r"(?:有效的?|的)?(?:规定|标准|政策|办法|条例|做法|《)"
_BEFORE = re.compile(rf"{_YEAR}(?:(\d{{1,2}})月)?(?:(\d{{1,2}})[日号])?(?:以前|之前|前){_RULES}")
_RELATIVE = {"大前年": -3, "前年": -2, "去年": -1, "上一年": -1, "明年": 1, "来年": 1, "后年": 2}
_RELATIVE_PAST = re.compile(
    rf"(大前年|前年|去年|上一年)(?:(?:那时|的?时候|当时)(?:的|，)?{_HAPPENED}|的?{_HAPPENED}\w{{0,10}}?{_BENEFIT})"
)
_RELATIVE_COMING = re.compile(r"(明年|来年|后年)")
_PREVIOUS = re.compile(
    rf"(?:之前|以前|先前|原先|原来|过去|从前)(?:旧|老)?(?:的|那个|那版|施行的|执行的|有效的)(?!时候|年)\w{{0,12}}?{_BENEFIT}"
    rf"|(?<![按照])(?:旧|老|原|上一?版|前一?版)的?(?:{_BENEFIT}|版本?)"
    r"|(?:修[订正改]|调整|废止|更新|失效|变更|换)(?:之前|以前|前)(?:的|，|是|怎么|多少|规定|标准|《)"
    r"|(?:之前|以前|原来|过去|原先)(?:是)?(?:怎么|如何|什么)(?:规定|样)|(?:之前|以前|原来|过去)的?(?:比例|标准|规定|金额)?是(?:多少|几)"
)


_PREVIOUS_WORDS = re.compile(
    r"(?:之前|以前|先前|原先|原来|过去|从前)(?:旧|老)?(?:的|那个|那版|施行的|执行的|有效的|是)?"
    r"|(?:旧|老|原|上一?版|前一?版)的?(?=补助|补贴|奖励|贴息|政策|办法|规定|标准|条例|措施|方案|版)"
    r"|(?:修[订正改]|调整|废止|更新|失效|变更|换)(?:之前|以前|前)的?"
)
_TIME_WORDS = re.compile(
    r"(?:(?:19|20)\d{2}年(?!度|\d)|大前年|前年|去年|上一年|明年|来年|后年)(?:的?时候?|那时|当时|底|末|以后|起|之后)?的?[，,]?"
)
_TODAY = re.compile(r"现在|目前|现行|如今|今天|当前|最新|新(?:的)?(?:规定|办法|标准|政策)")


@dataclass(frozen=True, slots=True)
class AskedTime:
    """The days that a question may mean. `is_previous`: those before the text in force, whenever that was."""

    first: date
    last: date
    is_previous: bool = False

    def day(self, today: date) -> date:
        """Return the day to take when nothing else tells: the end of what is past, the beginning of what comes."""
        return self.first if self.first > today else self.last


def day_asked_about(text: str, today: date) -> date | None:
    """Return the day named by `text`: a coming month or day, or a past one with 当时 or the like; None when none is."""
    asked = time_asked_about(text, today)
    return asked.day(today) if asked is not None and not asked.is_previous else None


def time_asked_about(text: str, today: date) -> AskedTime | None:
    """Return the time named by `text`, None when none is.

    "2027年1月以后招人" asks about 2027-01-01. A past year alone ("2025年度研发费用") is a fact, not a time asked about;
    a past year with a word for then ("2015年时，…") or for rules ("2022年的补贴标准") means how things stood in it.
    "之前的规定" and "修订前的《…》" mean the text before the one in force.
    """
    text = numerals_to_digits(to_simplified(text))
    for match in _MONTH.finditer(text):
        day = _date(int(match[1]), int(match[2]), int(match[3] or 1))
        if day is not None and (day > today or _PAST_WORD.search(text)):
            return AskedTime(day, day)
    years = [int(match[1]) for match in _YEAR_FROM.finditer(text)]
    coming = next((date(year, 1, 1) for year in years if date(year, 1, 1) > today), None)
    if coming is not None:
        return AskedTime(coming, coming)
    return _past(text, today) or _relative(text, today) or _previous(text, today)


def without_previous(text: str) -> str:
    """Return a question without the words that mean the text before the one in force; no document holds them."""
    return _PREVIOUS_WORDS.sub("", text) if _PREVIOUS.search(text) else text


def without_time(text: str) -> str:
    """Return a question without the years it names."""
    return _TIME_WORDS.sub("", text)


def is_about_today(text: str) -> bool:
    """Say whether a question says that it means today: what an earlier turn was about does not count then."""
    return bool(_TODAY.search(to_simplified(text)))


def _past(text: str, today: date) -> AskedTime | None:
    if match := _BEFORE.search(text):
        first = _date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
        day = first - timedelta(days=1) if first is not None and first <= today else None
        return AskedTime(day, day) if day is not None else None
    match = _YEAR_THEN.search(text) or _YEAR_STRONG.search(text) or _YEAR_RULES.search(text)
    if match is None:
        return None
    year = int(next(filter(None, match.groups())))
    return _year(year) if date(year, 12, 31) < today else None


def _relative(text: str, today: date) -> AskedTime | None:
    match = _RELATIVE_PAST.search(text) or _RELATIVE_COMING.search(text)
    return _year(today.year + _RELATIVE[match[1]]) if match else None


def _previous(text: str, today: date) -> AskedTime | None:
    return AskedTime(date.min, today - timedelta(days=1), is_previous=True) if _PREVIOUS.search(text) else None


def _year(year: int) -> AskedTime:
    return AskedTime(date(year, 1, 1), date(year, 12, 31))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
