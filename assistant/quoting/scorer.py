"""The learned part: how likely a unit belongs to the answer. Two pairs of a logistic model and boosted trees.

The first pair has read thousands of questions about encyclopaedia articles, so it knows where answers stand in a
text; the second knows what administrative questions want, and takes the first one's opinion for further features.
`training/train_quoting.py` writes both into `assistant/data/quoting`: the weights by name in `linear.json`, the trees
beside them. Nothing but numpy is needed to use them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.quoting.features import Matrix, feature_names
from core.errors import StorageError
from knowledge.ranking.trees import Ranker

_LINEAR = "linear.json"
_READER = "reader"
_SURE, _TINY = 12.0, 1e-5  # log odds beyond which nothing more is told apart

READ = ("read:linear", "read:trees", "read:below_region", "read:below_page", "read:near")
"""What the reader says of a unit: log odds of both its models; how far their mean stays below the best unit of the
region and of all regions, 0 or less; the highest mean of the unit and its two neighbours."""


class QuotingModelError(StorageError):
    """The model that chooses quotes cannot be used."""

    code = "quoting_model"

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The quoting model in '{folder.name}' cannot be used: {reason}. It comes back by reinstalling `youda`; "
            "developers make it again with training/train_quoting.py."
        )


@dataclass(frozen=True, slots=True)
class Linear:
    """Logistic model: logit = bias + Σ weight × (feature − mean) / scale."""

    mean: npt.NDArray[np.float32]
    scale: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
    bias: float

    def probabilities(self, features: Matrix) -> Matrix:
        """Return one probability per row."""
        logits = (features - self.mean) / self.scale @ self.weights + self.bias
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)


class UnitModel:
    """A logistic model and trees over the same features. Immutable, so threads may share one."""

    def __init__(self, linear: Linear, trees: Ranker) -> None:
        self._linear = linear
        self._trees = trees

    def both(self, features: Matrix) -> tuple[Matrix, Matrix]:
        """Return the probabilities of the logistic model and of the trees, 0..1, one of each per row."""
        return self._linear.probabilities(features), self._trees.scores(features)

    def save(self, folder: Path, notes: dict[str, object] | None = None) -> None:
        """Write the model into `folder`, with `notes` on how it was made."""
        self._trees.save(folder, notes)
        numbers = zip(self._linear.mean, self._linear.scale, self._linear.weights, strict=True)
        features = {
            name: {"mean": _short(mean), "scale": _short(scale), "weight": _short(weight)}
            for name, (mean, scale, weight) in zip(self._trees.feature_names, numbers, strict=True)
        }
        stored = {"bias": _short(self._linear.bias), "features": features}
        (folder / _LINEAR).write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, names: tuple[str, ...]) -> UnitModel:
        """Read what `save` wrote. Raises StorageError for one that is damaged, or made for other features."""
        trees = Ranker.load(folder, names)
        try:
            raw = json.loads((folder / _LINEAR).read_text(encoding="utf-8"))
            if tuple(raw["features"]) != names:
                raise ValueError("it was made for other features than this version computes")
            mean, scale, weights = (
                np.array([one[name] for one in raw["features"].values()], dtype=np.float32)
                for name in ("mean", "scale", "weight")
            )
            return cls(Linear(mean, scale, weights, float(raw["bias"])), trees)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise QuotingModelError(folder, f"'{_LINEAR}': {error}") from error


class UnitScorer:
    """Says how likely each unit belongs to the answer. Immutable, so threads may share one."""

    def __init__(self, reader: UnitModel, chooser: UnitModel) -> None:
        """`reader` judges by the features alone, `chooser` by these and what the reader says (`READ`)."""
        self._reader = reader
        self._chooser = chooser

    def probabilities(self, features: Matrix, sizes: Sequence[int]) -> Matrix:
        """Return a probability, 0..1, for each row; `sizes`: how many rows each region has, in order, all > 0."""
        linear, trees = self._chooser.both(np.hstack([features, read_columns(self._reader, features, sizes)]))
        return np.asarray((linear + trees) / 2, np.float32)

    def save(self, folder: Path, notes: dict[str, object] | None = None) -> None:
        """Write both models into `folder`, with `notes` on how they were made."""
        self._chooser.save(folder, notes)
        self._reader.save(folder / _READER)

    @classmethod
    def load(cls, folder: Path) -> UnitScorer:
        """Read what `save` wrote. Raises StorageError for one that is damaged, or made for other features."""
        reader = UnitModel.load(folder / _READER, feature_names())
        return cls(reader, UnitModel.load(folder, (*feature_names(), *READ)))


def read_columns(reader: UnitModel, features: Matrix, sizes: Sequence[int]) -> Matrix:
    """Return what the reader says of each row as columns named `READ`; `sizes` as for `UnitScorer.probabilities`."""
    linear, trees = (_log_odds(probabilities) for probabilities in reader.both(features))
    mean = (linear + trees) / 2
    first = np.cumsum([0, *sizes[:-1]])
    best_of_region = np.repeat(np.maximum.reduceat(mean, first), sizes)
    edged = np.pad(mean, 1, constant_values=-_SURE)
    near = np.maximum.reduce([edged[:-2], edged[1:-1], edged[2:]])
    return np.stack([linear, trees, mean - best_of_region, mean - mean.max(), near], axis=1).astype(np.float32)


def _log_odds(probabilities: Matrix) -> npt.NDArray[np.float64]:
    odds = probabilities.astype(np.float64)
    return np.asarray(np.clip(np.log((odds + _TINY) / (1 - odds + _TINY)), -_SURE, _SURE))


def _short(value: float) -> float:
    return float(f"{float(value):.6g}")


@lru_cache(maxsize=1)
def shipped_scorer() -> UnitScorer:
    """Return the model shipped with the package."""
    with resources.as_file(resources.files("assistant") / "data" / "quoting") as folder:
        return UnitScorer.load(folder)
