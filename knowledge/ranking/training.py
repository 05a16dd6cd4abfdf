"""Training a ranker: features that production search computed, judged questions, boosted trees. Needs scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.ranking.features import FEATURES, HISTORY, Matrix
from knowledge.ranking.listwise import LinearScorer, fit_listwise
from knowledge.ranking.trees import MOST_LEAVES, Ranker, Trees

_FORESTS, _ROUNDS, _RATE, _LEAVES, _PER_LEAF, _FEATURES_AT_ONCE = 4, 150, 0.08, 15, 40, 0.5

_NEAR, _ONE_IN = 6, 12
_DOCUMENT_LACK = -12.0
"""Log odds of trees for a passage whose document lacks all of the best one's BM25, where documents are long: there the
whole document says more than trees learn from short ones. Fitted across folds to the policy documents
(docs/evaluation.md).
"""

_LINEAR_SHARE = 0.6
"""Share of the linear scorer in the log odds, the rest is the trees'; .58 to .70 do the same within noise."""

_NEVER_HURT = frozenset(HISTORY)
"""Features of which more never lowers a probability. In a set where every answer was asked for once, trees would
otherwise learn that what was asked for before is not asked for again."""


@dataclass(frozen=True, slots=True)
class RankingSet:
    """Candidates of judged questions: rows of features, whether each answers, and to which question it belongs.

    `weights` is 0 for rows that nobody judged: passages of the right document beside the one that answers.
    """

    matrix: Matrix
    answers: npt.NDArray[np.bool_]
    questions: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]

    def without(self, names: Sequence[str]) -> RankingSet:
        """Return the set as a search computes it that knows nothing of the features `names`."""
        matrix = self.matrix.copy()
        matrix[:, [FEATURES.index(name) for name in names]] = np.nan
        return RankingSet(matrix, self.answers, self.questions, self.weights)


def train_ranker(
    sets: Sequence[RankingSet], *, seed: int = 0, forests: int = _FORESTS, rounds: int = _ROUNDS
) -> Ranker:
    """Return boosted trees and a linear scorer fitted to all rows, as one; deterministic by `seed`.

    Sets count by their questions. Several `forests`, each with its own sample of rows and features, are averaged: one
    alone moves by a point or two with its seed.
    """
    matrix = np.concatenate([one.matrix for one in sets])
    answers = np.concatenate([one.answers for one in sets])
    weights = np.concatenate([one.weights for one in sets])
    first = np.cumsum([0, *(int(one.questions.max(initial=-1)) + 1 for one in sets[:-1])])
    questions = np.concatenate([one.questions + begin for one, begin in zip(sets, first, strict=True)])
    grown = [_forest(matrix, answers, weights, seed * forests + number, rounds) for number in range(forests)]
    judged = weights > 0
    linear = fit_listwise(
        matrix[judged], answers[judged], questions[judged],
        never_negative={FEATURES.index(name) for name in _NEVER_HURT},
    )  # fmt: skip
    return Ranker(FEATURES, _joined(_averaged(grown), linear))


def _forest(
    matrix: Matrix, answers: npt.NDArray[np.bool_], weights: npt.NDArray[np.float32], seed: int, rounds: int
) -> Trees:
    from sklearn.ensemble import HistGradientBoostingClassifier

    kept, weights = _sampled(matrix, answers, weights, np.random.default_rng(seed))
    used = np.flatnonzero(~np.isnan(matrix[kept]).all(axis=0))
    model = HistGradientBoostingClassifier(
        learning_rate=_RATE, max_iter=rounds, max_leaf_nodes=_LEAVES, min_samples_leaf=_PER_LEAF,
        monotonic_cst=[int(FEATURES[column] in _NEVER_HURT) for column in used], max_features=_FEATURES_AT_ONCE,
        l2_regularization=1.0, early_stopping=False, random_state=seed,
    )  # fmt: skip
    model.fit(matrix[kept][:, used], answers[kept], sample_weight=weights[kept])
    return as_trees(model, used)


def _averaged(forests: Sequence[Trees]) -> Trees:
    """Return one forest whose log odds are the mean of those of all."""
    count = len(forests)
    offsets = np.cumsum([0, *(len(forest.leaves) for forest in forests[:-1])])
    joined = {name: np.concatenate([getattr(f, name) for f in forests])
              for name in ("feature", "threshold", "missing_left", "left", "below")}  # fmt: skip
    return Trees(
        tree=np.concatenate([forest.tree + offset for forest, offset in zip(forests, offsets, strict=True)]),
        leaves=(np.concatenate([forest.leaves for forest in forests]) / count).astype(np.float32),
        base=sum(forest.base for forest in forests) / count,
        linear=np.zeros(len(FEATURES), np.float32),
        **joined,
    )


def _joined(trees: Trees, linear: LinearScorer) -> Trees:
    """Return trees whose log odds are the weighted mean of these trees' and the linear scorer's."""
    share, own = _LINEAR_SHARE, 1 - _LINEAR_SHARE
    weights = share * linear.weights
    weights[FEATURES.index("document_lack")] += own * _DOCUMENT_LACK
    return replace(
        trees,
        leaves=own * trees.leaves,
        base=own * trees.base + share * linear.bias,
        linear=weights.astype(np.float32),
    )


def _sampled(
    matrix: Matrix, answers: npt.NDArray[np.bool_], weights: npt.NDArray[np.float32], random: np.random.Generator
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float32]]:
    """Return which rows to learn from and what they weigh: all answers, what ranks high by anything, some of the rest.

    Most candidates are far from their question; one in twelve of them, weighing twelve times as much, teaches the same.
    """
    ranks = matrix[:, [FEATURES.index(name) for name in FEATURES if name.endswith("_rank")]]
    is_near = (np.nan_to_num(ranks) > 1 / _NEAR).any(axis=1) | answers
    drawn = random.random(len(matrix)) < 1 / _ONE_IN
    return (weights > 0) & (is_near | drawn), np.where(is_near, weights, weights * _ONE_IN)


def as_trees(model: Any, columns: npt.NDArray[np.intp]) -> Trees:
    """Return the trees of a fitted classifier; `columns` says which feature each of its columns is."""
    nodes: list[tuple[int, int, float, bool, int, int]] = []
    leaves = []
    for number, (predictor,) in enumerate(model._predictors):
        values = [0.0] * MOST_LEAVES
        count = _walk(predictor.nodes, 0, number, 0, nodes, values)
        assert count <= MOST_LEAVES
        leaves.append(values)
    tree, feature, threshold, missing, left, below = zip(*nodes, strict=True)
    return Trees(
        np.array(tree, np.int32), columns[list(feature)].astype(np.int32), np.array(threshold, np.float32),
        np.array(missing, np.bool_), np.array(left, np.uint16), np.array(below, np.uint16),
        np.array(leaves, np.float32), float(model._baseline_prediction.ravel()[0]),
        np.zeros(0, np.float32),
    )  # fmt: skip


def _walk(nodes: Any, place: int, tree: int, first: int, found: list[Any], values: list[float]) -> int:
    """Number the leaves below `place` from `first`, left to right; return how many there are."""
    node = nodes[place]
    if node["is_leaf"]:
        values[first] = float(node["value"])
        return 1
    left = _walk(nodes, node["left"], tree, first, found, values)
    right = _walk(nodes, node["right"], tree, first + left, found, values)
    bits = ((1 << left) - 1) << first
    below = ((1 << (left + right)) - 1) << first
    # Values are compared as float32 here and as float64 there: the next number below keeps every row where it was.
    threshold = np.float32(node["num_threshold"])
    if threshold > node["num_threshold"]:
        threshold = np.nextafter(threshold, np.float32(-np.inf))
    found.append((tree, int(node["feature_idx"]), threshold, bool(node["missing_go_to_left"]), bits, below))
    return left + right
