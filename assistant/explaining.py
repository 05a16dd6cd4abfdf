"""What is kept of a step so that staff can follow it: outcome, notes, and how the candidates stood after it.

Candidates are kept once, as the last step that scored them left them: at most 20, each with at most 24 features, a few
kilobytes a message. Those that a step dropped are named.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.types import Answer, Draft, Fork, StepTrace
from knowledge.types import SearchHit

CANDIDATES, DROPPED = "candidates", "dropped"
_MOST_CANDIDATES, _MOST_FEATURES, _MOST_DROPPED = 20, 24, 30
_FIRST = (
    "named", "bm25", "bm25_share", "document_share", "cosine", "coverage", "text_coverage", "title_coverage",
    "rarest_missing", "cue", "faq_similarity",
)  # fmt: skip
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage as the ranking saw it; where a feature did not apply it is missing."""

    passage_id: str
    score: float
    features: dict[str, float]


def notes_of(before: Draft, result: Draft | Answer | Fork) -> dict[str, Any]:
    """Return what to keep of a step: what it noted, how it ended, and what became of the candidates."""
    if isinstance(result, Answer):
        notes: dict[str, Any] = {"outcome": result.outcome.value, "reason": result.reason}
        return notes | ({"confidence": round(result.confidence, _DIGITS)} if result.confidence else {})
    if isinstance(result, Fork):
        return {"parts": [part.text for part in result.parts]}
    noted = {name: value for name, value in result.notes.items() if name not in before.notes}
    return noted | _changes(before.hits, result.hits)


def add_trace(traces: list[StepTrace], trace: StepTrace) -> None:
    """Append a step; candidates that it scored anew take the place of those kept with an earlier one."""
    if CANDIDATES in trace.notes:
        for earlier in reversed(traces):
            if earlier.notes.pop(CANDIDATES, None) is not None:
                break
            if "parts" in earlier.notes or earlier.outcome == "answer":
                break
    traces.append(trace)


def finished(traces: Sequence[StepTrace]) -> tuple[StepTrace, ...]:
    """Return the traces as they are stored: candidates as a table, which is only worth making of the last ones."""
    for trace in traces:
        hits = trace.notes.get(CANDIDATES)
        if isinstance(hits, tuple):
            trace.notes[CANDIDATES] = _table(hits)
    return tuple(traces)


def candidates_of(trace: StepTrace) -> list[Candidate]:
    """Return the candidates that were kept with a step, in the order it left them."""
    kept = trace.notes.get(CANDIDATES)
    if not isinstance(kept, Mapping):
        return []
    names = kept["features"]
    return [
        Candidate(row[0], row[1], {name: v for name, v in zip(names, row[2:], strict=True) if v is not None})
        for row in kept["rows"]
    ]


def _changes(before: Sequence[SearchHit], after: Sequence[SearchHit]) -> dict[str, Any]:
    if after is before:
        return {}
    left = {hit.passage.id for hit in after}
    dropped = [hit.passage.id for hit in before if hit.passage.id not in left][:_MOST_DROPPED]
    notes: dict[str, Any] = {DROPPED: dropped} if dropped else {}
    scores = {hit.passage.id: hit.score for hit in before}
    if any(scores.get(hit.passage.id) != hit.score for hit in after):
        notes[CANDIDATES] = tuple(after[:_MOST_CANDIDATES])  # made a table once no later step scores them anew
    return notes


def _table(hits: Sequence[SearchHit]) -> dict[str, Any]:
    """Return hits as one row of values each: names of features twenty times over would be most of what is stored."""
    there = dict.fromkeys(name for hit in hits for name in hit.features)
    names = [name for name in _FIRST if name in there]
    names = [*names, *(name for name in there if name not in _FIRST)][:_MOST_FEATURES]
    rows = []
    for hit in hits:
        values = map(hit.features.get, names)
        rows.append(
            [hit.passage.id, _short(hit.score), *(None if value is None else _short(value) for value in values)]
        )
    return {"features": names, "rows": rows}


def _short(value: float) -> float | None:
    """Return a number as it is stored; one that is none as nothing, which JSON can say."""
    return round(float(value), _DIGITS) if math.isfinite(value) else None
