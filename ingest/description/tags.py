"""Tags by dictionary (DOMAIN §2.1, §6.5): title first, then clause headings, then what the text keeps speaking of."""

from __future__ import annotations

from collections.abc import Sequence

from core.messages import message
from ingest.cleaning.lines import Line
from ingest.lexicons import tag_keywords
from knowledge.types import Clause, Evidence

_IN_TITLE, _IN_HEADING, _IN_TEXT = 0.9, 0.7, 0.5
_LEAST_MENTIONS = 3
_CHARS_PER_MENTION = 1000
"""A long text mentions everything: a word counts only when it comes again every so often."""
_MOST_PER_DIMENSION = {"topic": 5, "industry": 3}
_MOST = 4


def find_tags(title: str, lines: Sequence[Line], clauses: Sequence[Clause]) -> list[Evidence]:
    """Return the tags of a document as evidence with values "dimension:code", surest first within a dimension.

    Conservative: a word that only the running text has gives a tag from its third mention on, more in a long text.
    """
    headings = "\n".join(clause.heading for clause in clauses if clause.heading)
    body = "\n".join(line.text for line in lines if not line.is_table)
    found: list[Evidence] = []
    for dimension, codes in tag_keywords().items():
        scored = [
            (rank, evidence)
            for code, keywords in codes.items()
            if (tagged := _tag(f"{dimension}:{code}", keywords, title, headings, body)) is not None
            for rank, evidence in [tagged]
        ]
        scored.sort(key=lambda pair: (-pair[1].confidence, -pair[0]))
        found += [evidence for _, evidence in scored[: _MOST_PER_DIMENSION.get(dimension, _MOST)]]
    return _with_places(found, lines)


def tag_label(tag: str) -> str:
    """Return the words for a tag ("support:reward" → 奖励)."""
    dimension, _, code = tag.partition(":")
    return message(f"tag.{dimension}.{code}")


def _tag(tag: str, keywords: Sequence[str], title: str, headings: str, body: str) -> tuple[int, Evidence] | None:
    for text, confidence in ((title, _IN_TITLE), (headings, _IN_HEADING)):
        if word := next((word for word in keywords if word in text), None):
            return text.count(word), Evidence("tags", tag, word, confidence=confidence)
    counts = {word: body.count(word) for word in keywords}
    mentions = sum(counts.values())
    if mentions < max(_LEAST_MENTIONS, len(body) // _CHARS_PER_MENTION):
        return None
    return mentions, Evidence("tags", tag, max(counts, key=lambda word: counts[word]), confidence=_IN_TEXT)


def _with_places(found: Sequence[Evidence], lines: Sequence[Line]) -> list[Evidence]:
    """Point each tag at the first place of its word in the body, where it has one."""
    placed = []
    for evidence in found:
        line = next((line for line in lines if evidence.quote in line.text), None)
        start = None if line is None else line.start + line.text.index(evidence.quote)
        end = None if start is None else start + len(evidence.quote)
        placed.append(Evidence(evidence.field, evidence.value, evidence.quote, start, end, evidence.confidence))
    return placed
