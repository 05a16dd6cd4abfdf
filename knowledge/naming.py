"""A clause that a question names: 《…办法》第十二条, or 公司法第15条第二款. Reading only; the search looks it up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.text import fold_for_comparison, parse_chinese_numeral

_N = r"[一二三四五六七八九十百千零〇○两\d]+"
_LOCATOR = re.compile(
    rf"第(?P<article>{_N})条(?:之(?P<inserted>{_N}))?(?:第(?P<paragraph>{_N})款)?"
    rf"(?:第?[(（]?(?P<item>{_N})[)）]?项)?"
)
_QUOTED = re.compile(r"《(?P<title>(?:[^《》]|《[^《》]*》)+)》(?:\s*[(（][^()（）]*[)）])?\s*的?$")
_CLAUSE_AT_END = re.compile(rf"第{_N}条(?:之{_N})?$")
_BARE = re.compile(r"[\u4e00-\u9fff（）()]{2,40}$")
_SHORT_FORM = "中华人民共和国"  # everybody leaves it out
_DIGITS = "零一二三四五六七八九"
_SHORTEST_TITLE = 3


@dataclass(frozen=True, slots=True)
class Locator:
    """Numbers of a clause; None where the level is not named."""

    article: int
    inserted: int | None = None
    paragraph: int | None = None
    item: int | None = None

    def holds(self, other: Locator) -> bool:
        """Say whether `other` is this clause or lies in it."""
        if (self.article, self.inserted) != (other.article, other.inserted):
            return False
        return self.paragraph in (None, other.paragraph) and self.item in (None, other.item)


@dataclass(frozen=True, slots=True)
class NamedClause:
    """What a question names: folded titles it may mean, the longest first, and the clause."""

    titles: tuple[str, ...]
    locator: Locator

    @property
    def label_beginnings(self) -> tuple[str, str]:
        """How labels of the article begin, in Chinese and in Arabic numerals."""
        return f"第{chinese_numeral(self.locator.article)}条", f"第{self.locator.article}条"


def named_clause(text: str) -> NamedClause | None:
    """Return the clause that a question names with the title of its document; None when it names none.

    Who writes a title in brackets means that one: what a quoted clause mentions besides is not asked for.
    """
    for match in _LOCATOR.finditer(text):
        locator, before = _locator(match), text[: match.start()]
        if locator is None:
            continue
        if quoted := _QUOTED.search(before):
            return NamedClause(_with_long_form([fold_for_comparison(quoted["title"])]), locator)
        if "《" not in text and (bare := _BARE.search(before)):
            folded = fold_for_comparison(bare[0])
            ends = [folded[start:] for start in range(len(folded) - _SHORTEST_TITLE + 1)]
            return NamedClause(_with_long_form(ends), locator)
    return None


@lru_cache(maxsize=4_096)
def instrument_of(title: str) -> str:
    """Return the folded title of the instrument that `title` is a part of: without its article and the state's name.

    "中华人民共和国民法典第五十四条" → "民法典"; a title that names no article stays whole.
    """
    return _CLAUSE_AT_END.sub("", fold_for_comparison(title)).removeprefix(_SHORT_FORM)


def locator_of(label: str) -> Locator | None:
    """Return the numbers of a clause label ("第三条第（二）项"); None for one without an article at its front."""
    match = _LOCATOR.match(label)
    return _locator(match) if match else None


def chinese_numeral(number: int) -> str:
    """Return a number from 1 to 9999 as articles are numbered: 12 → 十二, 105 → 一百零五."""
    written, zero = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            written += ("零" if zero and written else "") + _DIGITS[digit] + unit
        zero = digit == 0
    return written.removeprefix("一") if 10 <= number < 20 else written


def _locator(match: re.Match[str]) -> Locator | None:
    numbers = {name: _number(value) if value else None for name, value in match.groupdict().items()}
    article = numbers.pop("article")
    return None if not article or article > 9999 else Locator(article, **numbers)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else parse_chinese_numeral(text)


def _with_long_form(titles: list[str]) -> tuple[str, ...]:
    return tuple(form for title in titles for form in (_SHORT_FORM + title, title))
