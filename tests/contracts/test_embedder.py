"""The contract of an `Embedder`: unit rows in order, zeros for what it does not know, the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.index.protocols import Embedder
from knowledge.index.static_model import StaticEmbedder
from tests.support.embedders import HashingEmbedder

EMBEDDERS: dict[str, Embedder] = {"hashing": HashingEmbedder()}


@pytest.fixture(params=["static", "hashing"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return _embedder(request.param)


def _embedder(name: str) -> Embedder:
    if name not in EMBEDDERS:
        EMBEDDERS[name] = StaticEmbedder()
    return EMBEDDERS[name]


def test_there_is_one_float32_unit_row_per_text_in_order(embedder: Embedder) -> None:
    texts = ["首次贷款贴息标准", "研发费用补助", "食品经营许可变更"]
    rows = embedder.embed(texts)
    assert rows.shape == (3, embedder.dimension)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)
    for row, text in zip(rows, texts, strict=True):
        assert embedder.embed([text])[0] == pytest.approx(row, abs=1e-6)


def test_empty_texts_are_rows_of_zeros_and_no_text_is_no_row(embedder: Embedder) -> None:
    assert not embedder.embed(["", "  "]).any()
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_a_text_is_nearer_to_its_like_than_to_another_subject(embedder: Embedder) -> None:
    asked, like, other = embedder.embed(["首次贷款贴息多少", "首次贷款贴息标准", "食品经营许可变更材料"])
    assert float(asked @ like) > float(asked @ other)


def test_script_and_width_make_no_difference(embedder: Embedder) -> None:
    plain, traditional, wide = embedder.embed(["贷款贴息20万元", "貸款貼息20萬元", "贷款贴息２０万元"])
    assert float(plain @ traditional) == pytest.approx(1.0, abs=1e-5)
    assert float(plain @ wide) == pytest.approx(1.0, abs=1e-5)


@settings(max_examples=50)
@given(st.text(max_size=80), st.sampled_from(["static", "hashing"]))
def test_every_text_gives_a_unit_row_or_zeros(text: str, name: str) -> None:
    row = _embedder(name).embed([text])[0]
    assert np.isfinite(row).all()
    length = float(np.linalg.norm(row))
    assert length == 0 or length == pytest.approx(1.0, abs=1e-4)
