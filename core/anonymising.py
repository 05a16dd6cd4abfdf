"""Taking out who somebody is, before words of one enterprise are shown to all: masking, and names besides.

Names cannot be told from other words with certainty. Those that are known are found wherever they stand; others by
what stands around them (…有限公司, 联系人：…). What is left is for the curator who reviews the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import lru_cache
from importlib import resources
from typing import Any

from core.masking import is_credit_code, mask, mask_name
from core.messages import message

_CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
_BRACKETS_AT_END = re.compile(r"[（(][^（）()]*[）)]$")
_RUN = r"[\u4e00-\u9fffA-Za-z0-9（）()·]{1,30}?"
_LEAST_STEM = 2
_LEAST_SHORT_FORM = 4
_PREFIXES = (0, 2, 3, 4)
"""Characters that people leave out at the front of an enterprise's name: the place it is registered in."""


def anonymise(text: str, *, enterprise: str = "", person: str = "", official_contacts: Collection[str] = ()) -> str:
    """Return `text` masked, without credit codes, names of enterprises and of persons.

    `enterprise` and `person` are names known to stand behind the text; numbers in `official_contacts` (published
    office phones) stay.
    """
    unnamed = _CREDIT_CODE.sub(_masked_code, text)
    for form in _forms(enterprise.strip()):
        unnamed = unnamed.replace(form, message("masking.enterprise"))
    if len(person.strip()) >= _LEAST_STEM:
        unnamed = unnamed.replace(person.strip(), mask_name(person.strip()))
    unnamed = _enterprise_pattern().sub(_without_enterprise, unnamed)
    unnamed = _person_pattern().sub(lambda found: mask_name(found[0]), unnamed)
    return mask(unnamed, official_contacts=official_contacts)


def _forms(name: str) -> list[str]:
    """Return how people write the name of an enterprise, the longest first."""
    plain = _BRACKETS_AT_END.sub("", name)
    stem = plain
    for ending in _lexicon()["endings"]:
        stem = stem.removesuffix(ending)
    short = [stem[prefix:] for prefix in _PREFIXES if len(stem) - prefix >= _LEAST_SHORT_FORM]
    return [form for form in dict.fromkeys((name, plain, *short)) if len(form) >= _LEAST_SHORT_FORM]


def _without_enterprise(found: re.Match[str]) -> str:
    """Leave what stands before the name; "对有限公司" names nobody."""
    run = found["stem"]
    cuts = [run.rfind(word) + len(word) for word in _lexicon()["before"] if word in run]
    cut = max(cuts, default=0)
    if len(run) - cut == 0:
        return found[0]
    if len(run) - cut < _LEAST_STEM:
        cut = max((place for place in cuts if len(run) - place >= _LEAST_STEM), default=0)
    return run[:cut] + message("masking.enterprise") if len(run) - cut >= _LEAST_STEM else found[0]


def _masked_code(found: re.Match[str]) -> str:
    code = found[0].upper()
    return code[:2] + "*" * (len(code) - 2) if is_credit_code(code) else found[0]


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((resources.files("core") / "lexicons" / "names.json").read_text("utf-8"))
    return raw


@lru_cache(maxsize=1)
def _enterprise_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<stem>{_RUN})(?:{'|'.join(_lexicon()['endings'])})")


@lru_cache(maxsize=1)
def _person_pattern() -> re.Pattern[str]:
    """A name behind a label and before no further character, or a whole name before a title."""
    words = _lexicon()
    given = rf"(?!{'|'.join(words['no_given_name'])})[\u4e00-\u9fff]"
    name = f"[{words['surnames']}]{given}{{1,2}}"
    labelled = "|".join(rf"(?<={label}){name}(?![\u4e00-\u9fff])" for label in _labels())
    return re.compile(rf"{labelled}|{name}(?={'|'.join(words['titles'])})")


def _labels() -> list[str]:
    return [label + mark for label in _lexicon()["labels"] for mark in ("：", ":", "")]
