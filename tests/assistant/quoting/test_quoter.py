"""The quoter reads the truth around hits: neighbours share a region, and nothing barred is ever in one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.quoting.quoter import Quoter
from core.clock import FixedClock
from core.database import Database
from knowledge.passages import PassageRepository
from knowledge.repository import KnowledgeRepository, VersionKey
from knowledge.types import PassageDraft, SearchHit
from tests.support.base import Base, open_base
from tests.support.drafts import policy

ARTICLES = (
    "为支持企业发展，制定本办法。",
    "对首次贷款给予贴息支持，贴息比例为50%，单户企业每年最高不超过20万元。",
    "申请贴息应当在付息之日起60日内提出。",
    "本办法由财政局解释。",
)
QUESTION = "首次贷款贴息比例是多少，最高多少？"


WEIGHTS = {"首次": 3.0, "贷款": 2.0, "贴息": 2.0, "比例": 2.5}


@pytest.fixture
def base(database: Database, tmp_path: Path) -> Iterator[Base]:
    with open_base(database, FixedClock(datetime(2026, 11, 20, 2, 20, tzinfo=UTC)), tmp_path / "index") as opened:
        yield opened


def published(base: Base, *, barred: int | None = None) -> list[SearchHit]:
    """Publish the articles and return a hit for each, the one that answers first; number `barred` may not be quoted."""
    draft = policy("云岭高新区首次贷款贴息办法", *ARTICLES)
    passages = tuple(
        PassageDraft(p.clause_id, p.start, p.end, quotable=place != barred) for place, p in enumerate(draft.passages)
    )
    version = base.publish(replace(draft, passages=passages))
    with base.database.reading() as session:
        found = PassageRepository(session).of_versions([VersionKey(version.entry_id, version.version)])
    order = [found[1], found[0], *found[2:]]
    return [SearchHit(passage, 1 - place / 10, {}) for place, passage in enumerate(order)]


def found_texts(base: Base, hits: list[SearchHit]) -> list[str]:
    with base.database.reading() as session:
        repository = KnowledgeRepository(session)
        return [
            repository.body_span(VersionKey(f.hit.passage.entry_id, f.hit.passage.version), f.start, f.end) or ""
            for f in Quoter(base.database).find(QUESTION, WEIGHTS, hits)
        ]


def test_the_stretch_that_states_the_amounts_is_found(base: Base) -> None:
    best = found_texts(base, published(base))[0]
    assert "贴息比例为50%" in best or "最高不超过20万元" in best
    assert "制定本办法" not in best


def test_neighbouring_hits_share_a_region_and_its_passages_are_known(base: Base) -> None:
    sources = Quoter(base.database).sources(published(base))
    assert len(sources) == 1
    assert len(sources[0].region.passages) == len(ARTICLES)
    assert sources[0].region.text.endswith("解释。")


def test_a_passage_that_may_not_be_quoted_is_in_no_region(base: Base) -> None:
    hits = published(base, barred=2)
    sources = Quoter(base.database).sources(hits)
    assert [source.region.rank for source in sources] == sorted(source.region.rank for source in sources)
    assert len(sources) == 2
    assert not any("60日" in source.region.text for source in sources)


def test_the_hit_of_a_stretch_holds_it_or_stands_before_it(base: Base) -> None:
    hits = published(base)
    quoter = Quoter(base.database)
    for found in quoter.find(QUESTION, WEIGHTS, hits):
        assert found.hit.passage.start <= found.start < found.end
        assert 0 <= found.value <= 1


def test_nothing_is_found_without_hits(base: Base) -> None:
    assert Quoter(base.database).find(QUESTION, {}, []) == []
