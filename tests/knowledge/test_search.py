"""Hybrid search fails closed: whatever the index holds, only the truth decides what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from core.clock import FixedClock
from core.database import Base as Tables
from core.database import Database
from knowledge.search import SearchQuery
from knowledge.tables import VersionRow
from knowledge.types import EntryStatus, Visibility
from migrations import TABLE_MODULES
from tests.support.base import AUTHOR, REVIEWER, Base, open_base
from tests.support.drafts import faq, policy

TODAY = date(2026, 11, 20)
ENTRIES = 8
HISTORICAL = {EntryStatus.PUBLISHED, EntryStatus.SUPERSEDED, EntryStatus.EXPIRED}


@dataclass(frozen=True)
class Truth:
    """What the database says about one version, whatever the index believes."""

    status: EntryStatus
    visibility: Visibility
    region: str | None
    begins: date | None
    ends: date | None

    def is_shown(self, query: SearchQuery) -> bool:
        statuses = HISTORICAL if query.past else {EntryStatus.PUBLISHED}
        return (
            self.status in statuses
            and self.visibility is Visibility.PUBLIC
            and (query.region_code is None or self.region is None or self.region == query.region_code)
            and (self.begins is None or self.begins <= query.as_of)
            and (self.ends is None or query.as_of <= self.ends)
        )


NEAR = st.none() | st.integers(-40, 40).map(lambda days: TODAY + timedelta(days=days))
TRUTHS = st.lists(
    st.builds(
        Truth,
        st.sampled_from(EntryStatus),
        st.sampled_from(Visibility),
        st.sampled_from([None, "330100", "440300"]),
        NEAR,
        NEAR,
    ),
    min_size=ENTRIES,
    max_size=ENTRIES,
)


@pytest.fixture(scope="module")
def full_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Base, list[str]]]:
    """An index whose live half holds every entry; no test of this module lets it follow the outbox again."""
    folder = tmp_path_factory.mktemp("full")
    for name in TABLE_MODULES:
        import_module(name)
    database = Database(f"sqlite:///{folder / 'youda.db'}")
    Tables.metadata.create_all(database.engine)
    with open_base(database, FixedClock(datetime(2026, 11, 20, 2, tzinfo=UTC)), folder / "index") as base:
        ids = [base.publish(policy(f"第{n}号贷款贴息办法", f"贴息标准之{n}。")).entry_id for n in range(ENTRIES)]
        assert len(base.find("贷款贴息办法")) == ENTRIES
        yield base, ids
    database.dispose()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    truths=TRUTHS,
    region=st.sampled_from([None, "330100", "440300"]),
    past=st.booleans(),
    shift=st.integers(-40, 40),
)
def test_search_shows_exactly_what_the_database_allows_whatever_the_index_holds(
    full_index: tuple[Base, list[str]], truths: list[Truth], region: str | None, past: bool, shift: int
) -> None:
    base, ids = full_index
    with base.database.unit_of_work() as session:
        for entry_id, truth in zip(ids, truths, strict=True):
            values = {
                "status": truth.status.value,
                "visibility": truth.visibility.value,
                "region_code": truth.region,
                "effective_from": truth.begins,
                "in_force_from": truth.begins,
                "in_force_until": truth.ends,
            }
            session.execute(update(VersionRow).where(VersionRow.entry_id == entry_id).values(**values))
    query = SearchQuery(
        text="贷款贴息办法", as_of=TODAY + timedelta(days=shift), region_code=region, past=past, limit=50
    )
    found = {hit.passage.entry_id for hit in base.search.search(query)}
    assert found == {entry_id for entry_id, truth in zip(ids, truths, strict=True) if truth.is_shown(query)}


def test_a_passage_is_hidden_the_moment_it_is_withdrawn_and_not_when_the_index_follows(base: Base) -> None:
    version = base.publish(policy("贷款贴息办法"))
    assert base.titles("贷款贴息") == {"贷款贴息办法"}
    base.do("withdraw", version.entry_id, 1, actor=REVIEWER, reason="误发")
    assert base.search.search(SearchQuery(text="贷款贴息", as_of=TODAY)) == []


def test_drafts_and_versions_in_review_are_never_found(base: Base) -> None:
    draft = base.do("create", policy("贷款贴息办法"), AUTHOR)
    assert base.find("贷款贴息") == []
    base.do("submit", draft.entry_id, 1, actor=AUTHOR)
    assert base.find("贷款贴息") == []


def test_internal_entries_are_not_shown_to_enterprises(base: Base) -> None:
    base.publish(policy("内部贴息口径", visibility=Visibility.INTERNAL))
    assert base.find("贴息口径") == []


def test_a_region_filters_only_when_the_request_names_one(base: Base) -> None:
    base.publish(policy("甲区贴息办法", "甲区正文。", region_code="330100"))
    base.publish(policy("乙区贴息办法", "乙区正文。", region_code="440300"))
    base.publish(policy("通用贴息办法", "通用正文。"))
    assert base.titles("贴息办法") == {"甲区贴息办法", "乙区贴息办法", "通用贴息办法"}
    assert base.titles("贴息办法", region_code="330100") == {"甲区贴息办法", "通用贴息办法"}
    assert base.titles("贴息办法", region_code="999999") == {"通用贴息办法"}


def test_what_is_over_can_be_searched_alone(base: Base) -> None:
    base.publish(policy("贷款贴息办法"))
    query = SearchQuery(text="贷款贴息", as_of=TODAY, archive_only=True, only_in_force=False)
    assert base.search.search(query) == []
    over = base.publish(policy("老贷款贴息办法", effective_to=date(2024, 12, 31)))
    assert base.find("贷款贴息")
    assert {hit.passage.entry_id for hit in base.search.search(query)} == {over.entry_id}


def test_hits_come_best_first_and_no_more_than_asked_for(base: Base) -> None:
    for number in range(6):
        base.publish(policy(f"第{number}号贷款贴息办法", f"贴息标准之{number}。"))
    hits = base.find("贷款贴息办法", limit=3)
    assert len(hits) == 3
    order = [(-hit.score, hit.passage.id) for hit in hits]
    assert order == sorted(order)


def test_a_search_repeated_gives_the_same_order(base: Base) -> None:
    for number in range(5):
        base.publish(policy(f"第{number}号办法", "同样的正文。"))
    first = [hit.passage.id for hit in base.find("同样的正文")]
    assert len(first) == 5
    assert all([hit.passage.id for hit in base.find("同样的正文")] == first for _ in range(3))


@pytest.mark.parametrize("text", ["", "   ", "？！。", "\x00\x01", "🙂", "%_'\";--", "id:*", "(((", "AND OR NOT"])
def test_odd_queries_find_nothing_harmful_and_raise_nothing(base: Base, text: str) -> None:
    base.publish(policy())
    assert all(hit.passage.status is EntryStatus.PUBLISHED for hit in base.find(text))


def test_traditional_script_finds_simplified_text(base: Base) -> None:
    base.publish(policy("贷款贴息办法"))
    assert base.titles("貸款貼息辦法") == {"贷款贴息办法"}


def test_a_document_number_finds_its_document_first(base: Base) -> None:
    for number in range(5):
        base.publish(policy(f"第{number}号办法", f"根据云高管规〔2025〕{number + 10}号文件制定，正文{number}。"))
    assert base.find("云高管规〔2025〕13号")[0].passage.title == "第3号办法"


def test_every_phrasing_of_a_question_finds_its_one_answer(base: Base) -> None:
    base.publish(faq("企服中心几点上班", "工作日九点到十七点。", "服务中心营业时间", "大厅什么时候开门"))
    base.publish(policy())
    for phrasing in ("企服中心几点上班", "服务中心营业时间", "大厅什么时候开门"):
        assert base.find(phrasing)[0].passage.text == "工作日九点到十七点。"


def test_coverage_features_are_shares(base: Base) -> None:
    base.publish(policy("贷款贴息办法", "小微企业首次贷款的，按利息的百分之五十贴息。"))
    features = base.find("首次贷款贴息多少")[0].features
    assert {"coverage", "text_coverage", "title_coverage", "rarest_missing", "bm25_per_weight"} <= set(features)
    assert all(0 <= features[name] <= 1 for name in ("coverage", "text_coverage", "title_coverage", "rarest_missing"))
    assert features["coverage"] == pytest.approx(1.0)


def test_a_passage_is_the_verbatim_span_of_its_version(base: Base) -> None:
    draft = policy("标题", "第一段（含　全角空格）与，标点。", "第二段：１２３。")
    version = base.publish(replace(draft, title="全角与标点"))
    for hit in base.find("标点 全角"):
        assert hit.passage.text == version.content.body[hit.passage.start : hit.passage.end]
