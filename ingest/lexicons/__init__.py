"""Word lists and dictionaries that the parsers are built from."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the words of `name`.txt, longest first, so that an alternation prefers the longest."""
    text = (resources.files("ingest.lexicons") / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(sorted({line.strip() for line in text.splitlines() if line.strip()}, key=lambda w: (-len(w), w)))


@cache
def divisions() -> dict[str, str]:
    """Return the codes (GB/T 2260) of provinces and prefecture-level divisions by their names."""
    return dict(_dictionary("divisions"))


@cache
def tag_keywords() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the words that give a tag, by dimension and code (DOMAIN §2.1)."""
    return {
        dimension: {code: tuple(keywords) for code, keywords in codes.items()}
        for dimension, codes in _dictionary("tags").items()
    }


def _dictionary(name: str) -> dict[str, Any]:
    content = (resources.files("ingest.lexicons") / f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(content)
    return found
