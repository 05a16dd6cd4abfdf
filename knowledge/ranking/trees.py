"""Boosted trees as arrays: learned elsewhere, evaluated here with numpy alone, a millisecond for 160 candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.ranking.files import RankingFilesError, check_folder, read_arrays, write_folder

KIND, FORMAT = "ranker", 2
MOST_LEAVES = 16
"""Leaves of one tree; which of them a row can still reach is kept in the bits of one number."""

_ALL = np.uint16(0xFFFF)


@dataclass(frozen=True, slots=True)
class Trees:
    """Inner nodes of all trees and the values of their leaves.

    Node i of tree `tree[i]` asks whether `feature[i]` is at most `threshold[i]`; NaN counts as yes where
    `missing_left[i]`. `left[i]` has the bits of the leaves that a yes can reach among those below the node, `below[i]`
    of all below it. `leaves` has shape (trees, `MOST_LEAVES`): log odds to add, in the order of the bits. `linear` has
    a weight for each feature, mostly 0: it adds to the log odds what trees learned from other sets cannot know.
    """

    tree: npt.NDArray[np.int32]
    feature: npt.NDArray[np.int32]
    threshold: npt.NDArray[np.float32]
    missing_left: npt.NDArray[np.bool_]
    left: npt.NDArray[np.uint16]
    below: npt.NDArray[np.uint16]
    leaves: npt.NDArray[np.float32]
    base: float
    linear: npt.NDArray[np.float32]


class Ranker:
    """Gives candidates a probability. Immutable after making, so threads may share one.

    Every value of a feature leaves some leaves of each tree within reach; these bits are worked out beforehand for
    each interval between thresholds, so that a row needs one lookup a feature and no walk down a tree. Source:
    Lucchese et al., "QuickScorer: a fast algorithm to rank documents with additive ensembles of regression trees",
    SIGIR 2015.
    """

    def __init__(self, feature_names: Sequence[str], trees: Trees) -> None:
        self.feature_names = tuple(feature_names)
        self._trees = trees
        self._cuts: list[npt.NDArray[np.float32]] = []
        reach = []
        for feature in range(len(self.feature_names)):
            cuts, rows = _reach(trees, feature)
            self._cuts.append(cuts)
            reach.append(rows)
        self._used = [feature for feature, cuts in enumerate(self._cuts) if len(cuts)]
        self._starts = np.cumsum([0, *(len(rows) for rows in reach)])
        self._reach = np.concatenate(reach)
        self._lowest_bit = _lowest_bits()

    def scores(self, matrix: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return a probability, 0..1, for each row; columns are `feature_names`, NaN is missing."""
        within = np.full((len(matrix), len(self._trees.leaves)), _ALL)
        for feature in self._used:
            values, cuts = matrix[:, feature], self._cuts[feature]
            interval = np.searchsorted(cuts, values, side="left")
            interval[np.isnan(values)] = len(cuts) + 1
            within &= self._reach[self._starts[feature] + interval]
        leaf = self._lowest_bit[within]
        total = self._trees.leaves[np.arange(leaf.shape[1]), leaf].sum(axis=1, dtype=np.float64) + self._trees.base
        if self._trees.linear.any():
            total += np.nan_to_num(matrix) @ self._trees.linear.astype(np.float64)
        probabilities: npt.NDArray[np.float32] = (1 / (1 + np.exp(-total))).astype(np.float32)
        return probabilities

    def save(self, folder: Path, notes: dict[str, object] | None = None) -> None:
        """Write the trees into `folder`, with `notes` on how they were trained."""
        arrays = {name: np.asarray(getattr(self._trees, name)) for name in Trees.__slots__}
        arrays["features"] = np.array(self.feature_names)
        write_folder(folder, KIND, FORMAT, arrays=arrays, notes=notes)

    @classmethod
    def load(cls, folder: Path, expected: Sequence[str]) -> Ranker:
        """Read what `save` wrote. Raises RankingFilesError, also when it was trained on other features."""
        check_folder(folder, KIND, FORMAT)
        arrays = read_arrays(folder)
        names = tuple(arrays.pop("features").tolist())
        if names != tuple(expected):
            raise RankingFilesError(folder, "it was trained on other features than this version computes")
        base = float(arrays.pop("base"))
        return cls(names, Trees(**arrays, base=base))


def _reach(trees: Trees, feature: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint16]]:
    """Return the thresholds of a feature and, for each interval and for NaN last, the leaves within reach by tree."""
    nodes = np.flatnonzero(trees.feature == feature)
    cuts = np.unique(trees.threshold[nodes])
    rows = np.full((len(cuts) + 2, len(trees.leaves)), _ALL)
    for node in nodes:
        yes = ~trees.below[node] | trees.left[node]  # leaves elsewhere stay within reach
        no = ~trees.left[node]
        place = int(np.searchsorted(cuts, trees.threshold[node]))
        rows[: place + 1, trees.tree[node]] &= yes
        rows[place + 1 : len(cuts) + 1, trees.tree[node]] &= no
        rows[-1, trees.tree[node]] &= yes if trees.missing_left[node] else no
    return cuts, rows


def _lowest_bits() -> npt.NDArray[np.uint8]:
    numbers = np.arange(1 << MOST_LEAVES, dtype=np.int64)
    numbers[0] = 1
    lowest: npt.NDArray[np.uint8] = np.log2(numbers & -numbers).astype(np.uint8)
    return lowest
