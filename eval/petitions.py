"""`youda eval petitions`: how well the product's classifier tells the labels of messages, on any labelled file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedKFold

from core.errors import InvalidInputError
from eval.base import Progress, no_progress
from eval.datasets import read_json_lines, text_field
from eval.errors import DatasetError
from petitions.classifying.classifier import MessageClassifier, Tuning
from petitions.classifying.likeness import have_twin, pieces
from petitions.classifying.types import LabelledMessage, Message, WeaklyLabelledMessage

FOLDS = 5
TWIN = 0.6
"""From this likeness on, a row that would be learned from counts as a copy of one that is scored, and is left out."""

_VOTES = ("weak_label_a", "weak_label_b")


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """How one label fares; a share is None when there is nothing to divide by."""

    label: str
    rows: int
    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float:
        """Return the harmonic mean, 0 when the label was never found."""
        precision, recall = self.precision or 0.0, self.recall or 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class PetitionsReport:
    """What was measured over `test` rows. `left_out` counts rows not learned from, being copies of scored ones.

    With folds, every row is learned from and scored; a row left out in two folds counts twice.
    """

    train: int
    test: int
    weak: int
    left_out: int
    accuracy: float
    top3: float
    labels: tuple[LabelFigures, ...]

    @property
    def macro_f1(self) -> float:
        """Return the mean F1 of the labels that occur."""
        return sum(label.f1 for label in self.labels) / len(self.labels)

    def to_json(self) -> dict[str, object]:
        """Return the object that `--json` prints (DESIGN §7)."""
        figures = {"accuracy": self.accuracy, "macro_f1": self.macro_f1, "top3": self.top3}
        return {"train": self.train, "test": self.test} | {name: round(value, 4) for name, value in figures.items()}


def read_labelled(path: Path) -> list[LabelledMessage]:
    """Read rows of id, title, text and label. Raises DatasetError naming the line."""
    return [
        LabelledMessage(_message(path, line, row), text_field(path, line, row, "label"))
        for line, row in _rows(path)
    ]  # fmt: skip


def read_weak(path: Path) -> list[WeaklyLabelledMessage]:
    """Read rows of id, title, text, weak_label_a and weak_label_b. Raises DatasetError naming the line."""
    return [
        WeaklyLabelledMessage(_message(path, line, row), tuple(text_field(path, line, row, name) for name in _VOTES))
        for line, row in _rows(path)
    ]


def run_petitions(
    train: Sequence[LabelledMessage],
    test: Sequence[LabelledMessage] | None = None,
    weak: Sequence[WeaklyLabelledMessage] = (),
    *,
    seed: int = 0,
    tuning: Tuning = Tuning(),
    progress: Progress = no_progress,
) -> PetitionsReport:
    """Learn from `train` and `weak` and score `test`, or without it `train` itself in stratified folds.

    What is scored is never learned from, nor are copies of it. Raises InvalidInputError when a label has too few rows.
    """
    pool = _Pool(train, weak, tuning)
    if test is not None:
        scores, labels, left_out = pool.score(np.arange(len(train)), test)
        return _report(train, test, weak, scores, labels, left_out)
    gold = np.array([row.label for row in train])
    names = sorted({row.label for row in train})
    rarest = min(names, key=list(gold).count)
    if len(names) < 2 or list(gold).count(rarest) < FOLDS:
        raise InvalidInputError(
            f"Five folds need at least two labels with {FOLDS} rows each; '{rarest}' has {list(gold).count(rarest)} of "
            f"{len(names)} labels. Add rows, or give a file of its own with --test."
        )
    scores, left_out = np.zeros((len(train), len(names))), 0
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(gold, gold)
    for number, (learned, scored) in enumerate(folds, start=1):
        found, labels, gone = pool.score(learned, [train[place] for place in scored])
        scores[np.ix_(scored, [names.index(label) for label in labels])] = found
        left_out += gone
        progress("eval.progress.petitions", number, FOLDS)
    return _report(train, train, weak, scores, names, left_out)


class _Pool:
    """All rows that may be learned from."""

    def __init__(self, train: Sequence[LabelledMessage], weak: Sequence[WeaklyLabelledMessage], tuning: Tuning) -> None:
        self._train, self._weak, self._tuning = train, weak, tuning
        self._pieces = pieces([row.message for row in train])
        self._weak_pieces = pieces([row.message for row in weak])

    def score(
        self, learned: npt.NDArray[np.int64], test: Sequence[LabelledMessage]
    ) -> tuple[npt.NDArray[np.float64], tuple[str, ...], int]:
        """Learn from these rows and all weak ones, but from no copy of `test`; return scores, labels, copies."""
        asked = [row.message for row in test]
        scored = pieces(asked)
        copies = have_twin(self._pieces[learned], scored, threshold=TWIN)
        weak_copies = have_twin(self._weak_pieces, scored, threshold=TWIN)
        classifier = MessageClassifier(
            [self._train[place] for place in learned[~copies]],
            [row for row, is_copy in zip(self._weak, weak_copies, strict=True) if not is_copy],
            self._tuning,
        )
        return classifier.probabilities(asked), classifier.labels, int(copies.sum() + weak_copies.sum())


def _report(
    train: Sequence[LabelledMessage],
    test: Sequence[LabelledMessage],
    weak: Sequence[WeaklyLabelledMessage],
    scores: npt.NDArray[np.float64],
    labels: Sequence[str],
    left_out: int,
) -> PetitionsReport:
    order = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    ranked = [[labels[place] for place in row] for row in order]
    pairs = [(row.label, best[0]) for row, best in zip(test, ranked, strict=True)]
    return PetitionsReport(
        train=len(train),
        test=len(test),
        weak=len(weak),
        left_out=left_out,
        accuracy=sum(gold == found for gold, found in pairs) / len(test),
        top3=sum(row.label in best for row, best in zip(test, ranked, strict=True)) / len(test),
        labels=tuple(_figures(label, pairs) for label in sorted({name for pair in pairs for name in pair})),
    )


def _figures(label: str, pairs: Sequence[tuple[str, str]]) -> LabelFigures:
    right = sum(gold == found == label for gold, found in pairs)
    rows, named = sum(gold == label for gold, _ in pairs), sum(found == label for _, found in pairs)
    return LabelFigures(label, rows, right / named if named else None, right / rows if rows else None)


def _rows(path: Path) -> list[tuple[int, dict[str, object]]]:
    rows = list(read_json_lines(path))
    if not rows:
        raise DatasetError(path, "holds no row. Give one JSON object a line.")
    return rows


def _message(path: Path, line: int, row: dict[str, object]) -> Message:
    return Message(text_field(path, line, row, "title", default=""), text_field(path, line, row, "text"))
