"""A saved run: a folder with everything needed to repeat it, compare it and read it, and its rows in dataset order.

`run.json` holds kind, data set, commit, configuration, facts and aggregates; `questions/<system>.jsonl` one line per
question. The product's own system is called `youda`; baselines of the same run stand beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from eval.datasets import read_json_lines
from eval.errors import DatasetError
from eval.runs import write_text
from eval.statistics import Interval, bootstrap_interval

OWN = "youda"
"""The name of the product's own rows."""

_RUN_FILE, _ROWS_FOLDER = "run.json", "questions"


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """One question of one system. A score of None is undefined and is counted, never averaged.

    `rank` is that of the first relevant document, from 1; `confidence` is 0..1; `is_right` says whether the answer
    that the confidence speaks of is right; None where it does not apply.
    """

    id: str
    question: str
    scores: dict[str, float | None]
    milliseconds: float
    outcome: str = ""
    rank: int | None = None
    confidence: float | None = None
    is_right: bool | None = None
    is_answerable: bool = True
    expected: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric over all questions of a system: its mean with bounds, and how many questions it is undefined for."""

    interval: Interval | None
    undefined: int


@dataclass(frozen=True, slots=True)
class SavedRun:
    """A run: `kind` is "retrieval" or "answers", `configuration` what has to be set to repeat it."""

    kind: str
    dataset: str
    commit: str | None
    created_at: datetime
    configuration: dict[str, Any]
    facts: dict[str, float]
    systems: dict[str, list[SavedQuestion]]

    @property
    def metrics(self) -> list[str]:
        """The names of the scores, in the order in which they were measured."""
        return list(dict.fromkeys(name for rows in self.systems.values() for row in rows for name in row.scores))

    def measures(self, system: str) -> dict[str, Measure]:
        """Return every metric of a system."""
        rows = self.systems[system]
        found = {}
        for name in self.metrics:
            defined = [value for row in rows if (value := row.scores.get(name)) is not None]
            found[name] = Measure(bootstrap_interval(defined), len(rows) - len(defined))
        return found


_question = TypeAdapter(SavedQuestion)
_head = TypeAdapter(dict[str, Any])


def write_run(folder: Path, run: SavedRun) -> None:
    """Write a run; a folder that holds one already is overwritten. Raises DatasetError when it cannot be written."""
    head = {
        "kind": run.kind,
        "dataset": run.dataset,
        "commit": run.commit,
        "created_at": run.created_at.isoformat(),
        "configuration": run.configuration,
        "facts": run.facts,
        "systems": {name: _aggregates(run.measures(name)) for name in run.systems},
    }
    for name, rows in run.systems.items():
        lines = (json.dumps(_question.dump_python(row, mode="json"), ensure_ascii=False) for row in rows)
        write_text(folder / _ROWS_FOLDER / f"{name}.jsonl", "".join(f"{line}\n" for line in lines))
    write_text(folder / _RUN_FILE, json.dumps(head, ensure_ascii=False, indent=2, default=str) + "\n")


def read_run(folder: Path) -> SavedRun:
    """Read a run. Raises DatasetError naming what is missing or damaged."""
    path = folder / _RUN_FILE
    if not path.is_file():
        raise DatasetError(folder, "holds no saved run. Make one with `youda eval … --save FOLDER`.")
    try:
        head = _head.validate_json(path.read_bytes())
        systems = {name: _rows(folder / _ROWS_FOLDER / f"{name}.jsonl") for name in head["systems"]}
        return SavedRun(
            kind=head["kind"],
            dataset=head["dataset"],
            commit=head["commit"],
            created_at=datetime.fromisoformat(head["created_at"]),
            configuration=head["configuration"],
            facts=head["facts"],
            systems=systems,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DatasetError(path, f"is not a saved run ({type(error).__name__}: {error}).") from error


def _rows(path: Path) -> list[SavedQuestion]:
    rows = []
    for number, row in read_json_lines(path):
        try:
            rows.append(_question.validate_python(row))
        except ValidationError as error:
            raise DatasetError(path, "is not a row of a saved run.", line=number) from error
    return rows


def _aggregates(measures: Mapping[str, Measure]) -> dict[str, Any]:
    return {
        name: {**(asdict(measure.interval) if measure.interval else {}), "undefined": measure.undefined}
        for name, measure in measures.items()
    }
