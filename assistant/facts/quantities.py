"""Reading numbers: amounts, shares, dates, limits, counts, document numbers and contacts as comparable values."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from decimal import Decimal
from fractions import Fraction

from assistant.facts.types import FactKind
from core.text import parse_chinese_numeral

_DIGITS = r"\d+(?:\.\d+)?"
_POWER = r"(?:百万|千万|[百千万亿])"
_NUMBER = rf"{_DIGITS}[多余]?(?:{_POWER}(?:{_DIGITS}{_POWER})*(?:\d+)?)?[多余]?"
_SOME = r"(?:数(?:[拾百千][万亿]?|[万亿])|(?<![以之基础年期])上[百千][万亿]?)"  # a number nobody can count
_CURRENCY = r"元(?:人民币)?|美元|欧元|港元|港币|日元|英镑|新台币|台币"
_DAYS = {"日", "天", "自然日", "个自然日", "日历日", "日历天"}
_WORKDAYS = {"工作日", "个工作日", "个工作天", "工作天"}
_LIMIT_UNITS = dict.fromkeys(_DAYS, "day") | dict.fromkeys(_WORKDAYS, "workday")
_MONTHS = {"个月": 1, "月": 1, "年": 12, "周年": 12, "个年度": 12, "个学年": 12, "个季度": 3}
_HOURS = {"小时": 60, "个小时": 60, "分钟": 1}
_WEEKS = {"周", "星期", "个星期"}
_COUNT_UNITS = (
    "平方公里|平方米|立方米|千瓦时|百分点|个百分点|万千瓦|千瓦|公里|千米|厘米|毫米|公斤|千克|周岁|学时|学分|人次|标准煤|"
    "亩|米|吨|克|岁|倍|人|名|家|户|项|次(?!性)|件|份|个|张|套|台|辆|间|所|处|级|类|分|页|档|篇|例|只|本|册|座|批|期|届|条|款|种|位|门|部|m2|m3|km|kg"
)
_SAME_UNIT = {
    "名": "人",
    "位": "人",
    "周岁": "岁",
    "m2": "平方米",
    "个百分点": "百分点",
    "千米": "公里",
    "千克": "公斤",
}
DocumentNumber = tuple[str, str, str]
"""The body, year and serial of a document number: ("国发", "2024", "1")."""
_POWERS = {"百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
_PART = re.compile(rf"({_DIGITS})[多余]?({_POWER}?)")
_DATE_PARTS = re.compile(r"(?:(\d{4})(?:年|[-/.]))?(?:(\d{1,2})(?:月|[-/.]|$))?(?:(\d{1,2})日?)?")
_NUMBER_OF_YEAR = re.compile(r"[\[(〔【](?P<year>\d{4})[\])〕】]第?(?P<serial>\d{1,5})号")
_BODY = re.compile(r"[\u4e00-\u9fff]+$")
_BODY_CHARS = 12
_LEAD_WORDS = re.compile(
    r"^.*?(?:根据|依据|按照|依照|参照|参见|印发|执行|文件|通知|办法|意见|规定|细则|方案|公告|见|为|是|的|和|及|与)"
)


def amount_of(text: str) -> Decimal:
    """Return the value of a number with Chinese powers: "1亿2000万" is 120000000, "35万6000" is 356000."""
    return sum((Decimal(digits) * _POWERS.get(power, 1) for digits, power in _PART.findall(text)), Decimal(0))


def document_numbers(plain: str) -> Iterator[tuple[int, int, DocumentNumber]]:
    """Yield start, end and value of each document number, with up to 12 characters of body.

    Found from the year backwards: a body may begin with any character.
    """
    for match in _NUMBER_OF_YEAR.finditer(plain):
        body = _BODY.search(plain, max(0, match.start() - _BODY_CHARS), match.start())
        if body:
            yield body.start(), match.end(), (body[0], match["year"], str(int(match["serial"])))


def same_document(mine: Hashable, theirs: Hashable) -> bool:
    """Say whether two document numbers are one; words in front of a number run into it ("依据国发〔2024〕1号")."""
    if not (isinstance(mine, tuple) and isinstance(theirs, tuple)) or mine[1:] != theirs[1:]:
        return False
    bodies = [str(value[0]) for value in (mine, theirs)]
    bare = [_LEAD_WORDS.sub("", body) or body for body in bodies]
    return any(a.endswith(b) or b.endswith(a) for a, b in (bodies, bare))


def _contact(match: re.Match[str]) -> Hashable:
    text = match["contact"].rstrip("/.,;:")
    return re.sub(r"^https?://", "", text)


def _date(match: re.Match[str]) -> Hashable:
    year, month, day = (int(part) if part else None for part in date_parts(match["date"]))
    return (year, month, day)


def date_parts(text: str) -> tuple[str | None, str | None, str | None]:
    """Return year, month and day of a date as written, each None when it is not said."""
    found = _DATE_PARTS.match(text)
    return (found[1], found[2], found[3]) if found else (None, None, None)


def _time(match: re.Match[str]) -> Hashable:
    hours, minutes = [*re.findall(r"\d+", match["time"]), "0"][:2]
    return int(hours) * 60 + int(minutes)


def _fraction(match: re.Match[str]) -> Hashable:
    below, above = match["below"], match["above"]
    powers = {"百": 100, "千": 1000, "万": 10_000}
    whole = powers.get(below) or (int(below) if below.isdigit() else parse_chinese_numeral(below))
    share = Fraction(above) if above[0].isdigit() else Fraction(parse_chinese_numeral(above) or 0)
    return share / whole if whole else (below, above)


def _share(match: re.Match[str]) -> Hashable:
    return Fraction(match["share_number"]) / {"%": 100, "‰": 1000, "成": 10}[match["share_unit"]]


def _money(match: re.Match[str]) -> Hashable:
    currency = match["currency"] or "元"
    return (amount_of(match["money_number"]), "元" if currency.startswith("元") else currency)


def _limit(match: re.Match[str]) -> Hashable:
    unit, number = match["limit_unit"], amount_of(match["limit_number"])
    if unit in _MONTHS:
        return (number * _MONTHS[unit], "month")
    if unit in _HOURS:
        return (number * _HOURS[unit], "minute")
    if unit in _WEEKS:
        return (number * 7, "day")
    return (number, _LIMIT_UNITS[unit])


def _count(match: re.Match[str]) -> Hashable:
    unit = match["count_unit"] or ""
    return (amount_of(match["count_number"]), _SAME_UNIT.get(unit, unit))


def _ordinal(match: re.Match[str]) -> Hashable:
    number = match["ordinal_number"]
    value = int(number) if number.isdigit() else parse_chinese_numeral(number)
    return (number if value is None else value, match["ordinal_unit"])


def _either(names: set[str]) -> str:
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))


_LIMIT_NAMES = _either(_DAYS | _WORKDAYS | (set(_MONTHS) - {"月"}) | set(_HOURS) | _WEEKS)
PATTERNS: tuple[tuple[FactKind, str, Callable[[re.Match[str]], Hashable]], ...] = (
    (
        FactKind.CONTACT,
        r"(?P<contact>https?://[^\s\u4e00-\u9fff“”<>\"'，。；、）)(]+|"
        r"(?<![a-z0-9._+-])[a-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+|"
        r"(?<![a-z0-9.@-])(?:[a-z0-9-]+\.)+(?:cn|com|net|org|gov)(?![a-z])(?:/[^\s\u4e00-\u9fff“”<>，。；、）)(]*)?|"
        r"(?<!\d)(?:\(?0\d{2,3}\)?[- ]?\d{7,8}(?:-\d{1,5})?|[48]00-?\d{3}-?\d{4}|1[3-9]\d{9}|12[0-9]{3}|9[56]\d{3})"
        r"(?![\d.]|[年月日元万亿%个人家户])|"
        r"(?<!\d)\d{3,4}-\d{7,8}(?!\d))",
        _contact,
    ),
    (
        FactKind.DATE,
        r"(?P<date>(?<!\d)(?:\d{4}年\d{1,2}月\d{1,2}日|\d{4}(?P<date_sign>[-/.])\d{1,2}(?P=date_sign)\d{1,2}(?!\d)日?|\d{4}年\d{1,2}月|"
        r"(?:19|20)\d{2}年度?|\d{1,2}月\d{1,2}日|\d{1,2}月(?!\d)))",
        _date,
    ),
    (FactKind.TIME, r"(?P<time>(?<!\d)\d{1,2}(?::\d{2}(?!\d)|[时点](?:\d{1,2}分)?))", _time),
    (
        FactKind.RATIO,
        rf"(?P<below>[一二三四五六七八九十百千万\d]+)分之(?P<above>[一二三四五六七八九十百]+|{_DIGITS})",
        _fraction,
    ),
    (FactKind.RATIO, rf"(?P<share_number>{_DIGITS})(?P<share_unit>[%‰成])", _share),
    (FactKind.RATIO, r"(?P<half>一半(?![天日年月个导径])|(?<!参)半数|减半|折半)", lambda _: Fraction(1, 2)),
    (
        FactKind.COUNT,
        rf"(?P<some>{_SOME})[多余]?(?!分)(?P<some_unit>{_CURRENCY}|{_LIMIT_NAMES}|{_COUNT_UNITS})",
        lambda match: (match["some"], _SAME_UNIT.get(match["some_unit"], match["some_unit"])),
    ),
    (
        FactKind.MONEY,
        rf"(?P<money_number>{_NUMBER})(?P<currency>{_CURRENCY})|"
        rf"[￥¥](?P<yen_number>{_NUMBER})",
        lambda match: _money(match) if match["money_number"] else (amount_of(match["yen_number"]), "元"),
    ),
    (FactKind.LIMIT, rf"(?P<limit_number>{_NUMBER})(?P<limit_unit>{_LIMIT_NAMES})(?!岁)", _limit),
    (
        FactKind.ORDINAL,
        r"第\(?(?P<ordinal_number>\d+|[一二三四五六七八九十百零〇两]+)\)?(?P<ordinal_unit>个?工作日|个?月|季度|[条款项目章节编号批届次名位类轮期档年日天阶]|)",
        _ordinal,
    ),
    (FactKind.COUNT, rf"(?P<count_number>{_NUMBER})(?!次性)(?P<count_unit>{_COUNT_UNITS})?", _count),
)
"""Kind, pattern over plain text, and how its match becomes a value; tried in this order."""
BEGINNINGS = r"\da-z一二三四五六七八九十百千万数上半减折第(￥¥"
"""The characters with which a match of `PATTERNS` may begin, as the inside of a class."""
