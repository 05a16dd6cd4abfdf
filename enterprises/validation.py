"""Checks of a profile: every wrong field at once, by code; the words for them stand in the catalogue."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date

from core.masking import is_credit_code
from core.text import remove_invisible
from enterprises.industries import is_industry
from enterprises.types import Facts

NAME_MAX_CHARS = 100
REGION_MAX_CHARS = 50
MOST_EMPLOYEES = 10_000_000
MOST_MONEY = 1e9
"""Ten million people and ten trillion yuan: what is larger has the wrong unit."""

_REGION = re.compile(r"\d{6}(?:\d{3}){0,2}")
_MONEY = ("revenue", "total_assets")


def clean_credit_code(text: str) -> str:
    """Return a credit code as it is stored: half-width capitals without blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def clean_facts(facts: Facts) -> Facts:
    """Return the facts with blanks trimmed, codes in half-width capitals, and money to the cent of a 万元."""
    cleaned = replace(facts, name=replace(facts.name, value=" ".join(remove_invisible(facts.name.value).split())))
    for field in ("industry", "region"):
        if (fact := getattr(cleaned, field)) is not None:
            cleaned = replace(cleaned, **{field: replace(fact, value=clean_credit_code(fact.value))})
    for field in _MONEY:
        if (fact := getattr(cleaned, field)) is not None:
            cleaned = replace(cleaned, **{field: replace(fact, value=round(fact.value, 2))})
    return cleaned


def find_problems(credit_code: str, facts: Facts, today: date) -> dict[str, str]:
    """Return the code of what is wrong by field, empty when all is well. Takes what `clean_*` return."""
    problems: dict[str, str] = {}
    if not is_credit_code(credit_code):
        problems["credit_code"] = "credit_code"
    if not 0 < len(facts.name.value) <= NAME_MAX_CHARS:
        problems["name"] = "name"
    if facts.region_name is not None and not 0 < len(facts.region_name.value) <= REGION_MAX_CHARS:
        problems["region_name"] = "region_name"
    if facts.industry is not None and not is_industry(facts.industry.value):
        problems["industry"] = "industry"
    if facts.region is not None and not _REGION.fullmatch(facts.region.value):
        problems["region"] = "region"
    if facts.employees is not None and not 0 <= facts.employees.value <= MOST_EMPLOYEES:
        problems["employees"] = "employees"
    for field in _MONEY:
        fact = getattr(facts, field)
        if fact is not None and not 0 <= fact.value <= MOST_MONEY:  # false for NaN too
            problems[field] = "money"
    for field in Facts.__dataclass_fields__:
        fact = getattr(facts, field)
        if fact is not None and fact.as_of > today and field not in problems:
            problems[field] = "as_of"
    return problems
