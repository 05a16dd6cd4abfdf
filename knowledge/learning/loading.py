"""Opening what a model version brings: its translation, its ranker, its embedding table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.errors import AppError
from knowledge.index.protocols import Embedder
from knowledge.index.static_model import StaticEmbedder
from knowledge.learning.errors import DamagedModelError, ModelNotFoundError
from knowledge.learning.registry import SHIPPED, ModelRegistry
from knowledge.ranking.features import FEATURES
from knowledge.ranking.signals import LearnedSignals
from knowledge.ranking.translation import Translation
from knowledge.ranking.trees import Ranker

SIGNALS, RANKER, TABLE = "signals", "ranker", "table"


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A version ready to serve.

    Without a `translation` or a `ranker` the shipped ones serve, without an `embedder` the one that the settings name;
    `table` is the folder that the embedder was read from.
    """

    number: int
    translation: Translation | None = None
    ranker: Ranker | None = None
    embedder: Embedder | None = None
    table: Path | None = None


SHIPPED_MODEL = LoadedModel(SHIPPED)


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """The version that is to serve (`chosen`), or the shipped one in its place and why (`problem`)."""

    chosen: int
    model: LoadedModel
    problem: str | None = None


class ModelLoader:
    """Opens versions. `with_table` False leaves their tables alone: the settings name another embedder."""

    def __init__(self, registry: ModelRegistry, *, with_table: bool) -> None:
        self.registry = registry
        self._with_table = with_table

    def load(self, number: int) -> LoadedModel:
        """Open a version. Raises ModelNotFoundError, DamagedModelError."""
        if number == SHIPPED:
            return SHIPPED_MODEL
        version = self.registry.open(number)
        signals, ranker = version.part(SIGNALS), version.part(RANKER)
        table = version.part(TABLE) if self._with_table else None
        try:
            return LoadedModel(
                number,
                LearnedSignals.load(signals).translation if signals else None,
                Ranker.load(ranker, FEATURES) if ranker else None,
                StaticEmbedder(table) if table else None,
                table,
            )
        except AppError as error:  # whole, but not for this version of the product
            raise DamagedModelError(number, error.message) from error

    def chosen(self) -> ChosenModel:
        """Open the version that is chosen now; for one that cannot be used the shipped one stands in."""
        number = self.registry.current_number()
        try:
            return ChosenModel(number, self.load(number))
        except ModelNotFoundError:
            return ChosenModel(number, SHIPPED_MODEL, DamagedModelError(number, "its folder is missing").message)
        except AppError as error:
            return ChosenModel(number, SHIPPED_MODEL, error.message)
