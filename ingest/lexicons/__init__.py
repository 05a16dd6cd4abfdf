"""Word lists that the patterns of the parsers are built from, one word a line."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the words of `name`.txt, longest first, so that an alternation prefers the longest."""
    text = (resources.files("ingest.lexicons") / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(sorted({line.strip() for line in text.splitlines() if line.strip()}, key=lambda w: (-len(w), w)))
