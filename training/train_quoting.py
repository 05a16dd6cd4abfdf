"""Fit the model that chooses what to quote, and print cross-validated figures.

Usage: python -m training.train_quoting DATA_DIR --keep DIR [--out DIR]

A reader learns first, from questions about encyclopaedia articles (`reading_comprehension.py`). What it says is among
the features of the model proper, whose questions come from the ncppolicies dev set: coefficients, from which no text
can be recovered, may be fitted on every dev set. The documents are imported and searched as production does; the
features of a unit are those production computes. Questions whose own document is not there teach too where another
document says their answer word for word.

Folds are by document, so a model never saw a question about the document it is judged on, nor one whose answer that
document holds; `--keep` holds the imported base and gets the model of each fold (`quoting/fold-K`). `--out` gets the
model fitted on all questions; figures come from the folds.
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
from assistant.quoting.features import Asked, Flags, Matrix, Region, feature_names, features_of
from assistant.quoting.quoter import Quoter
from assistant.quoting.scorer import READ, Linear, UnitModel, UnitScorer, read_columns
from core.database import Database
from eval.datasets import read_json_lines
from eval.metrics import rouge_l
from knowledge.ranking.training import as_trees
from knowledge.ranking.trees import Ranker
from knowledge.repository import KnowledgeRepository
from knowledge.search import HybridSearch
from scripts.evaluate_answers import FOLDS, Gold, fold_of, opened, policy_questions, policy_texts
from training.rankings import ranking
from training.reading_comprehension import readings

_SHORTEST_ELSEWHERE = 12
"""Characters of an answer that another document says too; shorter ones stand in many places that answer nothing."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question: its regions, the features of their units, and the share of each unit that the answer covers.

    `holders` are the documents that hold the answer.
    """

    question: Gold
    holders: frozenset[str]
    regions: tuple[Region, ...]
    files: tuple[str, ...]  # of each region
    features: Matrix
    covered: Matrix

    @property
    def sizes(self) -> list[int]:
        return [len(region.units) for region in self.regions]

    @property
    def lengths(self) -> Matrix:
        return np.array([u.end - u.start for region in self.regions for u in region.units], dtype=np.float32)

    def may_teach(self, fold: int) -> bool:
        """Say whether no document of a fold holds the answer."""
        return all(fold_of(document) != fold for document in self.holders)


def questions_elsewhere(folder: Path, texts: dict[str, str]) -> list[tuple[Gold, frozenset[str]]]:
    """Return questions whose own document is not there, with the documents that hold their answer all the same."""
    found = []
    for _, row in read_json_lines(folder / "questions.dev.jsonl"):
        answer = str(row["answer"]).strip()
        if row["doc_available"] or len(answer) < _SHORTEST_ELSEWHERE:
            continue
        holders = frozenset(key for key, text in texts.items() if answer in text)
        if holders:
            found.append((Gold(str(row["id"]), str(row["question"]), str(row["docid"]), answer), holders))
    return found


class _Reader:
    """Reads the regions of questions from the base of all documents, as production does."""

    def __init__(self, database: Database, search: HybridSearch) -> None:
        self._database = database
        self._search = search
        self._quoter = Quoter(database)

    def example(self, gold: Gold, holders: frozenset[str]) -> Example:
        """Return a question with the features of what might be quoted; without regions when nothing might."""
        sources = self._quoter.sources(ranking(self._search, gold.question))
        regions = tuple(source.region for source in sources)
        weights = self._search.question_weights(gold.question)
        features = features_of(Asked.of(gold.question, weights), regions) if regions else np.zeros((0, 0), np.float32)
        covered: list[float] = []
        files = []
        with self._database.reading() as session:
            for region, key in ((source.region, source.hits[0].key) for source in sources):
                content = KnowledgeRepository(session).get(key.entry_id, key.version).content
                files.append((content.source.file_name or "").removesuffix(".txt"))
                at = content.body.find(gold.span) if files[-1] in holders else -1
                begin = at - region.offset
                covered += [
                    _covered(u.start, u.end, begin, begin + len(gold.span)) if at >= 0 else 0.0 for u in region.units
                ]
        return Example(gold, holders, regions, tuple(files), features, np.array(covered, dtype=np.float32))


def examples(data: Path, keep: Path) -> tuple[UnitModel, list[Example], list[Example]]:
    """Return the reader, an example for each question whose document is there, and those of `questions_elsewhere`.

    Questions for which nothing quotable was found are left out, of the latter also those whose answer was not found.
    """
    folder = data / "ncppolicies"
    texts = policy_texts(folder)
    with opened(keep / "all", texts) as (database, search):
        model = fit_reader(data, search)
        base = _Reader(database, search)
        own = [base.example(gold, frozenset({gold.document})) for gold in policy_questions(folder)]
        others = [base.example(gold, holders) for gold, holders in questions_elsewhere(folder, texts)]
    return model, [e for e in own if e.regions], [e for e in others if e.covered.any()]


def _covered(start: int, end: int, begin: int, finish: int) -> float:
    return max(0, min(end, finish) - max(start, begin)) / (end - start)


def fit_reader(data: Path, search: HybridSearch) -> UnitModel:
    """Fit the reader on articles; the words of their questions are weighed as in the base of `search`."""
    found = list(readings(data, search.question_weights))
    features, answers = np.vstack([r.features for r in found]), np.concatenate([r.answers for r in found])
    return _fit(feature_names(), features, answers, np.ones(len(answers), np.float32), _FOR_READING)


def fit(reader: UnitModel, parts: Sequence[Example]) -> UnitScorer:
    """Fit what chooses; a unit counts by the square root of its length."""
    read = [read_columns(reader, e.features, e.sizes) for e in parts]
    features = np.hstack([np.vstack([e.features for e in parts]), np.vstack(read)])
    answers = np.concatenate([e.covered for e in parts]) > 0.5
    weights = np.sqrt(np.concatenate([e.lengths for e in parts]))
    chooser = _fit((*feature_names(), *READ), features, answers, weights / weights.mean(), _FOR_CHOOSING)
    return UnitScorer(reader, chooser)


@dataclass(frozen=True, slots=True)
class _Strength:
    """How far models may follow what they learn from."""

    inverse_penalty: float  # C of the logistic model
    trees: int
    learning_rate: float
    leaves: int


_FOR_READING = _Strength(inverse_penalty=0.02, trees=300, learning_rate=0.08, leaves=16)
_FOR_CHOOSING = _Strength(inverse_penalty=0.002, trees=150, learning_rate=0.05, leaves=10)


def _fit(names: Sequence[str], features: Matrix, answers: Flags, weights: Matrix, strength: _Strength) -> UnitModel:
    mean, scale = features.mean(axis=0), features.std(axis=0)
    scale[scale < 1e-6] = 1.0
    linear = LogisticRegression(C=strength.inverse_penalty, max_iter=500).fit(
        (features - mean) / scale, answers, sample_weight=weights
    )
    trees = HistGradientBoostingClassifier(
        max_iter=strength.trees, learning_rate=strength.learning_rate, max_leaf_nodes=strength.leaves,
        min_samples_leaf=60, l2_regularization=10, max_features=0.3, random_state=1, early_stopping=False,
    ).fit(features, answers, sample_weight=weights)  # fmt: skip
    ranker = Ranker(names, as_trees(trees, np.arange(features.shape[1])))
    return UnitModel(Linear(mean, scale, linear.coef_[0].astype(np.float32), float(linear.intercept_[0])), ranker)


def judge(example: Example, scorer: UnitScorer) -> tuple[float, bool, int]:
    """Return ROUGE-L of the best stretch, whether it is from the right document, and its length."""
    probabilities = scorer.probabilities(example.features, example.sizes)
    best = best_stretches(example.regions, np.split(probabilities, np.cumsum(example.sizes)[:-1]))[0]
    region = example.regions[best.region]
    text = region.text[region.units[best.first].start : region.units[best.last].end]
    return (
        rouge_l(text, example.question.span) or 0.0,
        example.files[best.region] == example.question.document,
        len(text),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    reader, own, others = examples(options.data, options.keep)
    judged: list[tuple[float, bool, int]] = []
    for fold in range(FOLDS):
        scorer = fit(reader, [e for e in (*own, *others) if e.may_teach(fold)])
        scorer.save(options.keep / "quoting" / f"fold-{fold}")
        judged += [judge(e, scorer) for e in own if not e.may_teach(fold)]
    rouge, right, length = (fmean(float(value) for value in column) for column in zip(*judged, strict=True))
    print(f"{len(own)} questions, held out: ROUGE-L {rouge:.3f}, right document {right:.3f}, {length:.0f} characters")
    if options.out:
        notes: dict[str, object] = {"questions": len(own) + len(others), "held_out_rouge_l": round(rouge, 3)}
        fit(reader, (*own, *others)).save(options.out, notes)


if __name__ == "__main__":
    main()
