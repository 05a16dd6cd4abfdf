"""How the model of categories is learned: shipped settings, or those that `youda train` found better for a deployment.

A version holds settings, not weights: the model itself is learned from the petitions in the database, at every start
and as they grow, so no text of a petition lies in a model folder.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from core.errors import AppError
from core.logging import get_logger
from knowledge.learning.registry import SHIPPED, ModelRegistry
from petitions.classifying.classifier import Tuning

PART = "categories"
FOLDER = "categories"
"""Where the versions lie, below the models of search."""

_FILE = "recipe.json"
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Recipe:
    """With `trusted_after` confirmed petitions, what was learned and the cues weigh the same.

    A petition whose category a dispatcher corrected afterwards counts `correction_weight` times; `penalty` is that of
    the linear models.
    """

    trusted_after: int = 50
    correction_weight: float = 1.0
    penalty: float = Tuning().penalty

    @property
    def tuning(self) -> Tuning:
        """Return the tuning of the classifier."""
        return Tuning(penalty=self.penalty)

    def trust(self, learned: int) -> float:
        """Return the weight of what was learned from so many petitions beside the cues, 0..1."""
        return learned / (learned + self.trusted_after)


def save(recipe: Recipe, folder: Path) -> None:
    """Write the part of a version."""
    (folder / PART).mkdir()
    (folder / PART / _FILE).write_text(json.dumps(asdict(recipe)), "utf-8")


def chosen(registry: ModelRegistry) -> tuple[int, Recipe]:
    """Return number and recipe of the version in use; one that cannot be used is logged, and the shipped one serves."""
    number = registry.current_number()
    if number == SHIPPED:
        return SHIPPED, Recipe()
    try:
        folder = registry.open(number).part(PART)
        if folder is None:
            return SHIPPED, Recipe()
        return number, Recipe(**json.loads((folder / _FILE).read_text("utf-8")))
    except (AppError, OSError, ValueError, TypeError) as error:
        _log.error("category_model_unusable", number=number, detail=str(error))
        return SHIPPED, Recipe()
