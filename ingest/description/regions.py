"""Where a document holds (行政区划): what its issuing bodies or its title say, by a dictionary of divisions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ingest.lexicons import divisions
from knowledge.types import Evidence

_BELOW = re.compile(r"^([\u4e00-\u9fff]{1,6}?(?:自治县|自治旗|开发区|高新区|新区|园区|区|县|旗|市))(?!域|划|块)")
_NOT_A_DIVISION = re.compile(
    r"^(?:各|市|全|本|城|示范|试验|实验)|(?:社|小|辖|地|城|市|农|林|牧|校|片|景|库|山|灌|矿|老|营|保护)区$"
)


@dataclass(frozen=True, slots=True)
class Region:
    """A division. `code` is None for one below the prefecture, which the dictionary does not hold."""

    name: str
    code: str | None
    evidence: Evidence


def find_region(issuers: Sequence[Evidence], title: str) -> Region | None:
    """Return the division that all issuing bodies name, or that the title begins with; None when none does.

    Only what is explicit counts: a navigation bar or a place named in the text says nothing about where it holds.
    """
    named = [found for issuer in issuers if (found := _region_at_start(issuer.value, issuer)) is not None]
    if issuers and len({region.name for region in named}) == 1 and len(named) == len(issuers):
        return named[0]
    if issuers and named:
        return None  # joint issue by bodies of several divisions, or with one that names none
    return None if issuers else _region_at_start(title, None)


def _region_at_start(text: str, issuer: Evidence | None) -> Region | None:
    text = text.removeprefix("中共")
    known = _names().match(text)
    if known is None:
        return None
    name, code = known[0], divisions().get(known[0])
    rest = text[known.end() :]
    if code and code.endswith("0000") and (inner := _names().match(rest)) and divisions()[inner[0]][:2] == code[:2]:
        name, code, rest = inner[0], divisions()[inner[0]], rest[inner.end() :]
    below = _BELOW.match(rest)
    if below and not _NOT_A_DIVISION.search(below[1]):
        name, code = name + below[1], None
    quote = issuer.quote if issuer else text
    start, end = (issuer.start, issuer.end) if issuer else (None, None)
    return Region(name, code, Evidence("region", name, quote, start, end, 0.9 if issuer else 0.7))


@cache
def _names() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, divisions()), key=lambda name: (-len(name), name))))
