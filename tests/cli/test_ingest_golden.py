"""`youda ingest --publish` where golden questions are kept: a batch that breaks one is held back as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.actors import Actor
from core.audit import AuditRow
from core.clock import SystemClock
from core.database import Database
from core.locks import OwnerLock
from knowledge.service import KnowledgeService
from knowledge.tables import VersionRow
from tests.cli.conftest import Youda

AMOUNT, LATE = "首次贷款贴息每户最高多少", "首次贷款贴息应当在付息后多少日内申请"
OTHER = "云岭高新区夜间公交补助办法\n第一条 为便利夜间出行，制定本办法。\n第二条 夜间公交每班次补助八十元。\n"


@pytest.fixture
def data(youda: Youda, document: Path, tmp_path: Path) -> Path:
    """A base with one policy and two golden questions about it."""
    folder = tmp_path / "data"
    assert youda("ingest", document, "--publish", "--data", folder).code == 0
    questions = tmp_path / "questions.csv"
    rows = (f"{AMOUNT},引用依据,首次贷款贴息办法,第二条", f"{LATE},引用依据,首次贷款贴息办法,第三条")
    questions.write_text("\n".join(("问题,期望,文件,条款", *rows)), "utf-8")
    assert youda("golden", "import", questions, "--data", folder).code == 0
    return folder


@pytest.fixture
def batch(document: Path, data: Path) -> Path:
    """A next text of the policy, in which the article about the term is gone, and a document that breaks nothing."""
    shorter = document.read_text("utf-8").replace("第三条 企业应当在付息后60日内提出申请。\n第四条", "第三条")
    document.write_text(shorter, "utf-8")
    (document.parent / "公交.txt").write_text(OTHER, "utf-8")
    return document


def ingest(youda: Youda, batch: Path, data: Path, *options: object) -> Any:
    return youda("ingest", batch, batch.parent / "公交.txt", "--data", data, "--publish", *options)


def quotes(youda: Youda, data: Path) -> dict[str, str]:
    """Return what is quoted in answer to a question about each document of the batch."""
    found = {}
    for question in (LATE, "夜间公交每班次补助多少元"):
        answer = youda("ask", question, "--data", data, "--json").json
        found[question] = " ".join(citation["quote"] for citation in answer["citations"])
    return found


def test_a_batch_that_breaks_a_golden_question_is_not_published_and_the_question_is_shown(
    youda: Youda, batch: Path, data: Path
) -> None:
    refused = ingest(youda, batch, data)
    assert refused.code == 1
    shown = refused.out.replace("\n", "")
    assert all(words in shown for words in (LATE, "应当引用《首次贷款贴息办法》第三条", "60日", "--despite-golden"))
    assert AMOUNT not in shown
    before = quotes(youda, data)
    assert "60日" in before[LATE]
    assert "八十元" not in before["夜间公交每班次补助多少元"]


def test_given_a_reason_the_batch_that_was_held_is_published_and_audited(youda: Youda, batch: Path, data: Path) -> None:
    assert ingest(youda, batch, data).code == 1
    again = ingest(youda, batch, data, "--json")
    assert (again.code, again.json["unchanged"], again.json["golden"]["published"]) == (1, 2, 0)
    done = ingest(youda, batch, data, "--despite-golden", "期限改由申报通知规定", "--json")
    assert done.code == 0
    told = done.json["golden"]
    assert (told["held"], told["published"], [row["question"] for row in told["broken"]]) == (2, 2, [LATE])
    after = quotes(youda, data)
    assert "60日" not in after[LATE]
    assert "八十元" in after["夜间公交每班次补助多少元"]
    [override] = overrides(data)
    assert (override.object_type, override.object_id, override.reason) == (
        "ingest_run", done.json["run_id"], "期限改由申报通知规定",
    )  # fmt: skip
    assert len(override.changes["versions"][1]) == 2
    nothing = ingest(youda, batch, data, "--json")
    assert (nothing.code, "golden" in nothing.json) == (0, False)


def test_a_batch_that_breaks_nothing_is_published(youda: Youda, document: Path, data: Path, tmp_path: Path) -> None:
    (tmp_path / "公交.txt").write_text(OTHER, "utf-8")
    changed = document.read_text("utf-8").replace("20万元", "30万元")
    document.write_text(changed, "utf-8")
    found = ingest(youda, document, data, "--json")
    assert (found.code, found.json["golden"]["published"]) == (0, 2)
    assert found.json["golden"]["asked"] == 2
    assert overrides(data) == []
    assert "八十元" in quotes(youda, data)["夜间公交每班次补助多少元"]
    assert youda("golden", "check", "--data", data).code == 0


def test_beside_a_server_a_batch_that_breaks_a_question_is_refused_too(youda: Youda, batch: Path, data: Path) -> None:
    with OwnerLock(data / "owner.lock").acquire("a server"):
        assert ingest(youda, batch, data).code == 1
    assert "60日" in quotes(youda, data)[LATE]


def test_a_draft_that_somebody_changed_after_a_refusal_is_left_to_review(youda: Youda, batch: Path, data: Path) -> None:
    assert ingest(youda, batch, data).code == 1
    edited = change_the_newest_draft(data, "首次贷款贴息办法")
    found = ingest(youda, batch, data, "--json")
    assert (found.code, found.json["golden"]["published"]) == (0, 1)  # the other document, which breaks nothing
    assert newest_status(data, edited) == "draft"


def test_a_reason_without_publishing_is_refused_before_anything_is_read(youda: Youda, batch: Path, data: Path) -> None:
    found = youda("ingest", batch, "--data", data, "--despite-golden", "理由")
    assert (found.code, "--publish" in found.err) == (1, True)
    assert ingest(youda, batch, data, "--despite-golden", " ").code == 1


def overrides(data: Path) -> list[AuditRow]:
    with database(data).reading() as session:
        rows = list(session.scalars(select(AuditRow).where(AuditRow.action == "golden.override")))
        session.expunge_all()
        return rows


def change_the_newest_draft(data: Path, title: str) -> str:
    """Give the draft of a policy another summary, as a curator does; return its entry."""
    knowledge = KnowledgeService(SystemClock())
    with database(data).unit_of_work() as session:
        [entry_id] = session.scalars(
            select(VersionRow.entry_id).where(VersionRow.title == title, VersionRow.status == "draft")
        )
        newest = knowledge.versions(session, entry_id)[0]
        current = knowledge.get_version(session, entry_id, newest.version)
        changes = {"summary": "小微企业首次贷款的利息补助。"}
        knowledge.change_description(
            session, entry_id, newest.version, changes, lock=current.lock, actor=Actor("c", "谷雨", frozenset())
        )
        return entry_id


def newest_status(data: Path, entry_id: str) -> str:
    with database(data).reading() as session:
        return KnowledgeService(SystemClock()).versions(session, entry_id)[0].status.value


def database(data: Path) -> Database:
    return Database(f"sqlite:///{data / 'youda.db'}")
