"""The contract of a `VectorIndex`, on Chroma in this process and on a Chroma server."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from knowledge.errors import IndexStateError
from knowledge.index.protocols import Vectors
from knowledge.index.vectors import ChromaIndex, drop_collections
from tests.contracts.conftest import BOTH

DIMENSION = 16


def unit_rows(count: int, *, seed: int = 1) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def names(count: int) -> list[str]:
    return [f"p{number:03d}" for number in range(count)]


@pytest.fixture(params=BOTH)
def index(request: pytest.FixtureRequest, vector_client: Callable[[str], Any]) -> ChromaIndex:
    return ChromaIndex(vector_client(request.param), f"c-{uuid.uuid4().hex}")


def test_an_empty_index_finds_nothing(index: ChromaIndex) -> None:
    vector = unit_rows(1)
    assert index.count() == 0
    assert index.search(vector, limit=5) == []
    assert index.similarities(vector, ["p000"]) == {}
    index.delete(["p000"])


def test_hits_come_best_first_with_their_cosine(index: ChromaIndex) -> None:
    rows = unit_rows(50)
    index.upsert(names(50), rows)
    query = unit_rows(1, seed=2)
    cosines = rows @ query[0]
    hits = index.search(query, limit=10)
    best = sorted(range(50), key=lambda i: (-cosines[i], i))[:10]
    assert [hit.id for hit in hits] == [names(50)[i] for i in best]
    assert [hit.score for hit in hits] == pytest.approx([cosines[i] for i in best], abs=1e-4)


def test_equal_scores_are_ordered_by_id(index: ChromaIndex) -> None:
    row = unit_rows(1)
    index.upsert(["b", "c", "a"], np.repeat(row, 3, axis=0))
    assert [hit.id for hit in index.search(row, limit=3)] == ["a", "b", "c"]


def test_no_more_than_the_limit_and_none_for_zero(index: ChromaIndex) -> None:
    index.upsert(names(5), unit_rows(5))
    assert len(index.search(unit_rows(1), limit=3)) == 3
    assert len(index.search(unit_rows(1), limit=99)) == 5
    assert index.search(unit_rows(1), limit=0) == []


def test_search_never_returns_deleted_records(index: ChromaIndex) -> None:
    rows = unit_rows(2)
    index.upsert(["p1", "p2"], rows)
    index.delete(["p1", "unknown"])
    assert index.count() == 1
    assert {hit.id for hit in index.search(rows[:1], limit=10)} == {"p2"}
    assert set(index.similarities(rows[:1], ["p1", "p2"])) == {"p2"}


def test_upserting_again_replaces(index: ChromaIndex) -> None:
    rows = unit_rows(2)
    index.upsert(["p1"], rows[:1])
    index.upsert(["p1"], rows[1:])
    assert index.count() == 1
    assert index.search(rows[1:], limit=1)[0].score == pytest.approx(1.0, abs=1e-4)


def test_a_vector_of_zeros_is_near_nothing_and_leaves_nothing_behind(index: ChromaIndex) -> None:
    rows, zeros = unit_rows(2), np.zeros((1, DIMENSION), dtype=np.float32)
    index.upsert(["p1", "p2"], rows)
    index.upsert(["p1"], zeros)
    assert {hit.id for hit in index.search(rows[:1], limit=10)} == {"p2"}
    assert index.search(zeros, limit=10) == []
    assert index.similarities(zeros, ["p2"]) == {}


def test_similarities_are_the_exact_cosines_of_what_is_stored(index: ChromaIndex) -> None:
    rows, query = unit_rows(20), unit_rows(1, seed=3)
    index.upsert(names(20), rows)
    found = index.similarities(query, ["p003", "unknown", "p017"])
    assert found == pytest.approx({"p003": float(rows[3] @ query[0]), "p017": float(rows[17] @ query[0])}, abs=1e-4)


def test_more_records_than_one_batch_are_stored_and_deleted(index: ChromaIndex) -> None:
    count = 2_300
    ids = [f"p{number:05d}" for number in range(count)]
    index.upsert(ids, unit_rows(count))
    assert index.count() == count
    index.delete(ids[:2_200])
    assert index.count() == 100


def test_another_dimension_is_refused_with_what_to_do(index: ChromaIndex) -> None:
    index.upsert(["p1"], unit_rows(1))
    with pytest.raises(IndexStateError, match="youda reindex"):
        index.upsert(["p2"], np.ones((1, DIMENSION + 1), dtype=np.float32))


@pytest.mark.parametrize("kind", BOTH)
def test_dropping_collections_ignores_those_that_do_not_exist(vector_client: Callable[[str], Any], kind: str) -> None:
    client, name = vector_client(kind), f"c-{uuid.uuid4().hex}"
    ChromaIndex(client, name).upsert(["p1"], unit_rows(1))
    drop_collections(client, [name, "never-made"])
    assert ChromaIndex(client, name).count() == 0


@pytest.mark.server
def test_embedded_and_server_give_the_same_ids_in_the_same_order(vector_client: Callable[[str], Any]) -> None:
    name = f"c-{uuid.uuid4().hex}"
    rows, queries = unit_rows(300, seed=4), unit_rows(20, seed=5)
    found = []
    for kind in ("embedded", "server"):
        index = ChromaIndex(vector_client(kind), name)
        index.upsert(names(300), rows)
        index.delete(names(300)[::7])
        found.append([index.search(query.reshape(1, -1), limit=15) for query in queries])
    for ours, theirs in zip(*found, strict=True):
        assert [hit.id for hit in ours] == [hit.id for hit in theirs]
        assert [hit.score for hit in ours] == pytest.approx([hit.score for hit in theirs], abs=1e-4)
