"""`youda train`, second half: learn categories from what dispatchers confirmed and corrected, and keep what is better.

One petition in five, chosen by the SHA-256 of its number and so always the same, is held out and never learned from.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace

import numpy as np
import numpy.typing as npt

from core.clock import Clock
from core.database import Database
from knowledge.learning.registry import ModelManifest, ModelRegistry
from petitions.classifying.classifier import MessageClassifier
from petitions.suggesting.cues import Cues
from petitions.suggesting.model import CategoryModel
from petitions.suggesting.ranking import rank_categories
from petitions.suggesting.recipe import PART, Recipe, chosen, save
from petitions.suggesting.repository import ConfirmedPetition, confirmed_petitions
from petitions.taxonomy import Taxonomy

LEAST_PETITIONS, LEAST_HELD_OUT = 30, 5
"""Below this, held-out figures are chance: what is confirmed goes on being learned as it is."""

METRICS = ("hit@1", "hit@3", "level1@1")
_HELD_OUT = 5
_SAMPLES = 2_000
_TRUSTED_AFTER = (5, 15, 50, 150)
_FITS = tuple((weight, penalty) for weight in (1.0, 3.0) for penalty in (1.0, 2.0, 4.0))
Scores = npt.NDArray[np.float64]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Gain:
    """After minus before, paired by petition: the mean, its 95 % bootstrap interval, petitions won and lost."""

    mean: float
    low: float
    high: float
    won: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryReport:
    """What a training came to. `cues` are the figures without anything learned; `number` is the version kept."""

    learned: int
    held_out: int
    corrected: int
    least: int = LEAST_PETITIONS
    cues: dict[str, float] = field(default_factory=dict)
    before: dict[str, float] = field(default_factory=dict)
    after: dict[str, float] = field(default_factory=dict)
    differences: dict[str, Gain] = field(default_factory=dict)
    recipe: dict[str, float] = field(default_factory=dict)
    is_better: bool = False
    is_too_few: bool = False
    dry_run: bool = False
    number: int | None = None
    seconds: float = 0.0


class CategoryTrainer:
    """Trains on one database. What serves is not touched before a whole version stands; reading holds no lock."""

    def __init__(self, database: Database, registry: ModelRegistry, taxonomy: Taxonomy, clock: Clock) -> None:
        self._database, self._registry, self._taxonomy, self._clock = database, registry, taxonomy, clock
        self._cues = Cues(taxonomy)

    def train(self, *, dry_run: bool = False, on_progress: Progress = lambda *_: None) -> CategoryReport:
        """Judge what serves and every recipe on the held-out petitions, and keep the best where it is better."""
        began = time.monotonic()
        with self._database.reading() as session:
            rows = confirmed_petitions(session)
        held_out = [row for row in rows if _is_held_out(row)]
        learned = [row for row in rows if not _is_held_out(row)]
        report = CategoryReport(
            learned=len(learned),
            held_out=len(held_out),
            corrected=sum(row.is_corrected for row in rows),
            dry_run=dry_run,
        )
        has_labels = len({row.label for row in learned}) > 1
        if len(rows) < LEAST_PETITIONS or len(held_out) < LEAST_HELD_OUT or not has_labels:
            return replace(report, is_too_few=True, seconds=time.monotonic() - began)
        parent, used = chosen(self._registry)
        before = self._score(used, self._fit(used, learned), held_out)
        best, after = self._search(used, before, learned, held_out, on_progress)
        is_better = _worth(after) > _worth(before)
        number = None
        if is_better and not dry_run:
            number = self._keep(best, parent, report, {"before": means(before), "after": means(after)})
        return replace(
            report,
            cues=means(self._score(used, None, held_out)),
            before=means(before),
            after=means(after),
            differences=compare(before, after),
            recipe=asdict(best),
            is_better=is_better,
            number=number,
            seconds=time.monotonic() - began,
        )

    def _search(
        self,
        used: Recipe,
        before: Scores,
        learned: Sequence[ConfirmedPetition],
        held_out: Sequence[ConfirmedPetition],
        on_progress: Progress,
    ) -> tuple[Recipe, Scores]:
        """Return the recipe that does best and its scores; the one in use unless another does better."""
        best, scores = used, before
        for done, (weight, penalty) in enumerate(_FITS, start=1):
            classifier = self._fit(Recipe(correction_weight=weight, penalty=penalty), learned)
            for trusted_after in _TRUSTED_AFTER:
                recipe = Recipe(trusted_after, weight, penalty)
                found = self._score(recipe, classifier, held_out)
                if _worth(found) > _worth(scores):
                    best, scores = recipe, found
            on_progress("learning.progress.categories", done, len(_FITS))
        return best, scores

    def _fit(self, recipe: Recipe, rows: Sequence[ConfirmedPetition]) -> CategoryModel:
        labelled = [row.labelled(recipe.correction_weight) for row in rows]
        return CategoryModel(MessageClassifier(labelled, tuning=recipe.tuning), len(labelled), recipe)

    def _score(self, recipe: Recipe, model: CategoryModel | None, rows: Sequence[ConfirmedPetition]) -> Scores:
        """Return one row per petition, one column per metric."""
        if model is not None:
            model = CategoryModel(model.classifier, model.count, recipe)
        scores = []
        for row in rows:
            codes = [ranked.code for ranked in rank_categories(self._cues, model, self._taxonomy, row.message)[:3]]
            top = bool(codes) and codes[0][:2] == row.label[:2]
            scores.append((float(codes[:1] == [row.label]), float(row.label in codes), float(top)))
        return np.array(scores, dtype=np.float64).reshape(len(rows), len(METRICS))

    def _keep(self, recipe: Recipe, parent: int, report: CategoryReport, figures: dict[str, dict[str, float]]) -> int:
        with self._registry.training() as folder:
            save(recipe, folder)
            manifest = ModelManifest(
                number=0,
                made_at=self._clock.now(),
                parent=parent,
                parts=(PART,),
                trained_from={"petitions": report.learned, "corrected": report.corrected},
                settings=asdict(recipe),
                figures=figures,
            )
            version = self._registry.keep(folder, manifest)
        self._registry.use(version.number)
        return version.number


def means(scores: Scores) -> dict[str, float]:
    """Return the mean of each metric."""
    return {name: round(float(scores[:, place].mean()), 4) for place, name in enumerate(METRICS)}


def compare(before: Scores, after: Scores, *, seed: int = 7) -> dict[str, Gain]:
    """Compare metric by metric; the interval is the paired percentile bootstrap (Efron & Tibshirani 1993, ch. 13)."""
    changes = after - before
    drawn = np.random.default_rng(seed).integers(0, len(changes), (_SAMPLES, len(changes)))
    gains = {}
    for place, name in enumerate(METRICS):
        change = changes[:, place]
        low, high = np.quantile(change[drawn].mean(axis=1), (0.025, 0.975))
        won, lost = int((change > 0).sum()), int((change < 0).sum())
        gains[name] = Gain(round(float(change.mean()), 4), round(float(low), 4), round(float(high), 4), won, lost)
    return gains


def _worth(scores: Scores) -> float:
    return float(scores[:, :2].mean(axis=0).sum())


def _is_held_out(row: ConfirmedPetition) -> bool:
    return int(hashlib.sha256(row.number.encode()).hexdigest(), 16) % _HELD_OUT == 0
