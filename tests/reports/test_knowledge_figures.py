"""Figures about questions and about the knowledge base, each worked out by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from assistant.tables import CitedEntryRow, ConversationRow, MessageRow
from knowledge.tables import EntryRow, VersionRow
from reports.lists import read_list
from tests.reports.conftest import Desk, at, cell, figure, table

MONTH = ("month", "2026-11")


def ask(desk: Desk, conversation: str, outcome: str, day: int = 3, *, cited: str = "", helpful: bool | None = None,
        question: str = "贴息多少") -> str:  # fmt: skip
    """Store one question and its answer; return the message's id."""
    asked = at(f"2026-11-{day:02d} 10:00")
    with desk.database.unit_of_work() as session:
        if session.get(ConversationRow, conversation) is None:
            session.add(ConversationRow(id=conversation, started_at=asked))
            session.flush()
        count = session.query(MessageRow).count()
        message_id = f"msg-{count}"
        session.add(
            MessageRow(
                id=message_id, conversation_id=conversation, question=question, rewritten=question,
                as_of=asked.date(), outcome=outcome, rung="faq", reason="", answer={}, disclaimer=False, asked_at=asked,
                answered_at=asked, helpful=helpful,
            )
        )  # fmt: skip
        session.flush()
        if cited:
            session.add(CitedEntryRow(message_id=message_id, entry_id=cited))
    return message_id


def entry(desk: Desk, entry_id: str, published: datetime, status: str = "published", **changes: Any) -> None:
    """Store an entry with one version."""
    values: dict[str, Any] = {
        "kind": "policy_document", "title": entry_id, "title_folded": entry_id, "visibility": "public",
        "issuing_bodies": [], "body": "", "description": {}, "source": {}, "findings": [], "content_hash": entry_id,
        "author_id": "u", "created_at": published, "updated_at": published, "lock": 0,
    } | changes  # fmt: skip
    with desk.database.unit_of_work() as session:
        session.add(EntryRow(id=entry_id, kind=values["kind"], created_at=published, live_version=1, latest_version=1))
        session.flush()
        session.add(VersionRow(entry_id=entry_id, version=1, status=status, published_at=published, **values))


def test_a_machine_solved_conversation_ends_cited_without_petition_person_or_thumbs_down(desk: Desk) -> None:
    ask(desk, "clarified", "clarify")
    solved = ask(desk, "clarified", "answered", day=4, cited="pol")
    ask(desk, "uncited", "answered")
    ask(desk, "disliked", "answered", cited="pol", helpful=False)
    ask(desk, "handed-over", "handed_over")
    ask(desk, "handed-over", "answered", day=4, cited="pol")
    ask(desk, "petitioned", "answered", cited="pol")
    desk.petition("2026-11-05 10:00", conversation_id="petitioned")
    ask(desk, "gave-up", "answered", cited="pol")
    ask(desk, "gave-up", "abstained", day=4)
    compiled = desk.compile(*MONTH)
    assert (figure(compiled, "conversations").value, figure(compiled, "questions").value) == (6, 9)
    assert figure(compiled, "machine_solved_rate").value == pytest.approx(1 / 6)
    assert read_list(compiled.members, "machine_solved_rate") == ("messages", [solved])


def test_citations_gaps_and_the_questions_behind_them(desk: Desk) -> None:
    for n, (outcome, cited) in enumerate((("answered", "pol"), ("partial", "pol"), ("answered", ""), ("clarify", ""))):
        ask(desk, f"c{n}", outcome, cited=cited)
    first = ask(desk, "g1", "abstained", question="用地指标怎么申请？")
    second = ask(desk, "g2", "abstained", question="用地指标 怎么申请？")
    ask(desk, "g3", "abstained", question="人才公寓")
    compiled = desk.compile(*MONTH)
    assert figure(compiled, "citation_rate").value == pytest.approx(2 / 3)
    assert figure(compiled, "uncited_rate").value == pytest.approx(1 / 3)
    assert figure(compiled, "gap_rate").value == pytest.approx(3 / 7)
    unanswered = table(compiled, "unanswered")
    assert [(row.label, row.cells) for row in unanswered.rows] == [("用地指标怎么申请？", (2.0,)), ("人才公寓", (1.0,))]
    assert read_list(compiled.members, "unanswered.1.count") == ("messages", [first, second])


def test_knowledge_is_fresh_until_its_review_is_due(desk: Desk) -> None:
    """180 days before the end of November are the third of June."""
    entry(desk, "fresh", at("2026-11-10 10:00"))
    entry(desk, "just-fresh", at("2026-06-04 00:00"))
    entry(desk, "stale", at("2026-06-03 23:59"))
    entry(desk, "expired", at("2026-01-05 10:00"), "expired", updated_at=at("2026-11-20 00:05"))
    entry(desk, "later", at("2026-12-01 10:00"))
    entry(desk, "faq", at("2026-11-11 10:00"), kind="faq")
    compiled = desk.compile(*MONTH)
    counts = {key: figure(compiled, key).value for key in ("published", "added", "ended", "policies_added")}
    assert counts == {"published": 4, "added": 2, "ended": 1, "policies_added": 1}
    assert figure(compiled, "freshness_rate").value == pytest.approx(3 / 4)
    assert figure(compiled, "published").previous == 3


def test_the_most_cited_entries_are_named(desk: Desk) -> None:
    entry(desk, "often", at("2026-01-05 10:00"), title="贴息办法")
    for n in range(3):
        ask(desk, f"c{n}", "answered", cited="often")
    ask(desk, "c9", "answered", cited="rarely")
    cited = table(desk.compile(*MONTH), "cited")
    assert [row.label for row in cited.rows] == ["贴息办法", "rarely"]
    assert cell(cited, "often", "count") == 3
