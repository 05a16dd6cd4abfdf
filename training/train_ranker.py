"""Train what `knowledge/ranking/model` ships, and print how it does on questions that its parts never saw.

Usage: python -m training.train_ranker DATA_DIR --tables DIR --cache DIR [--out DIR]

`--tables` holds embedding tables `fold1` … `fold5` (`tune_embedder.py --fold K/5`) and `all`. For each fold, production
search finds the candidates of the questions that fold tests on, with a table, a translation, a prior and a memory that
never saw them; these candidates are kept in `--cache`. Rankers learn from the candidates of the other folds. `--out`
gets the rankers trained on all candidates, and the lay knowledge of all questions. Without `--out` only figures are
printed. An hour of one core from scratch, minutes with a cache.

Policy documents and scenarios are never learned from: their figures are the mean over the five rankers.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eval.baselines import CharacterBm25
from eval.statistics import compare_paired
from knowledge.ranking.lay import SHIPPED, LayKnowledge
from knowledge.ranking.signals import LearnedSignals
from knowledge.ranking.training import train_ranker
from knowledge.ranking.trees import Ranker
from training.collected import Collected, SetBase
from training.judged_sets import CITY, FOLDS, POLICIES, REPLIES, SCENARIOS, STATUTES, JudgedSet, read_set

COLD, WARM = "cold", "warm"
ASKED, UNTOUCHED = (STATUTES, CITY), (POLICIES, SCENARIOS)
MEASURES = ("hit@1", "recall@10", "hit@10", "mrr@10")
Figures = npt.NDArray[np.float64]


class Cache:
    """Candidates by set, fold and mode, collected when they are asked for the first time."""

    def __init__(self, data: Path, tables: Path, folder: Path) -> None:
        self._data, self._tables, self._folder = data, tables, folder
        folder.mkdir(parents=True, exist_ok=True)

    def fill(self) -> None:
        """Collect what is missing. Sets that no ranker is measured on by fold are asked with the first fold's parts."""
        for name in (STATUTES, CITY, REPLIES, *UNTOUCHED):
            folds = range(1, FOLDS + 1) if name in ASKED else range(1, 2)
            missing = [fold for fold in folds if not self._has(name, fold)]
            if missing:
                judged = read_set(self._data, name)
                base = SetBase(judged, self._tables / f"fold{missing[0]}")
                for fold in missing:
                    self._collect(base, judged, fold)
                base.close()

    def of(self, name: str, fold: int, mode: str) -> Collected:
        """Return the candidates of the questions that `fold` tests on; of all questions for sets without folds."""
        return Collected.load(self._path(name, fold, mode if name in ASKED else COLD))

    def lay(self, fold: int) -> LayKnowledge:
        return LayKnowledge.load(self._folder / f"lay{fold}")

    def _collect(self, base: SetBase, judged: JudgedSet, fold: int) -> None:
        base.use_table(self._tables / f"fold{fold}")
        if judged.name == STATUTES:
            base.lay_knowledge(judged.without(fold)).save(self._folder / f"lay{fold}")
        questions = judged.fold(fold) if judged.name in ASKED else judged.questions
        lay = self.lay(fold)
        cold = base.collect(questions, LearnedSignals(lay=lay))
        cold.save(self._path(judged.name, fold, COLD))
        _tell_times(judged.name, fold, COLD, cold)
        if judged.name in ASKED:
            warm = base.collect(questions, base.learned(judged.without(fold), lay))
            warm.save(self._path(judged.name, fold, WARM))
            _tell_times(judged.name, fold, WARM, warm)

    def _has(self, name: str, fold: int) -> bool:
        return all(self._path(name, fold, mode).exists() for mode in ((COLD, WARM) if name in ASKED else (COLD,)))

    def _path(self, name: str, fold: int, mode: str) -> Path:
        return self._folder / f"{name}-{fold}-{mode}.npz"


def _tell_times(name: str, fold: int, mode: str, found: Collected) -> None:
    p50, p95 = np.percentile(found.milliseconds, (50, 95))
    print(f"{name} fold {fold} {mode}: {len(found.gold)} questions, {p50:.0f}/{p95:.0f} ms", flush=True)


def ranker_without(cache: Cache, fold: int | None, mode: str) -> Ranker:
    """Return a ranker that saw no candidate of `fold`; of None: all of them."""
    learned = [
        cache.of(name, other, mode).as_ranking_set() for name in ASKED for other in range(1, FOLDS + 1) if other != fold
    ]
    return train_ranker([*learned, cache.of(REPLIES, 1, mode).as_ranking_set()], seed=fold or 0)


def cross_validate(cache: Cache, mode: str) -> dict[str, Figures]:
    """Return by set the measures of every question, in the order of the set, shape (questions, 4)."""
    found: dict[str, list[Figures]] = {name: [] for name in (*ASKED, *UNTOUCHED)}
    for fold in range(1, FOLDS + 1):
        ranker = ranker_without(cache, fold, mode)
        for name, rows in found.items():
            candidates = cache.of(name, fold if name in ASKED else 1, mode)
            rows.append(candidates.judged(ranker.scores(candidates.matrix)))
    return {name: in_order(rows) if name in ASKED else np.mean(rows, axis=0) for name, rows in found.items()}


def in_order(folds: Sequence[Figures]) -> Figures:
    """Return the rows of all folds as the questions stand in the set: fold K has every fifth, from the K-th."""
    whole = np.empty((sum(len(rows) for rows in folds), folds[0].shape[1]))
    for place, rows in enumerate(folds):
        whole[place :: len(folds)] = rows
    return whole


def baseline(judged: JudgedSet) -> Figures:
    """Return the measures of BM25 over characters and pairs of whole documents."""
    bm25 = CharacterBm25(judged.corpus)
    rows = []
    for question in judged.questions:
        right = [hit.id in question.judgements for hit in bm25.search(question.text, limit=10)]
        first = right.index(True) + 1 if any(right) else 0
        rows.append([
            float(right[0]), sum(right) / len(question.judgements), float(any(right)), 1 / first if first else 0.0
        ])  # fmt: skip
    return np.array(rows)


def show(name: str, mode: str, figures: Figures, against: Figures) -> None:
    """Print the means, and by how much each differs from the baseline (95 % paired bootstrap)."""
    parts = []
    for column, measure in enumerate(MEASURES):
        compared = compare_paired(against[:, column].tolist(), figures[:, column].tolist())
        assert compared is not None
        change = compared.difference
        parts.append(f"{measure} {change.mean + compared.mean_a:.3f} ({change.low:+.3f}…{change.high:+.3f})")
    print(f"{name:12} {mode:5} {'  '.join(parts)}", flush=True)


def main() -> None:
    """Collect, validate, train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, help=f"the product reads {SHIPPED.name}/ in knowledge/ranking")
    args = parser.parse_args()
    cache = Cache(args.data, args.tables, args.cache)
    cache.fill()
    baselines = {name: baseline(read_set(args.data, name)) for name in (*ASKED, *UNTOUCHED)}
    for name, figures in baselines.items():
        means = zip(MEASURES, figures.mean(axis=0), strict=True)
        print(f"{name:12} bm25  " + "  ".join(f"{measure} {mean:.3f}" for measure, mean in means))
    for mode in (COLD, WARM):
        for name, figures in cross_validate(cache, mode).items():
            show(name, mode, figures, baselines[name])
    if args.out:
        _ship(cache, args.data, args.tables, args.out)


def _ship(cache: Cache, data: Path, tables: Path, out: Path) -> None:
    statutes = read_set(data, STATUTES)
    base = SetBase(statutes, tables / "all")
    learned_from = {"questions": len(statutes.questions), "sets": [STATUTES]}
    base.lay_knowledge(statutes.questions).save(out / "lay", learned_from)
    base.close()
    for mode, name in ((COLD, "cold"), (WARM, "full")):
        ranker_without(cache, None, mode).save(out / name, {"sets": [*ASKED, REPLIES]})


if __name__ == "__main__":
    main()
