"""What a run leaves behind: a TREC run file, and everything needed to repeat it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import DatasetError

_STEP = 1e-6


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document and its score."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What one question found, best first, how good that is, and how long it took."""

    id: str
    ranking: tuple[Ranked, ...]
    scores: dict[str, float | None]
    milliseconds: float


def write_trec_run(path: Path, rows: Sequence[QuestionResult], *, tag: str) -> None:
    """Write `question Q0 document rank score tag` lines, questions in dataset order, ranks from 1.

    Evaluators order by score and break ties their own way; equal scores are therefore lowered by a step that single
    precision (what trec_eval keeps) still tells apart, so that every evaluator sees the order that was measured here.
    """
    lines = []
    for row in rows:
        last = 0.0
        for rank, document in enumerate(row.ranking, start=1):
            last = min(document.score, last - _STEP * max(abs(last), 1.0)) if rank > 1 else document.score
            lines.append(f"{_token(row.id)} Q0 {_token(document.id)} {rank} {last!r} {tag}\n")
    write_text(path, "".join(lines))


def write_question_rows(path: Path, rows: Sequence[QuestionResult], *, settings: Mapping[str, Any]) -> None:
    """Write configuration and commit id in the first line, then one line per question in dataset order."""
    lines: list[dict[str, Any]] = [{"settings": dict(settings), "commit": commit_id()}]
    lines += [
        {"id": row.id, **row.scores, "ms": round(row.milliseconds, 3), "found": [d.id for d in row.ranking]}
        for row in rows
    ]
    write_text(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


def commit_id() -> str | None:
    """Return the commit this code was checked out from, with "+" when files differ; None outside a checkout."""
    folder = Path(__file__).parent
    try:
        described = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--abbrev=12", "--exclude=*"],
            cwd=folder, capture_output=True, text=True, timeout=10, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return described.stdout.strip() or None


def _token(key: str) -> str:
    """Return an id as one column: the format splits at blanks."""
    return "_".join(key.split()) or "_"


def write_text(path: Path, text: str) -> None:
    """Write a file of a run, its folders too. Raises DatasetError when that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DatasetError(
            path, f"cannot be written ({error.strerror}). Check the folder and its permissions."
        ) from error
