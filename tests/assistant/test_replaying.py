"""Asking a stored question again: as the base was known then, and as it is now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from sqlalchemy import update

from assistant.answer_log import AnswerFilter, AnswerLog
from assistant.build import build_assistant, build_replayer
from assistant.errors import ErasedMessageError, MessageNotFoundError
from assistant.explaining import candidates_of
from assistant.replaying import Replay, Replayer
from assistant.service import Assistant
from assistant.tables import MessageRow
from assistant.types import Answer, AskRequest, Feedback, Outcome, Reply, Rung
from core.clock import FixedClock
from core.database import Database
from core.settings import AssistantSettings, ZoneSettings
from knowledge.index.static_model import StaticEmbedder
from knowledge.types import EntryVersion
from tests.support.base import AUTHOR, REVIEWER, Base, open_base
from tests.support.drafts import policy

TITLE = "云岭高新区夜间班车补助办法"
QUESTION = "夜间班车补助每车每月多少？"
FROM = date(2024, 1, 1)
SETTINGS, ZONE = AssistantSettings(), ZoneSettings()  # type: ignore[call-arg]


@pytest.fixture
def base(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Base]:
    with open_base(database, clock, tmp_path / "index", StaticEmbedder()) as base:
        for number in range(6):
            base.publish(policy(f"第{number}号产业奖励办法", f"产业奖励按照第{number}档发放。"))
        yield base


@pytest.fixture
def assistant(base: Base) -> Assistant:
    return build_assistant(SETTINGS, ZONE, base.database, base.search, base.clock)


@pytest.fixture
def replayer(base: Base) -> Replayer:
    return build_replayer(SETTINGS, ZONE, base.database, base.search, base.clock)


def measure(rate: str) -> object:
    return policy(TITLE, "本办法适用于高新区企业。", f"夜间班车补助每车每月{rate}元。", effective_from=FROM)


@pytest.fixture
def first(base: Base) -> EntryVersion:
    published = base.publish(measure("三千"))  # type: ignore[arg-type]
    base.indexer.follow_once()
    return published


def ask(base: Base, assistant: Assistant, text: str = QUESTION, conversation: str | None = None) -> Reply:
    reply = assistant.ask(AskRequest(text=text, conversation_id=conversation))
    with base.database.unit_of_work() as session:
        assistant.record(session, reply)
    return reply


def replay(base: Base, replayer: Replayer, reply: Reply) -> Replay:
    base.indexer.follow_once()
    with base.database.reading() as session:
        return replayer.replay(session, reply.message_id)


def later(base: Base, days: int = 10) -> None:
    base.clock.advance_to(base.clock.now() + timedelta(days=days))


def test_in_an_unchanged_base_both_replays_say_the_same(
    base: Base, assistant: Assistant, replayer: Replayer, first: EntryVersion
) -> None:
    reply = ask(base, assistant)
    later(base)
    found = replay(base, replayer, reply)
    assert reply.answer.outcome is Outcome.ANSWERED
    assert found.against_then.is_none
    assert found.against_today.is_none


def test_a_correction_shows_today_and_not_then(
    base: Base, assistant: Assistant, replayer: Replayer, first: EntryVersion
) -> None:
    reply = ask(base, assistant)
    later(base)
    corrected = base.do("revise", first.entry_id, measure("五千"), AUTHOR)
    base.review(corrected)
    later(base)
    found = replay(base, replayer, reply)
    assert found.against_then.is_none
    assert "三千" in found.then.answer.text
    assert "五千" in found.today.answer.text
    assert [(c.document_id, c.version) for c in found.against_today.lost] == [(first.entry_id, 1)]
    assert [(c.document_id, c.version) for c in found.against_today.gained] == [(first.entry_id, 2)]


def test_what_was_withdrawn_since_is_still_known_then(
    base: Base, assistant: Assistant, replayer: Replayer, first: EntryVersion
) -> None:
    reply = ask(base, assistant)
    later(base)
    base.do("withdraw", first.entry_id, 1, actor=REVIEWER, reason="内容有误")
    found = replay(base, replayer, reply)
    assert found.against_then.is_none
    assert found.today.answer.outcome is Outcome.ABSTAINED
    assert found.against_today.outcome


def test_what_was_published_since_was_not_known_then(base: Base, assistant: Assistant, replayer: Replayer) -> None:
    base.indexer.follow_once()
    reply = ask(base, assistant)
    later(base)
    base.publish(measure("三千"))  # type: ignore[arg-type]
    found = replay(base, replayer, reply)
    assert reply.answer.outcome is Outcome.ABSTAINED
    assert found.then.answer.outcome is Outcome.ABSTAINED
    assert found.today.answer.outcome is Outcome.ANSWERED


def test_what_was_withdrawn_before_the_question_is_not_known_then(
    base: Base, assistant: Assistant, replayer: Replayer, first: EntryVersion
) -> None:
    base.do("withdraw", first.entry_id, 1, actor=REVIEWER, reason="内容有误")
    base.indexer.follow_once()
    later(base)
    found = replay(base, replayer, ask(base, assistant))
    assert found.then.answer.outcome is Outcome.ABSTAINED


def test_a_follow_up_is_asked_again_after_what_was_said_before_it_only(
    base: Base, assistant: Assistant, replayer: Replayer, first: EntryVersion
) -> None:
    opening = ask(base, assistant)
    later(base, days=1)
    follow_up = ask(base, assistant, "那适用于哪些企业呢？", opening.conversation_id)
    later(base, days=1)
    ask(base, assistant, "第3号产业奖励怎么发放？", opening.conversation_id)
    found = replay(base, replayer, follow_up)
    assert found.then.rewritten == follow_up.rewritten
    assert found.against_then.is_none


def test_nothing_of_a_replay_is_stored(
    base: Base, assistant: Assistant, replayer: Replayer, first: EntryVersion
) -> None:
    reply = ask(base, assistant)
    replay(base, replayer, reply)
    with base.database.reading() as session:
        assert AnswerLog(session).page(AnswerFilter())[0] == 1


def test_an_erased_or_unknown_message_cannot_be_replayed(
    base: Base, assistant: Assistant, replayer: Replayer, first: EntryVersion
) -> None:
    reply = ask(base, assistant)
    with base.database.unit_of_work() as session:
        session.execute(update(MessageRow).values(question="", rewritten=""))
    with base.database.reading() as session:
        with pytest.raises(ErasedMessageError, match="erased"):
            replayer.replay(session, reply.message_id)
        with pytest.raises(MessageNotFoundError):
            replayer.replay(session, "msg_missing")


def test_the_trace_keeps_candidates_with_features_once_and_stays_small(
    base: Base, assistant: Assistant, first: EntryVersion
) -> None:
    answer = ask(base, assistant).answer
    kept = [candidates_of(trace) for trace in answer.trace if candidates_of(trace)]
    assert len(kept) == 1
    assert kept[0][0].passage_id.startswith(first.entry_id)
    assert {"cosine", "coverage"} <= set(kept[0][0].features)
    assert len(json.dumps(TypeAdapter(Answer).dump_python(answer, mode="json")["trace"])) < 12_000
    assert answer.setup["evidence_threshold"] > 0


def test_the_log_is_filtered_by_outcome_rung_confidence_rating_and_words(
    base: Base, assistant: Assistant, first: EntryVersion
) -> None:
    good, bad = ask(base, assistant), ask(base, assistant, "火星移民签证怎么办理？")
    with base.database.unit_of_work() as session:
        assistant.rate(session, good.message_id, Feedback(helpful=False, reasons=("incomplete",)))

    def found(**wanted: object) -> list[str]:
        with base.database.reading() as session:
            return [row.message_id for row in AnswerLog(session).page(AnswerFilter(**wanted))[1]]  # type: ignore[arg-type]

    assert set(found()) == {good.message_id, bad.message_id}
    assert found(outcomes=frozenset({Outcome.ABSTAINED, Outcome.OUT_OF_SCOPE})) == [bad.message_id]
    assert found(rungs=frozenset({Rung.EXTRACTIVE})) == [good.message_id]
    assert found(below_confidence=good.answer.confidence) == [bad.message_id]
    assert found(helpful=False) == [good.message_id]
    assert found(helpful=True) == []
    assert found(text="火星") == [bad.message_id]
    assert found(text="%") == []
