"""From passages to documents: a document is as good as its best passage."""

from __future__ import annotations

from collections.abc import Iterable

from eval.runs import Ranked


def fold(passages: Iterable[Ranked], *, limit: int) -> list[Ranked]:
    """Return the documents of `passages`, each with its best score, best first, ties in order of appearance."""
    best: dict[str, float] = {}
    for passage in passages:
        best[passage.id] = max(passage.score, best.get(passage.id, passage.score))
    return [Ranked(key, value) for key, value in sorted(best.items(), key=lambda item: -item[1])][:limit]
