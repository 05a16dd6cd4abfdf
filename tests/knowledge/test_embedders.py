"""Models of the deployer's own: what a setting may name, what a damaged one says, and what a broken endpoint does."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pydantic import SecretStr

from core.clock import FixedClock
from core.database import Database
from core.errors import AppError, InvalidInputError
from core.settings import KnowledgeSettings
from knowledge.build import build_embedder, build_reranker
from knowledge.index.embedders.endpoint import EmbeddingsEndpointError, Endpoint, EndpointEmbedder
from knowledge.index.embedders.files import MissingExtraError, ModelFilesError, Prefixes, fingerprint, kind_of
from knowledge.index.embedders.onnx_model import OnnxEmbedder
from knowledge.index.embedders.sentence_model import SentenceModelEmbedder
from knowledge.index.static_model import MODEL_DIRECTORY, StaticEmbedder
from tests.support.base import open_base
from tests.support.drafts import policy
from tests.support.embeddings_server import EmbeddingsServer, embeddings_server
from tests.support.tiny_models import export_sentence_model, make_sentence_model

TEXTS = ["首次贷款贴息标准", "研发费用补助", "企业申请条件怎么办"]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sentence-transformers folders and two exports of the first."""
    folder = tmp_path_factory.mktemp("models")
    made = make_sentence_model(folder / "tiny")
    make_sentence_model(folder / "wide", width=48)
    export_sentence_model(made, folder / "exported")
    export_sentence_model(made, folder / "first", first_token=True)
    return folder


@pytest.fixture
def server() -> Iterator[EmbeddingsServer]:
    with embeddings_server() as running:
        yield running


def asking(server: EmbeddingsServer, pauses: list[float] | None = None, **values: object) -> EndpointEmbedder:
    endpoint = Endpoint(server.url, "hashing", **values)  # type: ignore[arg-type]
    return EndpointEmbedder(endpoint, Prefixes(), pause=(pauses if pauses is not None else []).append)


# -- folders ---------------------------------------------------------------------------------------------------------


@pytest.mark.model
def test_an_export_gives_the_vectors_of_its_original(models: Path) -> None:
    original = SentenceModelEmbedder(models / "tiny", Prefixes(), batch=2)
    exported = OnnxEmbedder(models / "exported", Prefixes(), batch=2)
    assert exported.embed(TEXTS) == pytest.approx(original.embed(TEXTS), abs=1e-4)
    first = OnnxEmbedder(models / "first", Prefixes(), batch=2)
    assert not np.allclose(first.embed(TEXTS), exported.embed(TEXTS), atol=1e-2)


@pytest.mark.model
@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("{}/tiny", SentenceModelEmbedder),
        ("st:{}/tiny", SentenceModelEmbedder),
        ("{}/exported", OnnxEmbedder),
        ("onnx:{}/exported", OnnxEmbedder),
        (str(MODEL_DIRECTORY), StaticEmbedder),
        ("static", StaticEmbedder),
    ],
)
def test_one_setting_names_the_model(models: Path, value: str, kind: type) -> None:
    assert isinstance(build_embedder(KnowledgeSettings(embedder=value.format(models))), kind)


@pytest.mark.model
def test_prefixes_stand_in_front_and_change_the_name(models: Path) -> None:
    plain = build_embedder(KnowledgeSettings(embedder=str(models / "tiny")))
    marked = build_embedder(KnowledgeSettings(embedder=str(models / "tiny"), question_prefix="query: "))
    assert marked.embed_questions(["贷款"]) == pytest.approx(plain.embed(["query: 贷款"]), abs=1e-5)
    assert marked.embed(["贷款"]) == pytest.approx(plain.embed(["贷款"]), abs=1e-5)
    assert marked.name != plain.name


@pytest.mark.model
def test_a_text_longer_than_the_model_reads_is_cut(models: Path) -> None:
    for folder in ("tiny", "exported"):
        embedder = build_embedder(KnowledgeSettings(embedder=str(models / folder)))
        assert np.linalg.norm(embedder.embed(["企业申请贷款贴息条件" * 300])[0]) == pytest.approx(1, abs=1e-4)


@pytest.mark.model
@pytest.mark.parametrize(
    ("folder", "file"),
    [
        ("tiny", "model.safetensors"),
        ("exported", "model.onnx"),
        ("exported", "tokenizer.json"),
        ("tiny", "config.json"),
    ],
)
def test_a_damaged_file_is_refused_with_the_cure(models: Path, tmp_path: Path, folder: str, file: str) -> None:
    damaged = Path(shutil.copytree(models / folder, tmp_path / "damaged"))
    content = (damaged / file).read_bytes()
    (damaged / file).write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelFilesError, match=r"YOUDA_EMBEDDER.*Copy its files there again") as caught:
        build_embedder(KnowledgeSettings(embedder=str(damaged)))
    assert str(damaged) in caught.value.message


@pytest.mark.model
def test_weights_that_are_not_numbers_are_refused(models: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    damaged = Path(shutil.copytree(models / "tiny", tmp_path / "damaged"))
    weights = load_file(damaged / "model.safetensors")
    name = next(name for name in weights if "word_embeddings" in name)
    weights[name] = np.full_like(weights[name], np.nan)
    save_file(weights, damaged / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelFilesError, match="not finite"):
        build_embedder(KnowledgeSettings(embedder=str(damaged)))


@pytest.mark.parametrize("setting", ["embedder", "reranker"])
@pytest.mark.parametrize("value", ["statik", "/nowhere/model", "st:/nowhere/model", "onnx:", "{tmp}"])
def test_a_setting_without_a_model_says_so(setting: str, value: str, tmp_path: Path) -> None:
    settings = KnowledgeSettings(**{setting: value.format(tmp=tmp_path)})
    with pytest.raises(InvalidInputError, match=rf"YOUDA_{setting.upper()} is .* nor a folder with a model"):
        (build_embedder if setting == "embedder" else build_reranker)(settings)


@pytest.mark.parametrize(
    ("prefix", "library", "extra"), [("st", "sentence_transformers", "st"), ("onnx", "onnxruntime", "onnx")]
)
@pytest.mark.parametrize("setting", ["embedder", "reranker"])
def test_a_missing_library_is_named_with_its_extra(
    prefix: str, library: str, extra: str, setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    settings = KnowledgeSettings(**{setting: f"{prefix}:{tmp_path}"})
    with pytest.raises(MissingExtraError, match=rf"pip install 'youda\[{extra}\]'"):
        (build_embedder if setting == "embedder" else build_reranker)(settings)


def test_the_shipped_model_needs_neither_torch_nor_onnx(monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("torch", "sentence_transformers", "onnxruntime", "scipy", "sklearn"):
        monkeypatch.setitem(sys.modules, library, None)
    assert build_embedder(KnowledgeSettings()).embed(TEXTS).shape == (3, 256)
    assert build_reranker(KnowledgeSettings()) is None


def test_an_empty_folder_is_no_model_and_a_changed_file_another_one(tmp_path: Path) -> None:
    assert kind_of(tmp_path) is None
    (tmp_path / "model.onnx").write_bytes(bytes(5_000_000))
    before = fingerprint(tmp_path)
    (tmp_path / "model.onnx").write_bytes(bytes(2_500_000) + b"1" + bytes(2_499_999))
    assert fingerprint(tmp_path) != before


# -- the index -------------------------------------------------------------------------------------------------------


@pytest.mark.model
@pytest.mark.parametrize("folder", ["exported", "wide"])
def test_switching_the_embedder_builds_a_new_index_and_back(
    models: Path, folder: str, database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    tiny = SentenceModelEmbedder(models / "tiny", Prefixes(), batch=8)
    with open_base(database, clock, tmp_path / "index", tiny) as base:
        entry = base.publish(policy("首次贷款贴息办法", "企业首次贷款按利息的百分之五十贴息。"))
        base.indexer.follow_once()
        generations = [folder_of(tmp_path)]
    other = build_embedder(KnowledgeSettings(embedder=str(models / folder)))
    for embedder in (other, tiny, tiny):
        with open_base(database, clock, tmp_path / "index", embedder) as base:
            assert base.find("首次贷款怎么贴息")[0].passage.entry_id == entry.entry_id
            with base.indexer.reading() as generation:
                assert generation.stamp.embedder == embedder.name
                assert generation.stamp.dimension == embedder.dimension
            generations.append(folder_of(tmp_path))
    first, second, third, fourth = generations
    assert len({first, second, third}) == 3
    assert third == fourth  # the same model again: nothing to build


@pytest.mark.model
@pytest.mark.server
def test_a_running_server_swaps_models_and_keeps_the_old_one_when_that_fails(
    models: Path, server: EmbeddingsServer, database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    tiny = SentenceModelEmbedder(models / "tiny", Prefixes(), batch=8)
    with open_base(database, clock, tmp_path / "index", tiny) as base:
        entry = base.publish(policy("首次贷款贴息办法", "企业首次贷款按利息的百分之五十贴息。"))
        base.indexer.follow_once()
        first = folder_of(tmp_path)
        server.faults = [401]
        with pytest.raises(EmbeddingsEndpointError):
            base.indexer.use_embedder(asking(server, dimension=48))
        assert folder_of(tmp_path) == first
        assert base.find("首次贷款怎么贴息")[0].passage.entry_id == entry.entry_id
        base.indexer.use_embedder(asking(server))
        assert folder_of(tmp_path) != first
        assert base.find("首次贷款怎么贴息")[0].passage.entry_id == entry.entry_id
        assert not (tmp_path / "index" / first).exists()


def folder_of(tmp_path: Path) -> str:
    return (tmp_path / "index" / "CURRENT").read_text("utf-8").strip()


# -- endpoints -------------------------------------------------------------------------------------------------------


@pytest.mark.server
def test_vectors_of_an_endpoint_come_in_order_at_length_one(server: EmbeddingsServer) -> None:
    embedder = asking(server, batch=2, key="secret", dimension=48)
    assert embedder.embed(TEXTS) == pytest.approx(server.embedder.embed(TEXTS), abs=1e-5)
    assert [len(asked["input"]) for asked in server.requests] == [2, 1]
    assert {asked["path"] for asked in server.requests} == {"/v1/embeddings"}
    assert {asked["model"] for asked in server.requests} == {"hashing"}
    assert set(server.keys) == {"Bearer secret"}


@pytest.mark.server
def test_the_dimension_is_asked_once_or_taken_from_the_setting(server: EmbeddingsServer) -> None:
    assert asking(server, dimension=48).dimension == 48
    assert server.requests == []
    embedder = asking(server)
    assert (embedder.dimension, embedder.dimension) == (48, 48)
    assert len(server.requests) == 1


@pytest.mark.server
def test_settings_reach_the_endpoint(server: EmbeddingsServer) -> None:
    settings = KnowledgeSettings(
        embedder=f"{server.url}/embeddings", embedder_model="m", embedder_key=SecretStr("k"), passage_prefix="passage: "
    )
    build_embedder(settings).embed(["贷款", ""])
    assert server.requests[-1]["input"] == ["passage: 贷款"]
    assert server.requests[-1]["path"] == "/v1/embeddings"
    with pytest.raises(InvalidInputError, match="YOUDA_EMBEDDER_MODEL is not set"):
        build_embedder(KnowledgeSettings(embedder=server.url))


@pytest.mark.server
@pytest.mark.parametrize("fault", [429, 500, 503])
def test_a_passing_fault_is_tried_again(server: EmbeddingsServer, fault: int) -> None:
    pauses: list[float] = []
    server.faults = [fault, fault]
    assert asking(server, pauses, dimension=48).embed(TEXTS).any()
    assert len(server.requests) == 3
    assert pauses == ([1.0, 1.0] if fault == 429 else [0.2, 0.4])


@pytest.mark.server
@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (401, "status 401"),
        (404, "status 404"),
        ("not json", "not what the protocol says"),
        ("too few", "not what the protocol says"),
        ("not numbers", "finite numbers"),
        ("shorter", "47 numbers, not 48"),
    ],
)
def test_a_lasting_fault_is_told_at_once_with_the_cure(server: EmbeddingsServer, fault: int | str, says: str) -> None:
    pauses: list[float] = []
    server.faults = [fault]
    with pytest.raises(EmbeddingsEndpointError, match=says) as caught:
        asking(server, pauses, dimension=48, key="secret").embed(TEXTS)
    assert "YOUDA_EMBEDDER_MODEL" in caught.value.message
    assert "secret" not in caught.value.message
    assert pauses == []


@pytest.mark.server
def test_a_slow_endpoint_is_given_up(server: EmbeddingsServer) -> None:
    server.faults = ["slow"]
    with pytest.raises(EmbeddingsEndpointError, match="Timeout"):
        asking(server, dimension=48, timeout_seconds=0.1, retries=0).embed(TEXTS)


@pytest.mark.server
def test_questions_go_by_words_alone_while_the_endpoint_rests(server: EmbeddingsServer) -> None:
    now = [100.0]
    embedder = EndpointEmbedder(Endpoint(server.url, "hashing", dimension=48), Prefixes(), now=lambda: now[0])
    server.faults = [500]
    assert not embedder.embed_questions(TEXTS).any()
    assert not embedder.embed_questions(TEXTS).any()
    assert len(server.requests) == 1
    now[0] += 31
    assert embedder.embed_questions(TEXTS).any()


@pytest.mark.server
def test_search_answers_when_the_endpoint_is_gone(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    with embeddings_server() as server:
        embedder = asking(server, retries=0)
        with open_base(database, clock, tmp_path / "index", embedder) as base:
            entry = base.publish(policy("首次贷款贴息办法", "企业首次贷款按利息的百分之五十贴息。"))
            base.indexer.follow_once()
            server.faults = [503] * 20
            assert base.find("首次贷款怎么贴息")[0].passage.entry_id == entry.entry_id
            base.publish(policy("研发费用补助办法", "企业研发费用按百分之十补助。"))
            with pytest.raises(AppError):
                base.indexer.follow_once()
            server.faults = []
            base.indexer.follow_once()
            assert base.indexer.lag() == 0
