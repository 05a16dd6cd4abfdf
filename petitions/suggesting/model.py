"""The learned half of the suggestions: a classifier over petitions whose category a dispatcher has confirmed."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from petitions.classifying.classifier import MessageClassifier
from petitions.classifying.types import Message, ScoredLabel
from petitions.suggesting.recipe import Recipe
from petitions.suggesting.repository import ConfirmedPetition


@dataclass(frozen=True, slots=True)
class CategoryModel:
    """A classifier, how many confirmed petitions it has learned from, and how."""

    classifier: MessageClassifier
    count: int
    recipe: Recipe = Recipe()

    @property
    def trust(self) -> float:
        """Return the weight of what was learned beside the cues, 0..1."""
        return self.recipe.trust(self.count)

    def scores(self, message: Message) -> dict[str, ScoredLabel]:
        """Return every label with its probability and words."""
        return {scored.label: scored for scored in self.classifier.classify(message, limit=len(self.classifier.labels))}


class LiveCategoryModel:
    """The model in use; learned anew once the confirmed petitions have grown by a tenth, since that takes seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: CategoryModel | None = None
        self._recipe = Recipe()

    def use(self, recipe: Recipe) -> None:
        """Learn by another recipe from the next time on, which is the next look."""
        if recipe != self._recipe:
            self._recipe = recipe
            self._model = None

    def is_stale(self, confirmed: int) -> bool:
        """Say whether so many confirmed petitions call for learning anew."""
        model = self._model
        return confirmed > 0 if model is None else confirmed >= model.count * 1.1

    def learn(self, rows: Sequence[ConfirmedPetition]) -> CategoryModel | None:
        """Learn from rows, replacing the model in use; with fewer than two labels there is nothing to tell apart."""
        with self._lock:
            recipe = self._recipe
            if len({row.label for row in rows}) > 1:
                labelled = [row.labelled(recipe.correction_weight) for row in rows]
                self._model = CategoryModel(MessageClassifier(labelled, tuning=recipe.tuning), len(rows), recipe)
            return self._model

    @property
    def current(self) -> CategoryModel | None:
        """Return the model in use, None before there is one."""
        return self._model
