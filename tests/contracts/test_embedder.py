"""The contract of an `Embedder`: unit rows in order, zeros for what it does not know, the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.index.embedders.endpoint import Endpoint, EndpointEmbedder
from knowledge.index.embedders.files import Prefixes
from knowledge.index.embedders.onnx_model import OnnxEmbedder
from knowledge.index.embedders.sentence_model import SentenceModelEmbedder
from knowledge.index.protocols import Embedder
from knowledge.index.static_model import StaticEmbedder
from tests.support.embedders import HashingEmbedder
from tests.support.embeddings_server import embeddings_server
from tests.support.tiny_models import export_sentence_model, make_sentence_model

MODELS = [
    "static",
    "hashing",
    pytest.param("sentence-transformers", marks=pytest.mark.model),
    pytest.param("onnx", marks=pytest.mark.model),
    pytest.param("endpoint", marks=pytest.mark.server),
]


@pytest.fixture(scope="module", params=MODELS)
def embedder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedder]:
    if request.param == "endpoint":
        with embeddings_server() as server:
            yield EndpointEmbedder(Endpoint(server.url, "hashing", batch=2), Prefixes())
        return
    yield _embedder(request.param, tmp_path_factory.mktemp("model"))


def _embedder(name: str, folder: Path) -> Embedder:
    if name == "static":
        return StaticEmbedder()
    if name == "hashing":
        return HashingEmbedder()
    made = make_sentence_model(folder / "tiny")
    if name == "onnx":
        return OnnxEmbedder(export_sentence_model(made, folder / "exported"), Prefixes(), batch=2)
    return SentenceModelEmbedder(made, Prefixes(), batch=2)


def test_there_is_one_float32_unit_row_per_text_in_order(embedder: Embedder) -> None:
    texts = ["首次贷款贴息标准", "研发费用补助", "食品经营许可变更"]
    rows = embedder.embed(texts)
    assert rows.shape == (3, embedder.dimension)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)
    for row, text in zip(rows, texts, strict=True):
        assert embedder.embed([text])[0] == pytest.approx(row, abs=1e-5)


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


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_every_text_gives_a_unit_row_or_zeros(embedder: Embedder, text: str) -> None:
    row = embedder.embed([text])[0]
    assert np.isfinite(row).all()
    length = float(np.linalg.norm(row))
    assert length == 0 or length == pytest.approx(1.0, abs=1e-4)


def test_questions_are_rows_of_the_same_space(embedder: Embedder) -> None:
    asked = embedder.embed_questions(["首次贷款贴息多少", ""])
    assert asked.shape == (2, embedder.dimension)
    assert asked.dtype == np.float32
    assert np.linalg.norm(asked[0]) == pytest.approx(1.0, abs=1e-4)
    assert not asked[1].any()
    like, other = embedder.embed(["首次贷款贴息标准", "食品经营许可变更材料"])
    assert float(asked[0] @ like) > float(asked[0] @ other)


def test_the_name_stays_while_the_model_does(embedder: Embedder) -> None:
    name = embedder.name
    embedder.embed(["贷款"])
    assert embedder.name == name
