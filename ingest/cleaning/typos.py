"""Misspellings of a source (C18): never corrected in the text, only pointed out to a curator."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Typo:
    """A word as written, what was probably meant, and how often it occurs."""

    written: str
    meant: str
    count: int


@cache
def _known() -> tuple[re.Pattern[str], dict[str, str]]:
    text = (resources.files("ingest.lexicons") / "typos.json").read_text(encoding="utf-8")
    meant = dict(json.loads(text))
    return re.compile("|".join(map(re.escape, meant))), meant


def find_typos(text: str) -> tuple[Typo, ...]:
    """C18: the known misspellings in `text`, each once, in the order they first occur."""
    pattern, meant = _known()
    return tuple(Typo(written, meant[written], count) for written, count in Counter(pattern.findall(text)).items())
