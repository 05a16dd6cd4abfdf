"""Trees as arrays give what the library that trained them gives, and their files do not lie."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from knowledge.ranking.files import RankingFilesError
from knowledge.ranking.training import as_trees
from knowledge.ranking.trees import Ranker

NAMES = tuple(f"f{number}" for number in range(6))
USED = np.array([0, 1, 2, 3, 4])  # of the last there is nothing


def made(seed: int = 0) -> tuple[Ranker, HistGradientBoostingClassifier, np.ndarray]:
    """A ranker, the model it was taken from, and rows with missing values, ties with thresholds and extremes."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(3_000, len(NAMES))).astype(np.float32)
    rows[:, 2] = rows[:, 2].round(1)
    answers = rows[:, 0] + rows[:, 1] * rows[:, 2] + random.normal(size=3_000) > 1
    rows[random.random(rows.shape) < 0.1] = np.nan
    rows[:, 5] = np.nan
    rows[:5, 3] = [np.inf, -np.inf, 1e30, -1e30, 0]
    model = HistGradientBoostingClassifier(max_iter=60, max_leaf_nodes=15, early_stopping=False, random_state=seed)
    model.fit(rows[:, USED], answers)
    return Ranker(NAMES, as_trees(model, USED)), model, rows


@pytest.mark.parametrize("seed", range(3))
def test_scores_are_those_of_the_model(seed: int) -> None:
    ranker, model, rows = made(seed)
    assert ranker.scores(rows) == pytest.approx(model.predict_proba(rows[:, USED])[:, 1], abs=1e-5)


def test_a_row_scores_alike_alone_and_among_others() -> None:
    ranker, _, rows = made()
    together = ranker.scores(rows[:50])
    assert [float(ranker.scores(row[None, :])[0]) for row in rows[:50]] == pytest.approx(together.tolist())
    assert ranker.scores(rows[:0]).shape == (0,)


def test_what_was_saved_scores_the_same(tmp_path: Path) -> None:
    ranker, _, rows = made()
    ranker.save(tmp_path, {"questions": 3})
    assert Ranker.load(tmp_path, NAMES).scores(rows).tolist() == ranker.scores(rows).tolist()


def test_a_ranker_of_other_features_is_refused(tmp_path: Path) -> None:
    made()[0].save(tmp_path)
    with pytest.raises(RankingFilesError, match="other features"):
        Ranker.load(tmp_path, (*NAMES[1:], "another"))


@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_a_damaged_or_missing_file_is_named_with_the_cure(tmp_path: Path, damage: bytes | None) -> None:
    made()[0].save(tmp_path)
    arrays = tmp_path / "arrays.npz"
    arrays.unlink() if damage is None else arrays.write_bytes(damage)
    with pytest.raises(RankingFilesError, match=r"arrays\.npz.*youda"):
        Ranker.load(tmp_path, NAMES)
