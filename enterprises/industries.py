"""The industry classification GB/T 4754-2017: section letters and divisions, as data."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib import resources

_CODE = re.compile(r"[A-T]\d{2,4}")
DIVISION_CHARS = 3
"""A letter and two digits: what statistics are grouped by."""


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    text = (resources.files("enterprises") / "data" / "industries.json").read_text(encoding="utf-8")
    sections = json.loads(text)["sections"]
    names = {section["code"]: section["name"] for section in sections}
    return names | {s["code"] + number: name for s in sections for number, name in s["divisions"].items()}


def is_industry(code: str) -> bool:
    """Say whether `code` is a letter with a division of its section, more digits allowed: "C35", "K7010"."""
    return _CODE.fullmatch(code) is not None and code[:DIVISION_CHARS] in _names()


def industry_name(code: str) -> str:
    """Return the name of a section ("C") or of the division of a code ("C35", "K7010"); the code if unknown."""
    return _names().get(code[:DIVISION_CHARS], code)


def industry_codes() -> tuple[str, ...]:
    """Return the codes of all sections and divisions."""
    return tuple(_names())
