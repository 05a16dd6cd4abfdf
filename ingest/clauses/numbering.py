"""The numbering of Chinese official texts: what a line opens, by the grammar of DOMAIN §2.4."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from core.text import parse_chinese_numeral

NUMERAL = "[一二三四五六七八九十百千零〇○两]+"
LEFT, RIGHT, BLANKS = "[(（]", "[)）]", r"[^\S\n]*"
CIRCLED = "\u2460-\u2473"
_DIGIT_LIKE = rf"{NUMERAL}[－—–-]?"  # 三十－条: a dash for 一, seen in texts that were recognised
_DASHES = str.maketrans("－—–-", "一一一一")
_NOT_A_REFERENCE = r"(?=[ \t\u3000:：]|[^的、,，。；和或至之第规]|$)"


class Mark(StrEnum):
    """A kind of numbering, outermost first within each style."""

    PART = "编"
    SUBPART = "分编"
    CHAPTER = "章"
    SECTION = "节"
    ARTICLE = "条"
    LEVEL1 = "L1"
    LEVEL2 = "L2"
    LEVEL3 = "L3"
    LEVEL4 = "L4"
    LEVEL5 = "L5"
    APPENDIX = "附"


DIVISIONS = (Mark.PART, Mark.SUBPART, Mark.CHAPTER, Mark.SECTION)
SECTIONS = (*DIVISIONS, Mark.LEVEL1, Mark.LEVEL2)
"""Marks that can head articles, outermost first: judicial interpretations set 一、 and （一） above theirs."""
LISTS = (Mark.LEVEL1, Mark.LEVEL2, Mark.LEVEL3, Mark.LEVEL4, Mark.LEVEL5)

_PATTERNS: tuple[tuple[Mark, re.Pattern[str]], ...] = tuple(
    (mark, re.compile(pattern))
    for mark, pattern in (
        (Mark.PART, rf"^{BLANKS}第({NUMERAL})编(?=[ \t\u3000]|$)"),
        (Mark.SUBPART, rf"^{BLANKS}第({NUMERAL})分编(?=[ \t\u3000]|$)"),
        (Mark.CHAPTER, rf"^{BLANKS}第({NUMERAL}|\d+)章(?=[ \t\u3000]|[^的、,，。；]|$)"),
        (Mark.SECTION, rf"^{BLANKS}第({NUMERAL}|\d+)节(?=[ \t\u3000]|[^的、,，。；]|$)"),
        (Mark.ARTICLE, rf"^{BLANKS}[第笫]({_DIGIT_LIKE}|\d+)条(?:之({NUMERAL}))?{_NOT_A_REFERENCE}"),
        (Mark.LEVEL1, rf"^{BLANKS}({NUMERAL})、"),
        (Mark.LEVEL2, rf"^{BLANKS}{LEFT}({NUMERAL}){RIGHT}"),
        (Mark.LEVEL3, rf"^{BLANKS}(\d{{1,2}})(?:[、．]|\.(?!\d))"),
        (Mark.LEVEL4, rf"^{BLANKS}{LEFT}(\d{{1,2}}){RIGHT}"),
        (Mark.LEVEL5, rf"^{BLANKS}([{CIRCLED}])"),
        (Mark.APPENDIX, rf"^{BLANKS}附(?:件|表|录)(\d+|{NUMERAL})?(?=[:：.\s\u3000]|$)"),
    )
)

_INNER_BLANKS = re.compile(
    r"^([^\S\n]*)第[^\S\n]*([一二三四五六七八九十百千零〇○两\d \t\u00a0\u3000]{1,24}?)[^\S\n]*([编章节条])"
)
SPLIT = re.compile(
    rf"(?<=\S)[^\S\n]{{2,}}(?=第{NUMERAL}[编章节条](?:之{NUMERAL})?[^\S\n])"
    rf"|(?<=[。；])[^\S\n]+(?=第{NUMERAL}条(?:之{NUMERAL})?(?:[^\S\n]|[^\s的、,，。；和或及至到之第规款项]))"
)
"""Blanks that stand for a line break: in run-on headings ("第二章　规划建设　　第八条　…"), and behind the end of a
sentence ("…的基本情况。 第十八条继续教育实行登记制度"), where a reference does not follow a blank."""

INLINE_ITEM = re.compile(r"(?:(?<=[。；，：:;,])|^)([一二三四五六七八九十]{1,2})(?:是|要)(?=[\u4e00-\u9fff“])")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a line opens. `number` is "3" or "10-1"; `end` is where the mark ends in the line; `value` orders marks."""

    mark: Mark
    number: str
    end: int

    @property
    def value(self) -> tuple[int, int]:
        head, _, tail = self.number.partition("-")
        return int(head or 0), int(tail or 0)


def read_opening(line: str) -> Opening | None:
    """Return what `line` opens, or None for body text. The first matching level wins."""
    for mark, pattern in _PATTERNS:
        if match := pattern.match(line):
            number = _number(match[1] or "")
            if number is None:
                return None
            if mark is Mark.ARTICLE and match[2]:
                inserted = parse_chinese_numeral(match[2])
                if inserted is None:
                    return None
                return Opening(mark, f"{number}-{inserted}", match.end())
            return Opening(mark, str(number) if number or mark is not Mark.APPENDIX else "", match.end())
    return None


def _number(text: str) -> int | None:
    if not text:
        return 0
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and "\u2460" <= text <= "\u2473":
        return ord(text) - 0x2460 + 1
    return parse_chinese_numeral(text.translate(_DASHES))


def collapse_inner_blanks(line: str) -> str:
    """Return `line` with the blanks inside a leading mark removed ("第 十 条" → "第十条")."""

    def tighten(match: re.Match[str]) -> str:
        return f"{match[1]}第{''.join(match[2].split())}{match[3]}"

    return _INNER_BLANKS.sub(tighten, line)


_DIGITS = "零一二三四五六七八九"


def to_chinese_numeral(value: int) -> str:
    """Return 1..9999 as written in statutes: 12 → 十二, 105 → 一百零五, 110 → 一百一十."""
    if not 0 < value < 10_000:
        raise ValueError(f"{value} has no numeral here; 1 to 9999 do.")
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if zero else "") + _DIGITS[digit] + name
            zero = False
        elif text:
            zero = True
    return text.removeprefix("一") if text.startswith("一十") else text
