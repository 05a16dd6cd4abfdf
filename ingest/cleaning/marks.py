"""What damage means for the clauses and passages that hold it, and what a curator is told (C13, C18)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from ingest.cleaning.lines import CleanedDocument
from knowledge.types import Clause, Finding, PassageDraft

Spans = Sequence[tuple[int, int]]
_MAX_NAMED = 20
_MAX_QUOTE = 60
_LOST = "\ufffd"


def mark_clauses(clauses: tuple[Clause, ...], damaged: Spans) -> tuple[Clause, ...]:
    """Return the clauses, those whose own text is damaged marked so."""
    if not damaged:
        return clauses
    return tuple(replace(c, damaged=True) if _touches(damaged, c.start, c.end) else c for c in clauses)


def mark_passages(passages: tuple[PassageDraft, ...], damaged: Spans) -> tuple[PassageDraft, ...]:
    """Return the passages; damaged ones are found but never quoted."""
    if not damaged:
        return passages
    return tuple(replace(p, quotable=False) if _touches(damaged, p.start, p.end) else p for p in passages)


def cleaning_findings(document: CleanedDocument) -> tuple[Finding, ...]:
    """Name each damaged place, which keeps the version from being published, and each probable typo."""
    named = document.damaged[:_MAX_NAMED]
    rest = len(document.damaged) - len(named)
    return (
        *(
            Finding("damaged_span", {"text": _around_loss(document.body[start:end])}, blocks_publishing=True)
            for start, end in named
        ),
        *([Finding("more_damaged_spans", {"count": str(rest)}, blocks_publishing=True)] if rest else []),
        *(
            Finding("possible_typo", {"written": typo.written, "meant": typo.meant, "count": str(typo.count)})
            for typo in document.cleaned.typos
        ),
    )


def _touches(spans: Spans, start: int, end: int) -> bool:
    """Say whether any of the ordered spans shares a character with `start`..`end`."""
    index = bisect_left(spans, (end, end)) - 1
    return index >= 0 and spans[index][0] < end and spans[index][1] > start


def _around_loss(line: str) -> str:
    """Return the line, or for a long one the part around the first lost character."""
    if len(line) <= _MAX_QUOTE:
        return line
    middle = max(line.find(_LOST), 0)
    start = max(0, min(middle - _MAX_QUOTE // 2, len(line) - _MAX_QUOTE))
    return line[start : start + _MAX_QUOTE]
