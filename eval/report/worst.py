"""Which questions went worst: what a reader should look at first."""

from __future__ import annotations

from collections.abc import Sequence

from eval.saved import SavedQuestion

SHOWN = 20
_FALSE_ANSWER = -1.0


def worst_questions(kind: str, rows: Sequence[SavedQuestion], *, limit: int = SHOWN) -> list[SavedQuestion]:
    """Return the questions that went wrong, the worst first, ties in dataset order; those that went right never.

    Retrieval: the relevant document not found at all, or far down. Answers: false answers first, the surest before the
    rest; then answers that are wrong; then those that should have come and did not.
    """
    order = _depth if kind == "retrieval" else _harm
    return sorted((row for row in rows if order(row) < 1.0), key=order)[:limit]


def _depth(row: SavedQuestion) -> float:
    """Return 1 for a right first document, less the further down it is, 0 when it is missing."""
    if row.scores.get("hit@1") is None:
        return 1.0
    return 1 / row.rank if row.rank else 0.0


def _harm(row: SavedQuestion) -> float:
    """Return below 0 for a false answer, below 1 for one that is wrong or missing."""
    if not row.is_answerable:
        return _FALSE_ANSWER - (row.confidence or 0.0) if row.is_right is not None else 1.0
    if row.is_right is None:
        return 0.6
    likeness = row.scores.get("rouge_l")
    if not row.is_right:
        return 0.5 * (likeness or 0.0)
    return 1.0 if likeness is None else 0.7 + 0.3 * likeness
