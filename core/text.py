"""The one text normalisation, used for documents and questions alike. Display text is never changed by it."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

from opencc import OpenCC

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
# Half a surrogate pair can come from a damaged argument or JSON; no store takes it.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_QUOTES_AND_BLANKS = re.compile(r"[\s\"'“”‘’「」『』]+")
_BLANKS = re.compile(r"\s+")

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "零〇○一二三四五六七八九两十百千"
_PERCENT = re.compile(rf"百分之([{_NUMERAL}]+(?:点[{_NUMERAL}]+)?)")
# A numeral counts as a number only before a unit; runs opened by 百 or 千 ("百年", "千万") are words.
_COUNTED = re.compile(
    rf"(?<![{_NUMERAL}])([零〇○一二三四五六七八九两十][{_NUMERAL}]*)(?=[万亿元年月日天个倍人家次条款项章节岁周户名件份成]|工作日|小时)"
)

TRADITIONAL_SHARE = 0.05
"""Share of Han characters changed by t2s from which a text counts as Traditional (DOMAIN §2.7 C14)."""


@lru_cache(maxsize=4)
def _converter(config: str) -> OpenCC:
    return OpenCC(config)


@lru_cache(maxsize=1)
def _traditional_characters() -> frozenset[str]:
    """Characters that t2s changes: lets Simplified text, nearly all there is, skip the slow converter."""
    convert = _converter("t2s").convert
    candidates = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    return frozenset(c for c in candidates if (new := convert(c)) != c and not _BEYOND.search(new))


def _converted(text: str, config: str) -> str:
    """Convert, but keep what has only a rare Simplified form that hardly any font shows (二噁英)."""
    new = str(_converter(config).convert(text))
    if _BEYOND.search(new) and len(new) == len(text):
        return "".join(old if _BEYOND.match(c) else c for old, c in zip(text, new, strict=True))
    return new


def has_traditional(text: str) -> bool:
    """Say whether `text` holds a character that t2s changes."""
    return not _traditional_characters().isdisjoint(text)


def traditional_share(text: str) -> float:
    """Return the share of Han characters in `text` that t2s changes, 0..1; 0 when there are none."""
    if not has_traditional(text):
        return 0.0
    traditional = sum(map(_traditional_characters().__contains__, text))
    return traditional / len(_HAN.findall(text)) if traditional else 0.0


def has_han(text: str) -> bool:
    """Say whether a Chinese character stands in `text`."""
    return _HAN.search(text) is not None


def is_traditional(text: str) -> bool:
    """Say whether `text` is written in Traditional script (C14)."""
    return traditional_share(text) >= TRADITIONAL_SHARE


def simplify_traditional(text: str) -> str:
    """Return a Traditional text in Simplified script (tw2s); harms Simplified text (显著 → 显着, DOMAIN §2.7 C15)."""
    return _converted(text, "tw2s")


def simplify_stray(text: str) -> str:
    """Return a Simplified text with its stray Traditional characters simplified (t2s)."""
    return _converted(text, "t2s")


def to_simplified(text: str) -> str:
    """Return `text` in Simplified script, by the converter that fits the script it is in."""
    if not has_traditional(text):
        return text
    return simplify_traditional(text) if is_traditional(text) else simplify_stray(text)


def to_traditional(text: str) -> str:
    """Return `text` in Traditional script (Taiwan standard characters, wording unchanged)."""
    return str(_converter("s2tw").convert(text))


def remove_invisible(text: str) -> str:
    """Drop control, zero-width, bidirectional and tag characters and lone surrogates; line breaks and tabs stay."""
    return _INVISIBLE.sub("", _CONTROL.sub("", text))


def parse_chinese_numeral(text: str) -> int | None:
    """Return the value of a Chinese numeral below 100,000,000 ("二十三" → 23, "二〇二四" → 2024), or None.

    "一万二千" is read; a numeral that is not well formed ("十十") gives None.
    """
    if not text:
        return None
    if "万" in text:
        head, _, tail = text.partition("万")
        high, low = parse_chinese_numeral(head), parse_chinese_numeral(tail) if tail else 0
        return None if high is None or low is None else high * 10_000 + low
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit, last_unit = 0, None, 10_000
    for c in text:
        if c in _UNITS:
            unit = _UNITS[c]
            if unit >= last_unit:
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        elif c in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[c]
        else:
            return None
    return total + (digit or 0)


def numerals_to_digits(text: str) -> str:
    """Write Chinese numerals before a unit, and 百分之…, with digits: "二十万元" → "20万元", "百分之五" → "5%"."""

    def percent(match: re.Match[str]) -> str:
        whole, _, fraction = match[1].partition("点")
        value = parse_chinese_numeral(whole)
        if value is None:
            return match[0]
        return f"{value}.{''.join(str(_DIGITS.get(c, '')) for c in fraction)}%" if fraction else f"{value}%"

    def counted(match: re.Match[str]) -> str:
        value = parse_chinese_numeral(match[1])
        return match[1] if value is None else str(value)

    return _COUNTED.sub(counted, _PERCENT.sub(percent, text))


@cache
def _wording() -> tuple[re.Pattern[str], dict[str, str]]:
    """The words used in Taiwan for what mainland documents call otherwise (C16), in Simplified script."""
    entries = json.loads((resources.files("core") / "lexicons" / "wording.json").read_text(encoding="utf-8"))
    means = {entry["word"]: entry["means"] for entry in entries}
    patterns = []
    for entry in sorted(entries, key=lambda e: -len(e["word"])):
        # Guards stand behind the word, so that the first characters alone decide nearly everywhere.
        after, before = entry.get("not_after"), entry.get("not_before")
        word = entry["word"]
        guard = (f"(?<![{after}]{word})" if after else "") + (f"(?![{before}])" if before else "")
        patterns.append(word + guard)
    return re.compile("|".join(patterns)), means


def unify_wording(text: str) -> str:
    """Return `text` with Taiwan words for what mainland documents call otherwise, for search only (C16)."""
    pattern, means = _wording()
    return pattern.sub(lambda match: means[match[0]], text)


def normalise_for_search(text: str) -> str:
    """Return the form that is indexed and searched: NFKC, Simplified, one wording, no invisible characters.

    Thousands commas go, counted Chinese numerals become digits, letters are lower case, blanks collapse to one.
    """
    text = unicodedata.normalize("NFKC", remove_invisible(text))
    text = unify_wording(to_simplified(_THOUSANDS.sub("", text))).lower()
    return _BLANKS.sub(" ", numerals_to_digits(text)).strip()


def fold_for_comparison(text: str) -> str:
    """Return the form in which two strings are compared (DOMAIN §2.7).

    NFKC → Simplified → no blanks and quotation marks → no thousands commas → lower case.
    """
    text = to_simplified(unicodedata.normalize("NFKC", remove_invisible(text)))
    return _THOUSANDS.sub("", _QUOTES_AND_BLANKS.sub("", text)).lower()
