"""The whole document tells apart passages that sound alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.clock import FixedClock
from core.database import Database
from knowledge.index.segment import Segmenter, Streams
from knowledge.index.store import Placement, document_key
from knowledge.types import Clause, ClauseKind, EntryDraft, EntryKind, PassageDraft
from tests.support.base import REVIEWER, Base, open_base

ALIKE = "申请单位应当在每年三月提交材料。"
DOCUMENTS = {
    "甲文件": [ALIKE, "本文件适用于集装箱码头。", "集装箱码头应当登记。"],
    "乙文件": [ALIKE, "本文件适用于葡萄种植。", "葡萄种植户应当登记。"],
}


def document(title: str, paragraphs: list[str]) -> EntryDraft:
    body, clauses = "", []
    for place, text in enumerate(paragraphs):
        clauses.append(
            Clause(f"p{place}", None, ClauseKind.TEXT, "", "", "", len(body), len(body + text), len(body + text))
        )
        body += f"{text}\n"
    passages = tuple(PassageDraft(c.id, c.start, c.end) for c in clauses)
    return EntryDraft(kind=EntryKind.ARTICLE, title=title, body=body, clauses=tuple(clauses), passages=passages)


@pytest.fixture
def base(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Base]:
    with open_base(database, clock, tmp_path / "index") as opened:
        for title, paragraphs in DOCUMENTS.items():
            opened.publish(document(title, paragraphs))
        opened.indexer.follow_once()
        yield opened


def title_of_alike(base: Base, question: str) -> str:
    return next(hit.passage.title for hit in base.find(question) if hit.passage.text == ALIKE)


@pytest.mark.parametrize(("subject", "title"), [("集装箱码头", "甲文件"), ("葡萄种植", "乙文件")])
def test_of_two_equal_clauses_that_of_the_fitting_document_comes_first(base: Base, subject: str, title: str) -> None:
    assert title_of_alike(base, f"{subject}申请单位何时提交材料") == title


def test_the_share_of_the_whole_document_is_explained_among_the_features(base: Base) -> None:
    hits = base.find("葡萄种植申请")
    assert all(0 <= hit.features["document_share"] <= 1 for hit in hits)
    assert max(hit.features["document_share"] for hit in hits) == 1


def test_a_withdrawn_version_leaves_the_index_of_whole_documents(base: Base) -> None:
    hit = base.find("葡萄种植")[0].passage
    base.do("withdraw", hit.entry_id, hit.version, actor=REVIEWER, reason="错误")
    base.indexer.follow_once()
    with base.indexer.reading() as generation:
        left = {found.id for found in generation.documents[Placement.LIVE].search("葡萄种植", limit=10)}
    assert document_key(hit.id) not in left


def test_joined_streams_are_those_of_the_joined_text() -> None:
    segmenter = Segmenter()
    parts = ["研发补助办法", "第一章 总则", "最高50万元。"]
    assert Streams.joined(map(segmenter.streams, parts)) == segmenter.streams("\n".join(parts))
