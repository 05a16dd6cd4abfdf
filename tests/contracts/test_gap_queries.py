"""Gaps are gathered, asked about and resolved the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete

from assistant.answer_requests import AnswerRequests
from assistant.tables import ConversationRow
from core.database import Database
from core.settings import load_settings
from core.vault import Vault
from knowledge.build import build_embedder
from knowledge.index.protocols import Embedder
from reports.gaps.repository import GapRepository
from reports.gaps.types import GapState
from tests.reports.gaps.test_gaps import NIGHT, POND, Asked


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return build_embedder(load_settings().knowledge)


def test_questions_become_gaps_and_leave_them(any_database: Database, embedder: Embedder) -> None:
    asked, gaps = Asked(any_database, embedder), GapRepository()
    for question in NIGHT:
        asked.ask(question)
    asked.ask(POND, outcome="answered", helpful=False)
    asked.ask(POND, outcome="answered", stars=1)
    partly = asked.ask("园区锦鲤谁来喂", outcome="partial")
    requests = AnswerRequests(Vault("a secret of the tests"), asked.clock)
    with any_database.unit_of_work() as session:
        message_id = partly.replace("cnv", "msg")
        assert requests.leave(session, message_id, "13800001234", "visitor_1").told_at is None
        assert requests.leave(session, message_id, "13800005678", None).message_id == message_id
    assert asked.refresh() == (6, 3, 3)
    night, pond, _ = asked.listed()
    with any_database.unit_of_work() as session:
        assert [gap.id for gap in gaps.to_check(session, 7, limit=9)][:2] == [night.id, pond.id]
        request_id = requests.waiting(session, [message_id])[message_id]
        assert requests.phone(session, request_id) == "13800005678"
        requests.told(session, [request_id])
        requests.forget_told(session, before=datetime(2027, 1, 1, tzinfo=UTC))
        gaps.change(session, night.id, state=GapState.RESOLVED.value, checked_sequence=7)
        assert next(gap.id for gap in gaps.to_check(session, 7, limit=9)) == pond.id
    with any_database.reading() as session:
        assert asked.gaps.prepare(session), "nobody waits for the partial answer any more"
    assert asked.refresh() == (0, 0, 1)
    asked.ask(NIGHT[0])
    assert asked.refresh() == (1, 0, 2), "the resolved gap is open again"
    with any_database.unit_of_work() as session:
        session.execute(delete(ConversationRow))
        assert gaps.shrunk(session) == {night.id, pond.id}
    asked.refresh()
    assert asked.listed(state=None) == []
