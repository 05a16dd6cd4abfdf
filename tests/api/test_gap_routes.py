"""Gaps over HTTP: from questions in vain to an entry that answers them, and those who asked are told once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.runtime import Runtime
from assistant.types import AskRequest
from core.actors import Role
from knowledge.types import EntryVersion
from tests.api.conftest import Staff, petition_form

LogIn = Callable[..., Staff]
PHONE = "13900005678"
_MATTERS = iter(("晨曦健身房", "滨河篮球场", "园区烘焙教室", "湖畔游泳馆"))
pytestmark = pytest.mark.usefixtures("policy")


@pytest.fixture
def asked(client: TestClient, policy: EntryVersion) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Three wordings of a matter that no other test knows, each asked in vain: the matter and the answers."""
    matter = next(_MATTERS)
    answers = []
    for question in (f"{matter}几点开门", f"请问{matter}几点开门呢", f"{matter}几点才开门"):
        reply = client.post("/api/chat", json={"question": question}).json()
        assert reply["outcome"] == "abstained", reply["text"]
        answers.append(reply)
    yield matter, answers
    for answer in answers:
        client.delete(f"/api/conversations/{answer['conversation_id']}")


def gap_of(curator: Staff, matter: str, state: str = "open") -> dict[str, object]:
    curator.post("/api/staff/gaps/refresh")
    rows = curator.get("/api/staff/gaps", params={"q": matter, "state": state}).json()["rows"]
    assert len(rows) == 1, rows
    return rows[0]  # type: ignore[no-any-return]


def publish(curator: Staff, reviewer: Staff, entry_id: str) -> None:
    url = f"/api/staff/knowledge/{entry_id}/versions/1"
    for staff, step in ((curator, "submit"), (reviewer, "approve")):
        reply = staff.post(f"{url}/{step}", {"lock": staff.get(url).json()["lock"]})
        assert reply.status_code == 200, reply.text


def test_those_who_asked_in_vain_are_told_once_when_an_entry_answers(
    client: TestClient, runtime: Runtime, log_in: LogIn, asked: tuple[str, list[dict[str, str]]]
) -> None:
    matter, answers = asked
    url = f"/api/chat/messages/{answers[0]['message_id']}/answer-request"
    assert client.put(url, json={"phone": "123", "consent": False}).json()["details"].keys() == {"phone", "consent"}
    waiting = client.put(url, json={"phone": PHONE, "consent": True}).json()
    assert (waiting["told_at"], waiting["text"]) == (None, "有答复时会通知您。")
    number = client.post("/api/petitions", json=petition_form(conversation_id=answers[1]["conversation_id"])).json()[
        "number"
    ]

    curator, reviewer = log_in(Role.CURATOR), log_in(Role.REVIEWER)
    gap = gap_of(curator, matter)
    assert (gap["questions"], gap["askers"], gap["wordings"], gap["answered"]) == (3, 3, 3, 0)
    detail = curator.get(f"/api/staff/gaps/{gap['id']}").json()
    assert {wording["text"] for wording in detail["wordings"]} >= {f"{matter}几点开门"}
    faq = {
        "standard_question": f"{matter}几点开门",
        "answer": "工作日七点开门。",
        "no_basis_reason": "园区便民安排",
    }
    drafted = curator.post(f"/api/staff/gaps/{gap['id']}/entry", {"faq": faq}).json()
    assert len(drafted["faq"]["similar_questions"]) == 2
    entry_id = drafted["document"]["document_id"]
    publish(curator, reviewer, entry_id)
    runtime.indexer.follow_once()
    for _ in range(2):
        runtime.gap_checker.run()
        runtime.notice_writer.follow()
    gap = gap_of(curator, matter, "resolved")
    assert (gap["answered"], gap["entry_id"]) == (3, entry_id)

    told = client.get("/api/chat/answer-requests").json()
    assert [(row["message_id"], row["text"]) for row in told] == [
        (answers[0]["message_id"], "您问过的问题现在有答复了，请再问一次查看。")
    ]
    notices = client.post("/api/petitions/notices", json={"number": number, "phone_tail": "1234"}).json()
    mine = [notice["text"] for notice in notices if notice["template_code"] == "question_answered.petitioner"]
    assert mine == [f"您提交诉求 {number} 前问过的问题，现在可以直接查到答复：{matter}几点开门。"]
    with runtime.database.reading() as session:
        count = "SELECT count(*) FROM notices WHERE template_code = 'question_answered.asker' AND source = :gap"
        assert session.execute(text(count), {"gap": gap["id"]}).scalar_one() == 1
        assert PHONE not in str(session.execute(text("SELECT * FROM answer_requests")).all())


def test_nothing_is_checked_while_askers_wait_for_answers(
    runtime: Runtime, log_in: LogIn, asked: tuple[str, list[dict[str, str]]]
) -> None:
    gap_of(log_in(Role.CURATOR), asked[0])
    runtime.indexer.follow_once()
    done = threading.Event()

    def hold(_step: str) -> None:
        done.wait(30)

    with ThreadPoolExecutor(2) as askers:
        request = AskRequest(text="企业研发费用补助最高多少")
        answers = [askers.submit(runtime.assistant.ask, request, hold) for _ in range(2)]
        try:
            deadline = time.monotonic() + 20
            while not runtime.assistant.is_busy and time.monotonic() < deadline:
                time.sleep(0.01)
            assert runtime.gap_checker.run().gaps == 0
        finally:
            done.set()
        for answer in answers:
            answer.result()
    assert runtime.gap_checker.run().gaps > 0


def test_a_number_goes_with_the_conversation_or_when_it_is_taken_back(
    client: TestClient, runtime: Runtime, asked: tuple[str, list[dict[str, str]]]
) -> None:
    answers = asked[1]
    for answer in answers[:2]:
        url = f"/api/chat/messages/{answer['message_id']}/answer-request"
        assert client.put(url, json={"phone": PHONE, "consent": True}).status_code == 200
    assert client.delete(f"/api/chat/messages/{answers[0]['message_id']}/answer-request").status_code == 204
    assert client.delete(f"/api/conversations/{answers[1]['conversation_id']}").status_code == 204
    assert client.get("/api/chat/answer-requests").json() == []
    url = f"/api/chat/messages/{answers[2]['message_id']}/answer-request"
    client.put(url, json={"phone": PHONE, "consent": True})
    assert client.delete("/api/chat/answer-requests").status_code == 204
    assert client.get("/api/chat/answer-requests").json() == []
    with runtime.database.reading() as session:
        ids = [answer["message_id"] for answer in answers]
        rows = session.execute(text("SELECT message_id FROM answer_requests")).scalars().all()
    assert not set(rows) & set(ids)


def test_what_is_answered_needs_no_waiting_and_an_unknown_answer_is_not_found(client: TestClient) -> None:
    reply = client.post("/api/chat", json={"question": "企业研发费用补助最高多少"}).json()
    body = {"phone": PHONE, "consent": True}
    found = client.put(f"/api/chat/messages/{reply['message_id']}/answer-request", json=body)
    assert (found.status_code, found.json()["code"]) == (409, "already_answered")
    assert client.put("/api/chat/messages/msg_missing/answer-request", json=body).status_code == 404


def test_a_curator_dismisses_a_gap_with_a_reason_and_takes_it_back(
    log_in: LogIn, asked: tuple[str, list[dict[str, str]]]
) -> None:
    curator = log_in(Role.CURATOR)
    url = f"/api/staff/gaps/{gap_of(curator, asked[0])['id']}"
    assert curator.post(f"{url}/dismiss", {"reason": " "}).status_code == 422
    assert curator.post(f"{url}/dismiss", {"reason": "不是政策问题"}).json()["state"] == "dismissed"
    assert curator.post(f"{url}/entry", {}).json()["code"] == "gap_state"
    assert curator.post(f"{url}/reopen").json()["state"] == "open"
    analyst = log_in(Role.ANALYST)
    assert analyst.get(url).status_code == 200
    assert analyst.post(f"{url}/dismiss", {"reason": "不是政策问题"}).status_code == 403
