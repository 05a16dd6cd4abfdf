"""Training pairs cut from any running text: part of a passage → the rest of it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_CHARS = 300
MIN_QUERY_CHARS, MAX_QUERY_CHARS, MIN_REST_CHARS = 6, 80, 15

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？\n]?")
_CLAUSE = re.compile(r"[^，,、：:。；！？\n]+[，,、：:。；！？\n]?")


@dataclass(frozen=True, slots=True)
class Pair:
    """A query-like text and a passage that belongs to it.

    Pairs of one `group` share a law or a document. Pairs of one `source` were cut from the same passage, so neither
    may serve as a negative for the other.
    """

    query: str
    passage: str
    group: str
    source: str


def sentences(text: str) -> list[str]:
    """Split at sentence ends and semicolons; nothing is lost."""
    return _SENTENCE.findall(text)


def split_passages(text: str, max_chars: int = MAX_CHARS) -> list[str]:
    """Glue sentences to passages of at most `max_chars` characters; a longer sentence is cut hard."""
    passages, current = list[str](), ""
    for sentence in sentences(text):
        for start in range(0, len(sentence), max_chars):
            piece = sentence[start : start + max_chars]
            if current and len(current) + len(piece) > max_chars:
                passages.append(current)
                current = ""
            current += piece
    return [*passages, current] if current.strip() else passages


def clause_pairs(text: str, *, head: str, group: str, rng: random.Random) -> Iterator[Pair]:
    """Yield one sentence → rest pair and one clause → rest pair of `text`, where it is long enough.

    `head` (title and heading) stands in front of the passage, as it does in the index.
    """
    for pattern in (_SENTENCE, _CLAUSE):
        parts = pattern.findall(text[: 2 * MAX_CHARS])
        fitting = [i for i, part in enumerate(parts) if MIN_QUERY_CHARS <= len(part) <= MAX_QUERY_CHARS]
        if not fitting:
            continue
        chosen = rng.choice(fitting)
        rest = "".join(parts[:chosen] + parts[chosen + 1 :])
        if len(rest) >= MIN_REST_CHARS:
            yield Pair(parts[chosen], f"{head} {rest}".strip(), group, text)
