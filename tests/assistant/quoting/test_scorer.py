"""The shipped model fits the features; a damaged or foreign one is refused with the cure."""

from __future__ import annotations

import json
import shutil
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from assistant.quoting.features import Asked, Region, feature_names, features_of
from assistant.quoting.looks import looks_of
from assistant.quoting.scorer import READ, QuotingModelError, UnitModel, UnitScorer, read_columns, shipped_scorer
from core.errors import StorageError

TEXT = "为支持企业发展，对首次贷款给予贴息支持。贴息比例为50%，最高不超过20万元。本办法由财政局解释。"


def page(text: str = TEXT) -> Region:
    return Region(text, looks_of(text), 0, 0, 1.0, "贷款贴息办法", 0, ((0, len(text), 1.0),))


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    with resources.as_file(resources.files("assistant") / "data" / "quoting") as folder:
        shutil.copytree(folder, tmp_path / "quoting")
    return tmp_path / "quoting"


def test_the_shipped_model_prefers_what_states_the_amount_asked_for() -> None:
    region = page()
    asked = Asked.of("首次贷款贴息比例是多少，最高多少？", {"贴息": 3.0, "贷款": 2.0, "首次": 3.0, "比例": 2.0})
    probabilities = shipped_scorer().probabilities(features_of(asked, [region]), [len(region.units)])
    best = region.units[int(probabilities.argmax())]
    assert region.text[best.start : best.end] in ("贴息比例为50%，", "最高不超过20万元。")
    assert ((probabilities >= 0) & (probabilities <= 1)).all()


def test_a_model_is_the_same_after_saving(stored: Path, tmp_path: Path) -> None:
    scorer = UnitScorer.load(stored)
    scorer.save(tmp_path / "again")
    regions = [page(), page("一句话")]
    features, sizes = features_of(Asked.of("比例是多少", {"比例": 1.0}), regions), [len(r.units) for r in regions]
    again = UnitScorer.load(tmp_path / "again").probabilities(features, sizes)
    np.testing.assert_allclose(again, scorer.probabilities(features, sizes), atol=1e-5)


def test_the_reader_compares_a_unit_with_its_region_and_with_all(stored: Path) -> None:
    regions = [page("贴息比例为50%，最高不超过20万元。"), page("本办法由财政局解释，自发布之日起施行。")]
    asked = Asked.of("贴息比例是多少", {"贴息": 3.0, "比例": 2.0})
    reader = UnitModel.load(stored / "reader", feature_names())
    found = read_columns(reader, features_of(asked, regions), [2, 2])
    column = {name: found[:, place] for place, name in enumerate(READ)}
    mean = (column["read:linear"] + column["read:trees"]) / 2
    np.testing.assert_allclose(
        column["read:below_region"], mean - np.repeat([mean[:2].max(), mean[2:].max()], 2), atol=1e-5
    )
    np.testing.assert_allclose(column["read:below_page"], mean - mean.max(), atol=1e-5)
    np.testing.assert_allclose(
        column["read:near"], [mean[:2].max(), mean[:3].max(), mean[1:].max(), mean[2:].max()], atol=1e-5
    )
    assert mean.argmax() < 2


def test_a_model_without_its_reader_is_refused(stored: Path) -> None:
    shutil.rmtree(stored / "reader")
    with pytest.raises(StorageError, match="reinstalling"):
        UnitScorer.load(stored)


def test_a_damaged_model_is_refused(stored: Path) -> None:
    arrays = stored / "arrays.npz"
    arrays.write_bytes(arrays.read_bytes()[:-100])
    with pytest.raises(StorageError, match="reinstalling"):
        UnitScorer.load(stored)


def test_weights_for_other_features_are_refused(stored: Path) -> None:
    raw = json.loads((stored / "linear.json").read_text(encoding="utf-8"))
    raw["features"].pop("covered")
    (stored / "linear.json").write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(QuotingModelError, match="other features"):
        UnitScorer.load(stored)


def test_features_are_finite_and_one_row_per_unit_even_for_a_question_without_words() -> None:
    regions = [page(), page("一句话")]
    found = features_of(Asked.of("？", {}), regions)
    assert found.shape == (sum(len(r.units) for r in regions), len(feature_names()))
    assert np.isfinite(found).all()


def test_neighbours_in_another_region_do_not_count() -> None:
    asked = Asked.of("贴息", {"贴息": 1.0})
    found = features_of(asked, [page("贴息。"), page("别的话。")])
    names = feature_names()
    assert found[1, names.index("covered_before")] == 0
    assert found[0, names.index("covered")] == 1
