"""`youda train`: fit translation and embedding table to what a deployment confirmed, and keep what does better.

Everything happens in a folder beside the models: nothing that serves is touched until a whole version stands, so a
killed run changes nothing. Held-out questions (`knowledge.learning.questions`) are never trained on.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.clock import Clock
from core.database import Database
from knowledge.index.protocols import Embedder
from knowledge.index.static_model import MODEL_DIRECTORY, StaticEmbedder
from knowledge.learning.judging import Difference, compare, means
from knowledge.learning.loading import RANKER, SIGNALS, TABLE, LoadedModel, ModelLoader
from knowledge.learning.questions import TrainingQuestions, curated_pairs, divide
from knowledge.learning.ranking_rows import ranking_rows
from knowledge.learning.registry import ModelManifest
from knowledge.learning.service import LearningService
from knowledge.learning.trials import Bench, Configuration, OpenSearch, Progress, Trial, Workshop
from knowledge.learning.tuning import base_pairs, question_pairs
from knowledge.ranking.lay import shipped_ranker
from knowledge.ranking.signals import LearnedSignals
from knowledge.ranking.table_tuning import TuningRecipe, tune_table
from knowledge.ranking.trees import Ranker

LEAST_QUESTIONS, LEAST_HELD_OUT = 30, 5
"""Below this, held-out figures are chance: the confirmed pairs go on serving as they are."""

LEAST_FOR_RANKER = 150
"""Questions below which boosted trees would learn the questions instead of what makes an answer."""


@dataclass(frozen=True, slots=True)
class TrainOrder:
    """What to train. `without` leaves parts out; `dry_run` judges and keeps nothing; `steps` fit the table."""

    without: frozenset[str] = frozenset()
    dry_run: bool = False
    seed: int = 13
    steps: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainReport:
    """What a training came to. `tried` has the figures of everything that was judged, `chosen` names the best of it.

    `number` is the version kept, None when nothing was: `before` and `after` are then of what serves and of the best
    that was tried.
    """

    learned: int
    held_out: int
    curated: int
    least: int = LEAST_QUESTIONS
    before: dict[str, float] = field(default_factory=dict)
    after: dict[str, float] = field(default_factory=dict)
    differences: dict[str, Difference] = field(default_factory=dict)
    tried: dict[str, dict[str, float]] = field(default_factory=dict)
    chosen: str = ""
    is_better: bool = False
    is_too_few: bool = False
    dry_run: bool = False
    number: int | None = None
    seconds: float = 0.0


class Trainer:
    """Trains on one data folder. `open_search` opens indexes of its own in a folder, for an embedder.

    `own_embedder` makes the embedder that the settings name; `may_tune_table` is False when that is not a table.
    """

    def __init__(
        self,
        database: Database,
        loader: ModelLoader,
        learning: LearningService,
        clock: Clock,
        *,
        own_embedder: Callable[[], Embedder],
        open_search: OpenSearch,
        may_tune_table: bool,
    ) -> None:
        self._database = database
        self._loader = loader
        self._learning = learning
        self._clock = clock
        self._own_embedder = own_embedder
        self._open_search = open_search
        self._may_tune_table = may_tune_table

    def train(self, order: TrainOrder, *, on_progress: Progress) -> TrainReport:
        """Train, judge, and make what is better the model in use. Raises TrainingRunsError."""
        began = time.monotonic()
        questions = self._questions()
        report = TrainReport(
            learned=len(questions.learned),
            held_out=len(questions.held_out),
            curated=len(questions.curated),
            dry_run=order.dry_run,
        )
        if report.learned + report.held_out < LEAST_QUESTIONS or report.held_out < LEAST_HELD_OUT:
            return replace(report, is_too_few=True)
        with self._loader.registry.training() as folder:
            serving = self._loader.chosen().model
            before, tried = self._try_all(folder, serving, questions, order, on_progress)
            best = max(tried, key=lambda trial: trial.merit)
            report = replace(
                report,
                before=means(before.scores),
                after=means(best.scores),
                differences=compare(before.scores, best.scores),
                tried={trial.configuration.name: means(trial.scores) for trial in (before, *tried)},
                chosen=best.configuration.name,
                is_better=best.merit > before.merit,
                seconds=round(time.monotonic() - began, 1),
            )
            if not report.is_better or order.dry_run:
                return report
            return replace(report, number=self._keep(folder / "version", best.configuration, serving, order, report))

    def _questions(self) -> TrainingQuestions:
        with self._database.reading() as session:
            pairs = self._learning.learned_pairs(session).values()
            return divide(pairs, curated_pairs(session))

    def _try_all(
        self, folder: Path, serving: LoadedModel, questions: TrainingQuestions, order: TrainOrder, on_progress: Progress
    ) -> tuple[Trial, list[Trial]]:
        """Judge what serves now, and what could serve in its place: each step on top of the better one before."""
        pairs = [pair for question in questions.learned for pair in question.pairs]
        with Workshop(folder / "work", self._open_search, self._clock.today(), on_progress) as workshop:
            bench = workshop.bench("now", serving.embedder or self._own_embedder())
            now = Configuration("before", LearnedSignals(pairs, serving.translation), serving.ranker, serving.table)
            before = bench.judge(now, questions.held_out)
            fitted = LearnedSignals.fit(questions.pairs, self._database, bench.indexer).translation
            learned = replace(now, name=SIGNALS, signals=LearnedSignals(pairs, fitted))
            name, ranker = _other_ranker(learned.signals)
            tried = [
                bench.judge(learned, questions.held_out),
                bench.judge(replace(learned, name=name, ranker=ranker), questions.held_out),
            ]
            if self._may_tune_table and TABLE not in order.without:
                table = self._tuned(folder / "table", bench, questions, order, on_progress)
                other = workshop.bench("tuned", StaticEmbedder(table))
                so_far = max(tried, key=lambda trial: trial.merit).configuration
                tried.append(other.judge(replace(so_far, name=TABLE, table=table), questions.held_out))
            if len(questions.learned) >= LEAST_FOR_RANKER and RANKER not in order.without:
                best = max(tried, key=lambda trial: trial.merit)
                ranker = self._ranker(best.bench, questions, order, on_progress)
                own = replace(best.configuration, name=RANKER, ranker=ranker)
                tried.append(best.bench.judge(own, questions.held_out))
        return before, tried

    def _ranker(self, bench: Bench, questions: TrainingQuestions, order: TrainOrder, on_progress: Progress) -> Ranker:
        from knowledge.ranking.training import train_ranker  # scikit-learn, a second to load

        rows = ranking_rows(bench, questions.learned, questions.curated, self._database, on_progress)
        return train_ranker([rows], seed=order.seed)

    def _tuned(
        self, target: Path, bench: Bench, questions: TrainingQuestions, order: TrainOrder, on_progress: Progress
    ) -> Path:
        """Fit the shipped table, always the same start, to everything that may be learned from."""
        with self._database.reading() as session:
            pairs = question_pairs(session, questions.learned, questions.curated, bench.ask, seed=order.seed)
            base = base_pairs(session, seed=order.seed)
        tune_table(
            MODEL_DIRECTORY, pairs, target, base=base, recipe=TuningRecipe(steps=order.steps, seed=order.seed),
            on_step=lambda step, _loss: on_progress("learning.progress.table", step + 1, order.steps),
        )  # fmt: skip
        return target

    def _keep(
        self, folder: Path, best: Configuration, serving: LoadedModel, order: TrainOrder, report: TrainReport
    ) -> int:
        """Make a version of the best configuration, whole and checked, and point at it."""
        registry = self._loader.registry
        # The pairs themselves are read from the database, where they can be withdrawn.
        LearnedSignals((), best.signals.translation).save(folder / SIGNALS)
        if best.table is not None:
            shutil.copytree(best.table, folder / TABLE)
        if best.ranker is not None:
            best.ranker.save(folder / RANKER)
        with self._database.reading() as session:
            counts = self._learning.counts(session)
        version = registry.keep(
            folder,
            ModelManifest(
                number=0,
                made_at=self._clock.now(),
                parent=serving.number,
                parts=tuple(sorted(path.name for path in folder.iterdir())),
                trained_from={
                    "pairs": counts.total,
                    **{origin.value: count for origin, count in counts.active.items()},
                    "questions": report.learned,
                    "held_out": report.held_out,
                    "curated": report.curated,
                },
                settings={"seed": order.seed, "without": sorted(order.without), "steps": order.steps},
                figures={
                    "before": report.before,
                    "after": report.after,
                    "tried": report.tried,
                    "chosen": report.chosen,
                },
            ),
        )
        registry.use(version.number)
        return version.number


def _other_ranker(signals: LearnedSignals) -> tuple[str, Ranker]:
    """Return the shipped ranker that search would not take by itself: how long a history must be is judged here."""
    other = not signals.has_history
    return "full" if other else "cold", shipped_ranker(history=other)
