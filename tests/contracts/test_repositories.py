"""Repositories give the same on SQLite and on PostgreSQL, and hold under writers that run at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.errors import ConversationNotFoundError
from assistant.repository import ConversationRepository
from assistant.types import Action, Answer, Feedback, NextAction, Outcome, Question, Reply, Rung
from core import outbox
from core.actors import OPERATOR
from core.clock import FixedClock
from core.database import Database
from core.text import fold_for_comparison
from knowledge.bases import BasisRepository
from knowledge.bulk import BulkImport
from knowledge.changes import CHANGED_TOPIC
from knowledge.errors import StaleEntryError
from knowledge.passages import PassageRepository
from knowledge.relations import RelationRepository
from knowledge.repository import EntryFilter, KnowledgeRepository, VersionKey
from knowledge.service import KnowledgeService
from knowledge.types import EntryKind, EntryStatus, RelationKind, Source
from petitions.repository import PetitionRepository
from tests.support.answers import ASKED_AT, TODAY, citation
from tests.support.base import AUTHOR, REVIEWER, open_base
from tests.support.drafts import faq, policy, replacing


@pytest.fixture
def service(clock: FixedClock) -> KnowledgeService:
    return KnowledgeService(clock)


# -- knowledge -------------------------------------------------------------------------------------------------


def test_a_version_is_read_back_exactly_as_it_was_stored(any_database: Database, service: KnowledgeService) -> None:
    draft = policy(
        "含引号“'\"”与表情🙂的标题",
        "正文：百分号%下划线_反斜杠\\。",
        region_code="330100",
        tags=("研发", "补助"),
        effective_to=date(2030, 1, 1),
        source=Source(file_name="甲.docx", sha256="a" * 64, url="https://www.example.gov.cn/a"),
    )
    with any_database.unit_of_work() as session:
        stored = service.create(session, draft, AUTHOR)
    with any_database.reading() as session:
        read = KnowledgeRepository(session).get(stored.entry_id, 1)
    assert read == stored
    assert read.content == draft


def test_a_faq_keeps_its_details_and_relations(any_database: Database, service: KnowledgeService) -> None:
    draft = faq("几点上班？", "九点。", "何时上班", basis=("云高管规〔2025〕3号第六条",))
    with any_database.unit_of_work() as session:
        stored = service.create(session, draft, AUTHOR)
        relations = RelationRepository(session).of_version(VersionKey(stored.entry_id, 1))
    assert stored.content.details == draft.details
    assert [(r.kind, r.target_document_number, r.scope) for r in relations] == [
        (RelationKind.FAQ_OF, "云高管规〔2025〕3号", "第六条")
    ]


def test_a_span_of_a_body_counts_characters_and_not_bytes(any_database: Database, service: KnowledgeService) -> None:
    with any_database.unit_of_work() as session:
        stored = service.create(session, policy("标题", "🙂汉字与emoji，第二句。"), AUTHOR)
        repository, body = KnowledgeRepository(session), stored.content.body
        for start, end in ((0, 3), (3, 9), (0, len(body)), (4, 4)):
            assert repository.body_span(VersionKey(stored.entry_id, 1), start, end) == body[start:end]
        assert repository.body_span(VersionKey("pol_missing", 1), 0, 1) is None


def test_what_stands_behind_passages_ends_where_quoting_must(any_database: Database, service: KnowledgeService) -> None:
    draft = policy("标题", "第一句🙂。", "第二句。", "第三句。", "第四句。")
    passages = tuple(replace(p, quotable=number != 2) for number, p in enumerate(draft.passages))
    with any_database.unit_of_work() as session:
        stored = service.create(session, replace(draft, passages=passages), AUTHOR)
        repository, body = PassageRepository(session), stored.content.body
        found = repository.of_versions([VersionKey(stored.entry_id, 1)])
        gone = replace(found[0], entry_id="pol_missing")
        behind = repository.quotable_behind([found[0], gone, found[1], found[3], found[2]], 100)
        assert behind == [body[found[0].end : found[2].start], "", "\n", body[found[3].end :], body[found[2].end :]]
        assert repository.quotable_behind([found[0]], 3) == [body[found[0].end : found[0].end + 3]]
        assert repository.quotable_behind([], 3) == []


def test_lists_filter_page_and_count_the_same_on_every_engine(
    any_database: Database, service: KnowledgeService
) -> None:
    with any_database.unit_of_work() as session:
        for number in range(5):
            service.publish_import(
                session, policy(f"第{number}号%贴息_办法", f"正文{number}", department_code="FIN"), OPERATOR
            )
        service.create(session, policy("草稿办法", "草稿正文"), AUTHOR)
        service.publish_import(session, faq("几点上班？", "九点。"), OPERATOR)

    def titles(wanted: EntryFilter) -> tuple[int, list[str]]:
        with any_database.reading() as session:
            total, rows = KnowledgeRepository(session).list_entries(wanted)
        return total, sorted(row.title for row in rows)

    assert titles(EntryFilter(limit=2))[0] == 7
    assert titles(EntryFilter(kind=EntryKind.FAQ)) == (1, ["几点上班？"])
    assert titles(EntryFilter(status=EntryStatus.DRAFT)) == (1, ["草稿办法"])
    assert titles(EntryFilter(department_codes=frozenset({"FIN"}), text="第3號%"))[1] == ["第3号%贴息_办法"]
    assert titles(EntryFilter(text="%"))[0] == 5
    assert titles(EntryFilter(text="x_y")) == (0, [])
    with any_database.reading() as session:
        repository = KnowledgeRepository(session)
        pages = [repository.list_entries(EntryFilter(offset=n, limit=3))[1] for n in (0, 3, 6)]
    assert len({row.entry_id for page in pages for row in page}) == 7


def test_succession_is_worked_out_the_same_on_every_engine(any_database: Database, service: KnowledgeService) -> None:
    with any_database.unit_of_work() as session:
        old = service.publish_import(session, policy("旧办法", document_number="云高管规〔2022〕1号"), OPERATOR)
        new = service.publish_import(
            session,
            policy("新办法", "新正文", relations=(replacing("旧办法"),), effective_from=date(2026, 6, 1)),
            OPERATOR,
        )
        ended = service.get_version(session, old.entry_id, 1)
        assert (ended.status, ended.superseded_by, ended.in_force_until) == (
            EntryStatus.SUPERSEDED, new.entry_id, date(2026, 5, 31),
        )  # fmt: skip
        service.withdraw(session, new.entry_id, 1, actor=REVIEWER, reason="误发")
        assert service.get_version(session, old.entry_id, 1).status is EntryStatus.PUBLISHED
        found = BasisRepository(session).standings_called("云高管规〔2022〕1号", None)
        assert [(each.entry_id, each.status) for each in found] == [(old.entry_id, EntryStatus.PUBLISHED)]


def test_what_a_curated_answer_rests_on_is_followed(any_database: Database, service: KnowledgeService) -> None:
    with any_database.unit_of_work() as session:
        old = service.publish_import(session, policy("甲办法", "一年。", "两年。"), OPERATOR)
        answer = service.publish_import(session, faq("几年？", "两年。", basis=("《甲办法》第二条",)), OPERATOR)
        bases, key = BasisRepository(session), VersionKey(old.entry_id, 1)
        assert bases.written(VersionKey(answer.entry_id, 1)) == ("《甲办法》第二条",)
        assert bases.written(key) == ()
        assert [each.entry_id for each in bases.standings_called(None, "甲办法")] == [old.entry_id]
        assert bases.standings_called("云高管规〔2022〕1号", None) == bases.standings_called(None, None) == []
        clause = bases.clause(key, "第二条")
        assert clause is not None
        assert bases.clause(key, "第九条") is None
        found = PassageRepository(session).of_clause(key, clause)
        assert [passage.text for passage in found] == ["第二条 两年。"]


def test_files_are_recognised_by_content_and_name(any_database: Database, service: KnowledgeService) -> None:
    with any_database.unit_of_work() as session:
        stored = service.create(session, policy(source=Source(file_name="甲.docx", sha256="a" * 64)), AUTHOR)
        repository = KnowledgeRepository(session)
        assert repository.has_source("a" * 64, "甲.docx")
        assert not repository.has_source("a" * 64, "乙.docx")
        draft = stored.content
        assert repository.find_continued(draft) == stored.entry_id
        assert repository.find_continued(replace(draft, title="另一份办法")) is None
        assert repository.find_continued(replace(draft, source=Source(file_name="乙.docx"))) is None


def test_two_writers_with_one_lock_and_only_one_wins(any_database: Database, service: KnowledgeService) -> None:
    with any_database.unit_of_work() as session:
        stored = service.create(session, policy(), AUTHOR)
    gate, outcomes = threading.Barrier(2), []

    def write(title: str) -> None:
        gate.wait()
        try:
            with any_database.unit_of_work() as session:
                service.revise(session, stored.entry_id, policy(title), AUTHOR, lock=stored.lock)
            outcomes.append(title)
        except StaleEntryError:
            outcomes.append("stale")

    _together(lambda: write("甲的标题"), lambda: write("乙的标题"))
    assert sorted(outcomes)[-1] == "甲的标题" or "乙的标题" in outcomes
    assert outcomes.count("stale") == 1
    with any_database.reading() as session:
        assert KnowledgeRepository(session).get(stored.entry_id, 1).content.title in outcomes


def test_bulk_import_writes_what_publishing_one_by_one_would(
    any_database: Database, service: KnowledgeService, clock: FixedClock
) -> None:
    drafts = [policy(f"第{n}号办法", f"正文{n}", effective_to=date(2025, 1, 1) if n == 3 else None) for n in range(6)]
    with any_database.unit_of_work() as session:
        ids = BulkImport(clock).publish(session, drafts, OPERATOR)
        repository = KnowledgeRepository(session)
        versions = [repository.get(entry_id, 1) for entry_id in ids]
        assert [v.content for v in versions] == drafts
        assert [v.status for v in versions].count(EntryStatus.EXPIRED) == 1
        assert [repository.live_version(i) for i in ids].count(None) == 1
        assert outbox.last_sequence(session, topics=(CHANGED_TOPIC,)) == 6


def test_outbox_rows_become_visible_in_the_order_of_their_numbers(any_database: Database, clock: FixedClock) -> None:
    """A consumer that stamps the highest number it has seen must never miss a lower one that commits later."""
    writers, each = 4, 15
    seen: list[int] = []
    stop = threading.Event()

    def write(name: int) -> None:
        for number in range(each):
            with any_database.unit_of_work() as session:
                outbox.put(session, "t", {"writer": name, "number": number}, at=clock.now())

    def follow() -> None:
        while True:
            everything_is_committed = stop.is_set()
            with any_database.reading() as session:
                events = outbox.read_after(session, seen[-1] if seen else 0, topics=("t",), limit=100)
            seen.extend(event.sequence for event in events)
            if everything_is_committed and not events:
                return

    follower = threading.Thread(target=follow)
    follower.start()
    _together(*(lambda name=name: write(name) for name in range(writers)))
    stop.set()
    follower.join()
    assert seen == sorted(seen)
    assert len(seen) == writers * each


def test_search_over_either_engine_finds_the_same(any_database: Database, clock: FixedClock, tmp_path: Path) -> None:
    with open_base(any_database, clock, tmp_path / "index") as base:
        for number in range(5):
            base.publish(policy(f"第{number}号贴息办法", f"正文之{number}。"))
        hits = base.find("第3号贴息办法")
        assert hits[0].passage.title == "第3号贴息办法"
        assert len(hits) == 5
        base.do("withdraw", hits[0].passage.entry_id, 1, actor=REVIEWER, reason="误发")
        assert len(base.find("第3号贴息办法")) == 4


# -- conversations ---------------------------------------------------------------------------------------------


def reply(number: int, conversation_id: str = "cnv_1") -> Reply:
    answer = Answer(
        outcome=Outcome.ANSWERED,
        rung=Rung.FAQ,
        reason="faq_answer",
        text="九点[1]。",
        citations=(citation(1, document_id=f"faq_{number % 2}", effective_from=date(2025, 1, 1)),),
        next_actions=(NextAction(Action.CALL_HOTLINE, "拨打12345", {"phone": "12345"}),),
        confidence=0.5,
    )
    question = Question(text=f"第{number}问🙂", as_of=TODAY, asked_at=ASKED_AT, conversation_id=conversation_id)
    return Reply(
        conversation_id=conversation_id,
        message_id=f"msg_{number}",
        question=question,
        rewritten=f"第{number}问",
        answer=answer,
        with_disclaimer=number == 0,
        answered_at=ASKED_AT,
    )


def test_conversations_are_stored_ordered_and_replayed_exactly(any_database: Database) -> None:
    replies = [reply(number) for number in range(4)]
    with any_database.unit_of_work() as session:
        for one in replies:
            ConversationRepository(session).add(one)
    with any_database.reading() as session:
        repository = ConversationRepository(session)
        assert repository.conversation("cnv_1").replies == tuple(replies)
        assert repository.reply("msg_2") == replies[2]
        assert [turn.question for turn in repository.turns("cnv_1", limit=2)] == ["第2问🙂", "第3问🙂"]
        assert repository.turns("cnv_9", limit=2) == []
        assert repository.times_cited(["faq_0", "faq_1", "faq_9"]) == {"faq_0": 2, "faq_1": 2}
        with pytest.raises(ConversationNotFoundError):
            repository.conversation("cnv_9")


def test_feedback_is_stored_with_its_answer(any_database: Database) -> None:
    with any_database.unit_of_work() as session:
        ConversationRepository(session).add(reply(0))
        ConversationRepository(session).rate("msg_0", Feedback(False, ("wrong",), "不对"))
        assert ConversationRepository(session).reply("msg_0") == reply(0)


# -- petitions -------------------------------------------------------------------------------------------------


def test_petition_numbers_are_given_once_and_without_gaps_to_filers_at_the_same_time(any_database: Database) -> None:
    repository, day, each = PetitionRepository(), date(2026, 11, 20), 8

    def file() -> list[str]:
        numbers = []
        for _ in range(each):
            with any_database.unit_of_work() as session:
                repository.lock_number_series(session, day)
                numbers.append(repository.next_number(session, day))
        return numbers

    with ThreadPoolExecutor(4) as pool:
        given = [number for future in [pool.submit(file) for _ in range(4)] for number in future.result()]
    assert sorted(given) == [f"SQ20261120{n:04d}" for n in range(1, 4 * each + 1)]


def test_a_number_taken_back_by_a_rollback_is_given_again(any_database: Database) -> None:
    repository, day = PetitionRepository(), date(2026, 11, 20)

    def take(*, fail: bool) -> str:
        with any_database.unit_of_work() as session:
            repository.lock_number_series(session, day)
            number = repository.next_number(session, day)
            if fail:
                raise RuntimeError(number)
            return number

    with pytest.raises(RuntimeError, match="0001"):
        take(fail=True)
    assert take(fail=False).endswith("0001")


def test_titles_compare_the_same_in_either_script() -> None:
    assert fold_for_comparison("貸款 貼息「辦法」") == fold_for_comparison("贷款贴息办法")


def _together(*calls: Callable[[], object]) -> None:
    with ThreadPoolExecutor(len(calls)) as pool:
        for future in [pool.submit(call) for call in calls]:
            future.result()
