"""Reviewing answers over HTTP: who may, what is shown, and what a replay says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from api.runtime import Runtime
from assistant.tables import MessageRow
from core.actors import Role
from core.audit import AuditRow
from knowledge.types import EntryVersion
from tests.api.conftest import QUESTION, Staff

ROUTES = [("GET", "/api/staff/answers"), ("GET", "/api/staff/answers/{id}"), ("POST", "/api/staff/answers/{id}/replay")]


@pytest.fixture
def asked(client: TestClient, policy: EntryVersion) -> dict[str, Any]:
    found: dict[str, Any] = client.post("/api/chat", json={"question": QUESTION}).json()
    return found


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_only_who_may_read_transcripts_reads_answers(
    client: TestClient, log_in: Callable[..., Staff], asked: dict[str, Any], method: str, path: str
) -> None:
    url = path.format(id=asked["message_id"])
    assert client.request(method, url).status_code == 401
    for role in (Role.CURATOR, Role.DISPATCHER, Role.ADMINISTRATOR):
        assert log_in(role).send(method, url).status_code == 403, role
    for role in (Role.AGENT, Role.ANALYST):
        assert log_in(role).send(method, url).status_code == 200, role


@pytest.mark.parametrize(("method", "path"), ROUTES[1:])
def test_an_unknown_answer_is_a_404(log_in: Callable[..., Staff], method: str, path: str) -> None:
    reply = log_in(Role.AGENT).send(method, path.format(id="msg_missing"))
    assert (reply.status_code, reply.json()["code"]) == (404, "message_not_found")


def test_the_list_shows_the_latest_first_and_takes_filters(
    log_in: Callable[..., Staff], client: TestClient, asked: dict[str, Any]
) -> None:
    staff = log_in(Role.AGENT)
    newest = staff.get("/api/staff/answers", params={"limit": 1}).json()["rows"][0]
    assert (newest["message_id"], newest["question"], newest["outcome"]) == (asked["message_id"], QUESTION, "answered")
    assert newest["helpful"] is None
    feedback = {"helpful": False, "reasons": ["incomplete"], "comment": "少了时限"}
    client.put(f"/api/chat/messages/{asked['message_id']}/feedback", json=feedback)
    rated = staff.get("/api/staff/answers", params={"helpful": "false", "outcome": "answered"}).json()
    assert asked["message_id"] in [row["message_id"] for row in rated["rows"]]
    unsure = staff.get("/api/staff/answers", params={"below": 0.0}).json()
    assert unsure == {"total": 0, "rows": []}


def test_an_answer_is_explained_with_steps_candidates_thresholds_and_times(
    log_in: Callable[..., Staff], asked: dict[str, Any], policy: EntryVersion
) -> None:
    shown = log_in(Role.AGENT).get(f"/api/staff/answers/{asked['message_id']}").json()
    assert shown["question"] == QUESTION
    assert shown["answer"]["conversation_id"] == asked["conversation_id"]
    assert 0 < shown["setup"]["evidence_threshold"] < 1
    steps = {step["step"]: step for step in shown["steps"]}
    assert {"retrieve_passages", "require_evidence", "verify_citations"} <= set(steps)
    assert all(step["milliseconds"] >= 0 and step["label"] for step in shown["steps"])
    [candidates] = [step["candidates"] for step in shown["steps"] if step["candidates"]]
    assert candidates[0]["document_id"] == policy.entry_id
    assert candidates[0]["clause_label"] == "第二条"
    assert "cosine" in candidates[0]["features"]


def test_an_analyst_reads_the_answer_but_not_the_key_to_its_conversation(
    log_in: Callable[..., Staff], asked: dict[str, Any]
) -> None:
    shown = log_in(Role.ANALYST).get(f"/api/staff/answers/{asked['message_id']}")
    assert shown.json()["answer"]["conversation_id"] == ""
    assert asked["conversation_id"] not in shown.text


def test_personal_data_of_a_question_is_masked_for_whoever_reads_it(
    log_in: Callable[..., Staff], client: TestClient, policy: EntryVersion
) -> None:
    asked = client.post("/api/chat", json={"question": f"{QUESTION}，我的手机是13900001234"}).json()
    assert "13900001234" not in log_in(Role.AGENT).get(f"/api/staff/answers/{asked['message_id']}").text


def test_a_replay_in_an_unchanged_base_says_the_same_and_is_audited(
    log_in: Callable[..., Staff], asked: dict[str, Any], runtime: Runtime
) -> None:
    staff = log_in(Role.AGENT)
    found = staff.post(f"/api/staff/answers/{asked['message_id']}/replay").json()
    for side in ("then", "today"):
        assert found[side]["difference"]["same"], found[side]["difference"]
        assert found[side]["answer"]["text"] == asked["text"]
        assert found[side]["answer"]["conversation_id"] == ""
    with runtime.database.reading() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.object_id == asked["message_id"])).one()
        assert (row.action, row.actor_id) == ("answer.replay", staff.account_id)


def test_a_replay_needs_the_token_of_the_session(log_in: Callable[..., Staff], asked: dict[str, Any]) -> None:
    reply = log_in(Role.AGENT).client.post(f"/api/staff/answers/{asked['message_id']}/replay")
    assert reply.status_code == 403


def test_an_erased_conversation_says_so(log_in: Callable[..., Staff], asked: dict[str, Any], runtime: Runtime) -> None:
    with runtime.database.unit_of_work() as session:
        session.execute(
            update(MessageRow).where(MessageRow.id == asked["message_id"]).values(question="", rewritten="")
        )
    staff = log_in(Role.AGENT)
    assert staff.get(f"/api/staff/answers/{asked['message_id']}").json()["is_erased"]
    reply = staff.post(f"/api/staff/answers/{asked['message_id']}/replay")
    assert (reply.status_code, reply.json()["code"]) == (409, "message_erased")
