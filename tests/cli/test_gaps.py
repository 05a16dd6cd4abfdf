"""`youda gaps` from the command line: gather, list, show, draft, dismiss."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.accounts.types import AccountDraft
from api.runtime import Runtime
from assistant.tables import ConversationRow, MessageRow
from core.actors import OPERATOR, Role
from core.settings import load_settings
from tests.cli.conftest import Youda

QUESTIONS = ("员工上夜班有没有交通补贴", "上夜班的员工有没有交通补贴", "园区的景观水池能不能钓鱼")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A base with a curator and a handler, and three questions that found no answer."""
    runtime = Runtime(load_settings(data_dir=tmp_path / "data"))
    runtime.prepare()
    now = datetime.now(UTC)
    with runtime.database.unit_of_work() as session:
        for name, role in (("qing", Role.CURATOR), ("li", Role.HANDLER)):
            draft = AccountDraft(
                user_name=name,
                display_name=name,
                roles=frozenset({role}),
                department_code=None,
                must_change_password=False,
            )
            runtime.accounts.create(session, draft, "correct-horse-9", OPERATOR)
        for number, question in enumerate(QUESTIONS):
            session.add(ConversationRow(id=f"cnv_{number}", started_at=now))
            session.flush()
            session.add(
                MessageRow(id=f"msg_{number}", conversation_id=f"cnv_{number}", question=question, rewritten=question,
                           as_of=date(2026, 11, 20), outcome="abstained", rung="none", reason="no_evidence", answer={},
                           disclaimer=False, asked_at=now, answered_at=now)
            )  # fmt: skip
    runtime.database.dispose()
    return tmp_path / "data"


def test_gaps_are_gathered_shown_drafted_and_dismissed(youda: Youda, folder: Path) -> None:
    at = ("--as", "qing", "--data", folder)
    assert youda("gaps", "refresh", *at, "--json").json == {"gathered": 3, "opened": 2, "open": 2}
    night, pond = youda("gaps", "list", *at, "--json").json["rows"]
    assert (night["questions"], pond["title"]) == (2, QUESTIONS[2])
    assert QUESTIONS[2] in youda("gaps", "list", *at).out
    shown = youda("gaps", "show", night["id"], *at)
    assert "没有依据" in shown.out
    assert youda("gaps", "draft", night["id"], *at, "--json").json["entry_id"].startswith("faq_")
    assert youda("gaps", "dismiss", pond["id"], "--reason", "不是政策问题", *at).code == 0
    assert youda("gaps", "list", "--state", "dismissed", *at, "--json").json["total"] == 1


def test_what_is_refused_is_one_sentence_and_exit_1(youda: Youda, folder: Path) -> None:
    youda("gaps", "refresh", "--as", "qing", "--data", folder)
    for arguments in (
        ("list", "--as", "li"),
        ("show", "gap_missing", "--as", "qing"),
        ("list", "--as", "qing", "--state", "x"),
    ):
        found = youda("gaps", *arguments, "--data", folder)
        assert (found.code, found.out) == (1, "")
        assert found.err.strip()
        assert "Traceback" not in found.err
