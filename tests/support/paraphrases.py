"""Rules that say a true sentence in another form without changing what it says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from core.text import numerals_to_digits, to_traditional

_DIGITS = "零一二三四五六七八九"
_WIDE = {c: chr(ord(c) + 0xFEE0) for c in "0123456789,:;()?!"}
_BEGINS = re.compile(r"(^|[，；。])企业(?=应当|可以|不得|提|申|符|向|未|需|须|办|缴|享|获)")


def chinese_numeral(value: int) -> str:
    """Return a number below 10,000 in Chinese numerals: 120 is 一百二十."""
    if value < 20 and value >= 10:
        return "十" + (_DIGITS[value % 10] if value % 10 else "")
    text, zero = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return text or "零"


def _chinese_numbers(sentence: str) -> str:
    def written(match: re.Match[str]) -> str:
        return chinese_numeral(int(match[1]))

    text = re.sub(r"(?<![\d.,，])([1-9]\d{0,3})(?=万元|亿元|元|个工作日|个月|人(?!次))", written, sentence)
    return re.sub(r"(?<![\d.月])([1-9]\d?)(?=日内|日以内|天内)", written, text)


def _chinese_shares(sentence: str) -> str:
    return re.sub(r"(?<![\d.])([1-9]\d?)[%％]", lambda match: f"百分之{chinese_numeral(int(match[1]))}", sentence)


def _yuan(sentence: str) -> str:
    return re.sub(r"(?<![\d.])(\d{1,4})万元", lambda match: f"{int(match[1]) * 10_000:,}元", sentence)


def _dates(sentence: str) -> str:
    return re.sub(
        r"(?<!\d)(20\d\d)年(\d{1,2})月(\d{1,2})日", lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02} ", sentence
    )


def _without_lead(sentence: str) -> str:
    _, comma, rest = sentence.partition("，")
    return rest if comma and len(rest) >= 12 else sentence


def _reordered(sentence: str) -> str:
    """Exchange two inner items of a list of short ones."""
    if "分别" in sentence or "依次" in sentence:
        return sentence
    return re.sub(r"(?<=、)([\u4e00-\u9fff]{2,8})、([\u4e00-\u9fff]{2,8})(?=、)", r"\2、\1", sentence, count=1)


def _wide(sentence: str) -> str:
    return "".join(_WIDE.get(c, c) for c in sentence)


def _marked(sentence: str) -> str:
    bold = re.sub(r"(\d[\d.]*(?:万元|%|个工作日|个月))", r"**\1**", sentence)
    return f"{bold[:-1]}[1]{bold[-1]}" if bold[-1] in "。；" else f"{bold}[1]"


PARAPHRASES: dict[str, Callable[[str], str]] = {
    "verbatim": lambda sentence: sentence,
    "quoted": lambda sentence: f"“{sentence}”[1]",
    "marked": _marked,
    "digits": numerals_to_digits,
    "chinese numerals": _chinese_numbers,
    "chinese shares": _chinese_shares,
    "yuan": _yuan,
    "dates": _dates,
    "without lead": _without_lead,
    "reordered": _reordered,
    "this enterprise": lambda sentence: _BEGINS.sub(r"\1该企业", sentence),
    "half width": lambda sentence: unicodedata.normalize("NFKC", sentence),
    "full width": _wide,
    "traditional": to_traditional,
    "split": lambda sentence: sentence.replace("；", "。"),
    "introduced": lambda sentence: f"根据规定，{sentence}",
    "must": lambda sentence: sentence.replace("应当", "应"),
    "cannot": lambda sentence: sentence.replace("不得", "不能"),
    "days": lambda sentence: re.sub(r"(?<![\d月]\d)(?<!月)(?<=[\d十])日内", "天内", sentence),
    "at most": lambda sentence: re.sub(r"(?<!最高)(?<!得)不超过(?=\d+万?元)", "最高", sentence),
}
"""Harmless paraphrases by name; a rule that does not apply gives the sentence back as it is."""


def paraphrases(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield (name, paraphrase) for every rule that changes the sentence, and the sentence itself."""
    for name, say in PARAPHRASES.items():
        said = say(sentence)
        if name == "verbatim" or said != sentence:
            yield name, said
