"""The optional cross-encoder behind the ranking: it re-orders the best hits and leaves the rest and scores alone."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import FixedClock
from core.database import Database
from core.errors import InvalidInputError
from core.settings import KnowledgeSettings
from knowledge.build import build_reranker
from knowledge.index.embedders.files import ModelFilesError
from knowledge.index.static_model import MODEL_DIRECTORY
from knowledge.ranking.cross_encoder import FEATURE, Floats, OnnxReranker, SentenceReranker, rerank
from knowledge.search import HybridSearch
from knowledge.types import EntryKind, EntryStatus, Passage, SearchHit, Visibility
from tests.support.base import open_base
from tests.support.drafts import policy
from tests.support.tiny_models import (
    export_cross_encoder,
    export_sentence_model,
    make_cross_encoder,
    make_sentence_model,
)

SAMPLE = Passage(
    id="e.1.0",
    entry_id="e",
    version=1,
    kind=EntryKind.POLICY_DOCUMENT,
    clause_id="t1",
    clause_label="第一条",
    context="",
    text="正文",
    start=0,
    end=2,
    quotable=True,
    title="",
    document_number=None,
    issuing_bodies=(),
    authority=None,
    status=EntryStatus.PUBLISHED,
    visibility=Visibility.PUBLIC,
    region_code=None,
    effective_from=None,
    in_force_until=None,
    effective_to=None,
)
PASSAGES = ["首次贷款贴息标准", "研发费用补助", "食品经营许可变更材料"]


class Stated:
    """A reranker that says what it was told, by passage."""

    name = "stated"

    def __init__(self, scores: dict[str, float]) -> None:
        self._scores = scores

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        return np.array([self._scores.get(text.rpartition("\n")[2], 0.0) for text in passages], dtype=np.float32)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    made = make_cross_encoder(folder / "one")
    make_cross_encoder(folder / "two", labels=2)
    make_cross_encoder(folder / "three", labels=3)
    export_cross_encoder(made, folder / "exported")
    export_sentence_model(make_sentence_model(folder / "sentences"), folder / "tokens")
    return folder


@pytest.fixture
def hits(database: Database, clock: FixedClock, tmp_path: Path) -> list[SearchHit]:
    with open_base(database, clock, tmp_path / "index") as base:
        for number in range(5):
            base.publish(policy(f"第{number}号贴息办法", f"贴息正文之{number}。"))
        return base.find("贴息办法")


@pytest.mark.model
def test_an_export_scores_as_its_original_does(models: Path) -> None:
    original, exported = SentenceReranker(models / "one", batch=2), OnnxReranker(models / "exported", batch=2)
    scores = original.scores("贷款贴息多少", PASSAGES)
    assert exported.scores("贷款贴息多少", PASSAGES) == pytest.approx(scores, abs=1e-4)
    assert ((scores > 0) & (scores < 1)).all()
    assert len(set(scores.tolist())) == 3
    assert original.scores("贷款贴息多少", []).shape == exported.scores("贷款贴息多少", []).shape == (0,)


@pytest.mark.model
def test_two_labels_are_read_as_a_probability(models: Path) -> None:
    scores = SentenceReranker(models / "two", batch=8).scores("贷款", PASSAGES)
    assert ((scores > 0) & (scores < 1)).all()


@pytest.mark.model
@pytest.mark.parametrize(("value", "kind"), [("{}/one", SentenceReranker), ("onnx:{}/exported", OnnxReranker)])
def test_one_setting_names_it(models: Path, value: str, kind: type) -> None:
    assert isinstance(build_reranker(KnowledgeSettings(reranker=value.format(models))), kind)


@pytest.mark.model
@pytest.mark.parametrize("folder", ["three", "tokens"])
def test_a_model_of_another_kind_is_refused(models: Path, folder: str) -> None:
    with pytest.raises(ModelFilesError, match=r"YOUDA_RERANKER.*numbers for a pair"):
        build_reranker(KnowledgeSettings(reranker=str(models / folder)))
    with pytest.raises(InvalidInputError, match="embedding table"):
        build_reranker(KnowledgeSettings(reranker=str(MODEL_DIRECTORY)))


@pytest.mark.model
def test_a_damaged_one_is_refused_with_the_cure(models: Path, tmp_path: Path) -> None:
    for folder, file in (("one", "model.safetensors"), ("exported", "model.onnx")):
        damaged = Path(shutil.copytree(models / folder, tmp_path / folder))
        content = (damaged / file).read_bytes()
        (damaged / file).write_bytes(content[: len(content) // 2])
        with pytest.raises(ModelFilesError, match=r"YOUDA_RERANKER.*Copy its files there again"):
            build_reranker(KnowledgeSettings(reranker=str(damaged)))


def test_the_best_few_are_put_in_its_order_and_scores_stay(hits: list[SearchHit]) -> None:
    wanted = {
        hits[2].passage.text: 0.9,
        hits[0].passage.text: 0.4,
        hits[1].passage.text: 0.1,
        hits[4].passage.text: 1.0,
    }
    found = rerank(Stated(wanted), "贴息", hits, top=3)
    assert [hit.passage.id for hit in found] == [hits[place].passage.id for place in (2, 0, 1, 3, 4)]
    assert [hit.score for hit in found] == [hit.score for hit in hits]
    assert found[0].features[FEATURE] == pytest.approx(0.9)
    assert found[3:] == hits[3:]


@given(scores=st.lists(st.floats(0, 1, width=32), min_size=5, max_size=5), top=st.integers(1, 9))
def test_nothing_is_lost_or_invented(scores: list[float], top: int) -> None:
    hits = [SearchHit(replace(SAMPLE, id=f"e.1.{n}", text=str(n)), 1 - n / 10, {}) for n in range(5)]
    found = rerank(Stated({str(n): score for n, score in enumerate(scores)}), "问", hits, top=top)
    assert {hit.passage.id for hit in found} == {hit.passage.id for hit in hits}
    assert [hit.score for hit in found] == [hit.score for hit in hits]
    said = [hit.features[FEATURE] for hit in found[:top]]
    assert said == sorted(said, reverse=True)


def test_search_ends_with_it(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    with open_base(database, clock, tmp_path / "index") as base:
        for number in range(5):
            base.publish(policy(f"第{number}号贴息办法", f"贴息正文之{number}。"))
        before = base.find("贴息办法")
        wanted = {before[-1].passage.text: 0.9}
        base.search = HybridSearch(
            database, base.indexer, candidates=60, reranker=Stated(wanted), rerank_top=len(before)
        )
        assert base.find("贴息办法")[0].passage.id == before[-1].passage.id
        assert [hit.score for hit in base.find("贴息办法")] == [hit.score for hit in before]
        base.search = HybridSearch(database, base.indexer, candidates=60, reranker=Stated(wanted), rerank_top=2)
        assert base.find("贴息办法")[0].passage.id == before[0].passage.id


def test_no_hits_are_no_work() -> None:
    assert rerank(Stated({}), "问", [], top=5) == []
