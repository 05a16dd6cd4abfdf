"""The indexer with its vectors on a Chroma server: the same answers as embedded, and nothing left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.clock import FixedClock
from core.database import Database
from knowledge.index.vectors import open_server
from tests.support.base import Base, open_base
from tests.support.drafts import policy

pytestmark = pytest.mark.server
WORDS = ("贷款贴息", "研发补助", "人才住房", "稳岗补贴", "厂房租金", "用地供应")


def fill(base: Base) -> None:
    for number, words in enumerate(WORDS):
        base.publish(policy(f"{words}办法", f"{words}标准为{number + 1}万元。", f"申请{words}应当在六十日内提出。"))


def test_search_gives_the_same_hits_in_the_same_order_with_either_column(
    database: Database, clock: FixedClock, tmp_path: Path, chroma_url: str
) -> None:
    found = []
    with open_base(database, clock, tmp_path / "embedded") as base:
        fill(base)
        found.append([base.find(words) for words in WORDS])
    with open_base(database, clock, tmp_path / "server", client=open_server(chroma_url)) as base:
        found.append([base.find(words) for words in WORDS])
    for ours, theirs in zip(*found, strict=True):
        assert [hit.passage.id for hit in ours] == [hit.passage.id for hit in theirs]
        assert [hit.score for hit in ours] == pytest.approx([hit.score for hit in theirs], abs=1e-4)


def test_a_rebuild_leaves_no_collection_of_older_generations_on_the_server(
    database: Database, clock: FixedClock, tmp_path: Path, chroma_url: str
) -> None:
    client = open_server(chroma_url)
    with open_base(database, clock, tmp_path / "index", client=client) as base:
        fill(base)
        base.indexer.rebuild()
        base.indexer.rebuild()
        current = (tmp_path / "index" / "CURRENT").read_text().strip()
        held = {collection.name for collection in client.list_collections() if collection.name.startswith("g0")}
        assert held == {f"{current}-live", f"{current}-archive"}


def test_vectors_that_a_deleted_data_folder_left_on_the_server_are_not_searched(
    database: Database, clock: FixedClock, tmp_path: Path, chroma_url: str
) -> None:
    client = open_server(chroma_url)
    with open_base(database, clock, tmp_path / "first", client=client) as base:
        fill(base)
        base.indexer.follow_once()
    with open_base(database, clock, tmp_path / "second", client=client) as base, base.indexer.reading() as generation:
        assert sum(index.count() for index in generation.vectors.values()) == 2 * len(WORDS)
