"""The learned part: how likely a unit belongs to the answer. A logistic model and boosted trees.

`training/train_quoting.py` writes both into `assistant/data/quoting`: the weights by name in `linear.json`, the trees
beside them. Nothing but numpy is needed to use them.
"""

from __future__ import annotations

import json
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


class UnitScorer:
    """Mean of two probabilities: the logistic model's and the trees'. Immutable, so threads may share one."""

    def __init__(self, linear: Linear, trees: Ranker) -> None:
        self._linear = linear
        self._trees = trees

    def probabilities(self, features: Matrix) -> Matrix:
        """Return for each row how likely it belongs to the answer, 0..1."""
        return np.asarray((self._linear.probabilities(features) + self._trees.scores(features)) / 2, np.float32)

    def save(self, folder: Path, notes: dict[str, object] | None = None) -> None:
        """Write the model into `folder`, with `notes` on how it was made."""
        self._trees.save(folder, notes)
        numbers = zip(self._linear.mean, self._linear.scale, self._linear.weights, strict=True)
        features = {
            name: {"mean": _short(mean), "scale": _short(scale), "weight": _short(weight)}
            for name, (mean, scale, weight) in zip(feature_names(), numbers, strict=True)
        }
        stored = {"bias": _short(self._linear.bias), "features": features}
        (folder / _LINEAR).write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> UnitScorer:
        """Read what `save` wrote. Raises StorageError for one that is damaged, or made for other features."""
        trees = Ranker.load(folder, feature_names())
        try:
            raw = json.loads((folder / _LINEAR).read_text(encoding="utf-8"))
            if tuple(raw["features"]) != feature_names():
                raise ValueError("it was made for other features than this version computes")
            mean, scale, weights = (
                np.array([one[name] for one in raw["features"].values()], dtype=np.float32)
                for name in ("mean", "scale", "weight")
            )
            return cls(Linear(mean, scale, weights, float(raw["bias"])), trees)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise QuotingModelError(folder, f"'{_LINEAR}': {error}") from error


def _short(value: float) -> float:
    return float(f"{float(value):.6g}")


@lru_cache(maxsize=1)
def shipped_scorer() -> UnitScorer:
    """Return the model shipped with the package."""
    with resources.as_file(resources.files("assistant") / "data" / "quoting") as folder:
        return UnitScorer.load(folder)
