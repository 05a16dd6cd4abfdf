"""Fit the model that chooses what to quote, and print cross-validated figures.

Usage: python -m training.train_quoting DATA_DIR --keep DIR [--out DIR]

Questions come from the ncppolicies dev set: coefficients, from which no text can be recovered, may be fitted on every
dev set. The documents are imported and searched as production does; the features of a unit are those production
computes. Folds are by document, so a model never saw a question about the document it is judged on; `--keep` holds
the imported base and gets the model of each fold (`quoting/fold-K`). `--out` gets the model fitted on all questions;
figures come from the folds.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from assistant.quoting.choice import best_stretches
from assistant.quoting.features import Asked, Matrix, Region, feature_names, features_of
from assistant.quoting.quoter import Quoter
from assistant.quoting.scorer import Linear, UnitScorer
from core.database import Database
from eval.metrics import rouge_l
from knowledge.ranking.training import as_trees
from knowledge.ranking.trees import Ranker
from knowledge.repository import KnowledgeRepository
from knowledge.types import SearchHit
from scripts.evaluate_answers import FOLDS, Gold, fold_of, opened, policy_questions, policy_texts
from training.rankings import ranking


@dataclass(frozen=True, slots=True)
class Example:
    """One question: its regions, the features of their units, and the share of each unit that the gold span covers."""

    gold: Gold
    regions: tuple[Region, ...]
    files: tuple[str, ...]  # of each region
    features: Matrix
    covered: Matrix

    @property
    def lengths(self) -> Matrix:
        return np.array([u.end - u.start for region in self.regions for u in region.units], dtype=np.float32)


def examples(data: Path, keep: Path) -> list[Example]:
    """Return one example per question for which something quotable was found, from the base of all documents."""
    folder, found = data / "ncppolicies", []
    with opened(keep / "all", policy_texts(folder)) as (database, search):
        quoter = Quoter(database)
        for gold in policy_questions(folder):
            weights = search.question_weights(gold.question)
            found.append(_example(gold, weights, quoter, database, ranking(search, gold.question)))
    return [example for example in found if example.regions]


def _example(
    gold: Gold, weights: dict[str, float], quoter: Quoter, database: Database, hits: Sequence[SearchHit]
) -> Example:
    sources = quoter.sources(hits)
    regions = tuple(source.region for source in sources)
    features = features_of(Asked.of(gold.question, weights), regions) if regions else np.zeros((0, 0), np.float32)
    covered: list[float] = []
    files = []
    with database.reading() as session:
        for source in sources:
            key = source.hits[0].key
            content = KnowledgeRepository(session).get(key.entry_id, key.version).content
            files.append((content.source.file_name or "").removesuffix(".txt"))
            at = content.body.find(gold.span) if files[-1] == gold.document else -1
            begin = at - source.region.offset
            covered += [
                _covered(u.start, u.end, begin, begin + len(gold.span)) if at >= 0 else 0.0 for u in source.region.units
            ]
    return Example(gold, regions, tuple(files), features, np.array(covered, dtype=np.float32))


def _covered(start: int, end: int, begin: int, finish: int) -> float:
    return max(0, min(end, finish) - max(start, begin)) / (end - start)


def fit(parts: Sequence[Example]) -> UnitScorer:
    """Fit both models; a unit counts by the square root of its length."""
    features = np.vstack([e.features for e in parts])
    answers = np.concatenate([e.covered for e in parts]) > 0.5
    weights = np.sqrt(np.concatenate([e.lengths for e in parts]))
    weights /= weights.mean()
    mean, scale = features.mean(axis=0), features.std(axis=0)
    scale[scale < 1e-6] = 1.0
    linear = LogisticRegression(C=0.002, max_iter=500).fit((features - mean) / scale, answers, sample_weight=weights)
    trees = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.05, max_leaf_nodes=10, min_samples_leaf=60, l2_regularization=10,
        max_features=0.3, random_state=1, early_stopping=False,
    ).fit(features, answers, sample_weight=weights)  # fmt: skip
    ranker = Ranker(feature_names(), as_trees(trees, np.arange(features.shape[1])))
    return UnitScorer(Linear(mean, scale, linear.coef_[0].astype(np.float32), float(linear.intercept_[0])), ranker)


def judge(example: Example, scorer: UnitScorer) -> tuple[float, bool, int]:
    """Return ROUGE-L of the best stretch, whether it is from the right document, and its length."""
    ends = np.cumsum([len(r.units) for r in example.regions])[:-1]
    best = best_stretches(example.regions, np.split(scorer.probabilities(example.features), ends))[0]
    region = example.regions[best.region]
    text = region.text[region.units[best.first].start : region.units[best.last].end]
    return rouge_l(text, example.gold.span) or 0.0, example.files[best.region] == example.gold.document, len(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    found = examples(options.data, options.keep)
    judged: list[tuple[float, bool, int]] = []
    for fold in range(FOLDS):
        scorer = fit([e for e in found if fold_of(e.gold.document) != fold])
        scorer.save(options.keep / "quoting" / f"fold-{fold}")
        judged += [judge(e, scorer) for e in found if fold_of(e.gold.document) == fold]
    rouge, right, length = (fmean(float(value) for value in column) for column in zip(*judged, strict=True))
    print(f"{len(found)} questions, held out: ROUGE-L {rouge:.3f}, right document {right:.3f}, {length:.0f} characters")
    if options.out:
        fit(found).save(options.out, {"questions": len(found), "held_out_rouge_l": round(rouge, 3)})


if __name__ == "__main__":
    main()
