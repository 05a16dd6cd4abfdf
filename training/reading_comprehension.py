"""Questions about encyclopaedia articles with marked answers: what the reader of `train_quoting.py` learns from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.quoting.features import Asked, Flags, Matrix, Region, feature_names, features_of
from assistant.quoting.looks import looks_of
from eval.datasets import read_json_lines

SETS = ("cmrc2018", "drcd")
_UNKNOWN = {
    "rank", "document_rank", "strength", "passage_strength", "beyond", "log_offset", "log_region", "heading_covered",
    "region_covered", "region_pairs", "log_question",
}  # fmt: skip
"""Features of a ranking, which a single article has none of: the reader must not learn from them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question about one article: the features of its units, and which of them hold at least half of the answer."""

    features: Matrix
    answers: Flags


def readings(data: Path, weigh: Callable[[str], dict[str, float]]) -> Iterator[Reading]:
    """Yield what can be learned from; `weigh` gives the words of a question and how rare they are."""
    unknown = [place for place, name in enumerate(feature_names()) if name in _UNKNOWN]
    for name in SETS:
        for _, row in read_json_lines(data / f"mrc/{name}.dev.jsonl"):
            article = _article(row)
            if len(article.units) < 2:
                continue
            for asked in row["qas"]:
                span = _span(article.text, asked["answers"])
                if span is None:
                    continue
                features = features_of(Asked.of(asked["question"], weigh(asked["question"])), [article])
                features[:, unknown] = 0
                yield Reading(features, _holding(article, *span))


def _article(row: dict[str, Any]) -> Region:
    text = row["context"]
    return Region(text, looks_of(text), 0, 0, 1.0, row["title"] or "", 0, ((0, len(text), 1.0),))


def _span(text: str, answers: list[str]) -> tuple[int, int] | None:
    found = ((text.find(answer), len(answer)) for answer in answers)
    return next(((start, start + length) for start, length in found if start >= 0), None)


def _holding(article: Region, start: int, end: int) -> Flags:
    inside = [min(unit.end, end) - max(unit.start, start) for unit in article.units]
    return np.array(inside) * 2 >= end - start
