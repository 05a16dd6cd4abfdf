"""Telling successive texts of one instrument from documents that only share a title. Pure rules.

An amended law states nowhere that it replaces the text before it: both have one title, and different dates.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from knowledge.types import EntryKind
from knowledge.validity import Standing

_MAKER_OF_NUMBER = re.compile(r"^(?P<maker>.{2,40}?)(?:〔\d{4}〕|(?<=令)(?:\d{4}年)?第)")


@lru_cache(maxsize=1)
def _makers() -> tuple[str, ...]:
    """Return how titles begin that name who made the instrument, so that no other body can have one of that title."""
    text = (resources.files("knowledge") / "lexicons" / "title_makers.txt").read_text(encoding="utf-8")
    return tuple(text.split())


@lru_cache(maxsize=1)
def _endings() -> tuple[str, ...]:
    """Return how titles of instruments end that are made anew under the same title."""
    text = (resources.files("knowledge") / "lexicons" / "instrument_endings.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def are_one_instrument(left: Standing, right: Standing) -> bool:
    """Say whether two policy documents are texts of one instrument: one title, and one body that makes it.

    The title names the body or its place, or the issuing bodies are known and share one, or both numbers are of one
    series (国务院令第…号). When none is so they are not joined: measures of two places often have the same title.
    """
    if EntryKind.POLICY_DOCUMENT not in (left.kind, right.kind) or left.kind is not right.kind:
        return False
    title = left.title_folded
    if title != right.title_folded or not _bare(title).endswith(_endings()):
        return False
    if left.region_code and right.region_code and left.region_code != right.region_code:
        return False
    if title.startswith(_makers()) or set(left.issuing_bodies) & set(right.issuing_bodies):
        return True
    series = _series(left.document_number)
    return series is not None and series == _series(right.document_number)


def _series(document_number: str | None) -> str | None:
    """Return the part of a number that stands for who gave it: 云高管规 of 云高管规〔2025〕3号, or 国务院令."""
    match = _MAKER_OF_NUMBER.match(document_number or "")
    return match["maker"] if match else None


def _bare(folded_title: str) -> str:
    """Return a title without the bracket at its end: 办法(试行) is a 办法."""
    return (
        folded_title[: folded_title.rindex("(")] if folded_title.endswith(")") and "(" in folded_title else folded_title
    )
