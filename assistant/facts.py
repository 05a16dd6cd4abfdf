"""The facts a sentence states, in comparable form: what verification looks for in the cited clause.

A fact is a string such as "20万元", "50%", "60日" or "〔2025〕3号" after numeral normalisation; a sentence is
supported when every one of its facts stands in the clause it cites.
"""

from __future__ import annotations

import re
from decimal import Decimal

from core.text import fold_for_comparison, normalise_for_search

_NUMBER = r"\d+(?:\.\d+)?"
_QUANTITY = re.compile(
    rf"{_NUMBER}\s*(?:%|‰|万元|亿元|元|万|亿|个工作日|工作日|个自然日|个月|个|日|天|年|月|小时|分钟|倍|家|人|名|项|户|次|件|份|平方米|亩|公里|岁|周|成|分)?"
)
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[\[(〔]\d{4}[\])〕]\d{1,4}号")
_NUMBER_PARTS = re.compile(r"(?P<body>[\u4e00-\u9fff]+)[\[(〔](?P<year>\d{4})[\])〕](?P<serial>\d{1,4})号")
_DATE = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?")
_FRACTION = re.compile(r"[一二三四五六七八九十百千\d]+分之[一二三四五六七八九十百千\d]+")
_AMOUNT = re.compile(rf"({_NUMBER})(万|亿)?元?$")
_POWERS = {None: 1, "万": 10_000, "亿": 100_000_000}
_PHONE = re.compile(r"(?<!\d)(?:\d{3,4}-\d{7,8}|1\d{10}|12345)(?!\d)")
_URL = re.compile(r"https?://[^\s\u4e00-\u9fff“”。，；）)]+")
_NEGATION = re.compile(
    r"不得|不予|不再|不能|不可|不享受|不适用|不属于|不包括|不列入|不收|不超过|禁止|无需|免于|未|除外"
)
_QUANTIFIER = re.compile(
    r"均|各(?!类|项|有关|部门|单位)|仅|全部|任一|分别|每年|每月|每户|每人|一次性|以上|以下|以内|以外|超过|不满|至少|最高|最低|最长"
)
# A mark has at most two digits; "[2025]" is the year of a document number written with square brackets.
_MARKUP = re.compile(r"\[\d{1,2}\]|\*\*|^##\s*|^-\s*", re.MULTILINE)


def facts_of(text: str) -> list[str]:
    """Return the facts of `text` in order, each once.

    Facts are document numbers, phones, URLs, dates, fractions, quantities, negations and quantifiers.
    """
    plain = _plain(text)
    found: list[str] = []
    for pattern in (_DOCUMENT_NUMBER, _PHONE, _URL, _DATE, _FRACTION):
        found += pattern.findall(plain)
        plain = pattern.sub(" ", plain)
    for pattern in (_QUANTITY, _NEGATION, _QUANTIFIER):
        found += [re.sub(r"\s", "", match) for match in pattern.findall(plain)]
    return list(dict.fromkeys(found))


def unsupported_facts(sentence: str, clause: str) -> list[str]:
    """Return the facts of `sentence` that `clause` does not state, in order."""
    stated = facts_of(clause)
    known, running = set(stated), fold_for_comparison(_plain(clause))
    amounts = {_amount(fact) for fact in stated} - {None}
    return [
        fact
        for fact in facts_of(sentence)
        if fact not in known
        and _amount(fact) not in amounts
        and not any(_same_document(fact, other) for other in stated)
        and not _stands_in(fact, running)
    ]


def _stands_in(fact: str, running: str) -> bool:
    """A number must stand alone ("20万元" is not in "120万元"); a word may stand anywhere.

    A date stands in a span that names its year once ("2026年11月2日至12月18日").
    """
    if not fact[0].isdigit():
        return fold_for_comparison(fact) in running
    if _stands_alone(fact, running):
        return True
    year, _, rest = fact.partition("年")
    is_date = _DATE.fullmatch(fact) is not None
    return is_date and _stands_alone(f"{year}年", running) and _stands_alone(rest, running, after="年")


def _stands_alone(number: str, running: str, *, after: str = "") -> bool:
    """Say whether `number` stands in `running` as a whole number, and not behind the character `after`."""
    end = r"(?![\d.])" if number[-1].isdigit() else ""
    return re.search(rf"(?<![\d.{after}]){re.escape(fold_for_comparison(number))}{end}", running) is not None


def _same_document(fact: str, other: str) -> bool:
    """Say whether two document numbers are one; the words in front of a number run into it ("依据国发〔2024〕1号")."""
    mine, theirs = (_NUMBER_PARTS.fullmatch(text) for text in (fact, other))
    if mine is None or theirs is None or mine.group("year", "serial") != theirs.group("year", "serial"):
        return False
    length = min(2, len(mine["body"]), len(theirs["body"]))
    return mine["body"][-length:] == theirs["body"][-length:]


def _amount(fact: str) -> Decimal | None:
    """Return the yuan of "50万元" or "500000元", None when the fact is no amount of money."""
    match = _AMOUNT.fullmatch(fact)
    if match is None or not fact.endswith(("元", "万", "亿")):
        return None
    return Decimal(match[1]) * _POWERS[match[2]]


def _plain(text: str) -> str:
    return normalise_for_search(_MARKUP.sub("", text))
