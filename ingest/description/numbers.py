"""Document numbers (发文字号) and the numbers of orders (令, 公告), in standard form (DOMAIN §2.6)."""

from __future__ import annotations

import re
from functools import cache

from ingest.lexicons import divisions, words

DOCUMENT_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{1,12})\s*[〔\[［(（【]\s*(\d{4})\s*[〕\]］)）】]\s*第?\s*(\d{1,4})\s*号"
)
ORDER_NUMBER = re.compile(r"(令|公告)\s*(?:[(（]?(\d{4})年?[)）]?)?\s*第\s*(\d+|[一二三四五六七八九十百〇○零]+)\s*号")
_NUMBER_ALONE = re.compile(rf"^[（(\[【]?\s*(?:文号|发文字号)?[:：]?\s*{DOCUMENT_NUMBER.pattern}\s*[）)\]】]?$")
_BEFORE_ORDER = re.compile(r"^.*[，。：\s（(日]")
_NOT_IN_CODES = re.compile(r"[市省区州盟县地族自治特别行]")


def stands_alone(text: str) -> bool:
    """Say whether a line is nothing but a document number."""
    return _NUMBER_ALONE.match(text) is not None


def normal_number(match: re.Match[str]) -> str:
    """Return a 发文字号 in its standard form: 〔〕, no 第, no leading zeros."""
    return f"{match[1]}〔{match[2]}〕{int(match[3])}号"


def read_number(text: str) -> str | None:
    """Return the 发文字号 or order number in `text` in standard form, the prefix trimmed to the agency's code."""
    if match := DOCUMENT_NUMBER.search(text):
        prefix = trim_prefix(match[1], alone=stands_alone(text))
        return prefix + normal_number(match)[len(match[1]) :]
    if match := ORDER_NUMBER.search(text):
        year = f"{match[2]}年" if match[2] else ""
        head = _BEFORE_ORDER.sub("", text[: match.start()])
        return f"{head}{match[1]}{year}第{match[3]}号"
    return None


def trim_prefix(prefix: str, *, alone: bool = False) -> str:
    """Cut running text before an agency's code (机关代字): "按照苏府" → "苏府".

    First at the last word that leads in a number, then, unless the number stands `alone`, to the longest suffix made
    of known codes. One unknown character in front of them is kept: small counties are not in the dictionary.
    """
    for lead in words("number_lead_ins"):
        if lead in prefix and not prefix.endswith(lead):
            prefix = prefix[prefix.rindex(lead) + len(lead) :]
    known = None if alone else _codes().search(prefix)
    return prefix[known.start() :] if known and len(known[0]) >= 2 and known.start() >= 2 else prefix


@cache
def _codes() -> re.Pattern[str]:
    places = {c for name in divisions() for c in _NOT_IN_CODES.sub("", name)}
    codes = sorted({*words("agency_codes"), *places}, key=lambda code: (-len(code), code))
    return re.compile(rf"(?:{'|'.join(codes)})+$")
