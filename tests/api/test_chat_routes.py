"""Asking over HTTP: JSON, the event stream and its resumption, conversations, feedback, limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.runtime import Runtime
from core.settings import ServerSettings
from knowledge.types import EntryVersion
from tests.api.conftest import QUESTION

Event = dict[str, str]


def events_of(text: str) -> list[Event]:
    blocks = [block for block in text.split("\n\n") if block and not block.startswith(":")]
    return [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]


def ask_stream(client: TestClient, question: str, **headers: str) -> list[Event]:
    reply = client.post("/api/chat", json={"question": question}, headers={"Accept": "text/event-stream", **headers})
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"].startswith("text/event-stream")
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["x-accel-buffering"] == "no"
    return events_of(reply.text)


def test_a_question_gets_a_cited_answer_as_json(client: TestClient, policy: EntryVersion) -> None:
    answer = client.post("/api/chat", json={"question": QUESTION}).json()
    assert answer["outcome"] in ("answered", "partial"), answer
    citation = answer["citations"][0]
    assert citation["document_id"] == policy.entry_id
    assert citation["quote"] == policy.content.body[citation["start"] : citation["end"]]
    assert citation["url"] == f"/doc/{policy.entry_id}?v=1#{citation['clause_id']}"
    assert answer["next_actions"]


def test_the_stream_gives_steps_then_tokens_then_the_answer(client: TestClient, policy: EntryVersion) -> None:
    events = ask_stream(client, QUESTION)
    kinds = [event["event"] for event in events]
    assert kinds[0] == "step"
    assert kinds[-1] == "answer"
    assert set(kinds) == {"step", "token", "answer"}
    answer = json.loads(events[-1]["data"])["answer"]
    tokens = "".join(json.loads(event["data"])["text"] for event in events if event["event"] == "token")
    assert tokens == answer["text"]
    numbered = [event["id"] for event in events if event["event"] != "step"]
    assert numbered == [f"{answer['message_id']}.{n}" for n in range(1, len(numbered) + 1)]


def test_a_broken_stream_resumes_with_identical_text(client: TestClient, policy: EntryVersion) -> None:
    events = [event for event in ask_stream(client, QUESTION) if event["event"] != "step"]
    for seen in (0, len(events) // 2, len(events) - 1):
        last = events[seen]["id"]
        assert ask_stream(client, QUESTION, **{"Last-Event-ID": last}) == events[seen + 1 :]


def test_a_stream_broken_before_its_first_word_is_resumed_with_the_whole_answer(
    client: TestClient, policy: EntryVersion
) -> None:
    events = ask_stream(client, QUESTION)
    steps = [event for event in events if event["event"] == "step"]
    assert steps
    assert {event["id"] for event in steps} == {events[-1]["id"].split(".")[0] + ".0"}
    assert ask_stream(client, QUESTION, **{"Last-Event-ID": steps[0]["id"]}) == events[len(steps) :]


def test_resuming_an_answer_that_is_not_there_is_404(client: TestClient) -> None:
    headers = {"Accept": "text/event-stream", "Last-Event-ID": "msg_none.3"}
    reply = client.post("/api/chat", json={"question": QUESTION}, headers=headers)
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "question", ["", "   ", "\x00\x01\u200b", "长" * 2001, "\ud83d\ude00", "<script>alert(1)</script>"]
)
def test_an_odd_question_gets_a_sentence_not_an_error(client: TestClient, question: str) -> None:
    body = json.dumps({"question": question})
    reply = client.post("/api/chat", content=body, headers={"content-type": "application/json"})
    assert reply.status_code == 200, reply.text
    assert reply.json()["text"]
    assert reply.json()["next_actions"]


def test_a_lone_surrogate_in_a_question_is_no_crash(client: TestClient) -> None:
    body = b'{"question": "\\ud800 \\u7814\\u53d1"}'
    reply = client.post("/api/chat", content=body, headers={"content-type": "application/json"})
    assert reply.status_code in (200, 422)


def test_a_conversation_is_read_back_by_its_id(client: TestClient, policy: EntryVersion) -> None:
    first = client.post("/api/chat", json={"question": QUESTION}).json()
    follow = {"question": "什么时候施行", "conversation_id": first["conversation_id"]}
    second = client.post("/api/chat", json=follow).json()
    assert second["conversation_id"] == first["conversation_id"]
    stored = client.get(f"/api/conversations/{first['conversation_id']}").json()
    assert [message["answer"] for message in stored["messages"]] == [first, second]


def test_personal_data_in_a_question_is_masked_when_read_back(client: TestClient) -> None:
    asked = client.post("/api/chat", json={"question": "我的手机是13900001234，研发补助怎么申请"}).json()
    stored = client.get(f"/api/conversations/{asked['conversation_id']}").json()
    assert "13900001234" not in json.dumps(stored)


def test_feedback_can_be_given_and_changed(client: TestClient, policy: EntryVersion) -> None:
    message_id = client.post("/api/chat", json={"question": QUESTION}).json()["message_id"]
    url = f"/api/chat/messages/{message_id}/feedback"
    assert client.put(url, json={"helpful": False, "reasons": ["outdated"], "comment": "过期"}).status_code == 204
    assert client.put(url, json={"helpful": True}).status_code == 204
    assert client.put("/api/chat/messages/none/feedback", json={"helpful": True}).status_code == 404
    assert client.put(url, json={"helpful": True, "reasons": ["rude"]}).status_code == 422


def test_an_unknown_conversation_is_404(client: TestClient) -> None:
    assert client.get("/api/conversations/none").status_code == 404


@pytest.fixture
def few_questions(runtime: Runtime) -> Iterator[None]:
    before = runtime.settings.server
    runtime.settings.server = ServerSettings(chat_per_minute=2)
    yield
    runtime.settings.server = before


def test_a_visitor_is_limited_alone_even_behind_a_shared_address(
    few_questions: None, runtime: Runtime, make_app: Callable[[], FastAPI]
) -> None:
    app = make_app()
    first, second = (TestClient(app, client=("203.0.113.7", 1)) for _ in range(2))
    for client in (first, second):  # the first question of each gives it an id of its own
        assert client.post("/api/chat", json={"question": "您好"}).status_code == 200
    codes = [first.post("/api/chat", json={"question": "您好"}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert second.post("/api/chat", json={"question": "您好"}).status_code == 200


def test_callers_on_the_machine_itself_are_not_limited(few_questions: None, make_app: Callable[[], FastAPI]) -> None:
    client = TestClient(make_app(), client=("127.0.0.1", 1))
    assert {client.post("/api/chat", json={"question": "您好"}).status_code for _ in range(6)} == {200}


def test_a_forwarded_caller_is_limited_although_the_proxy_is_local(
    few_questions: None, make_app: Callable[[], FastAPI]
) -> None:
    client = TestClient(make_app(), client=("127.0.0.1", 1), headers={"X-Forwarded-For": "203.0.113.8"})
    codes = []
    for _ in range(5):
        client.cookies.clear()
        client.cookies.set("youda_visitor", "forged")
        codes.append(client.post("/api/chat", json={"question": "您好"}).status_code)
    assert 429 in codes


def test_a_server_that_is_not_ready_says_so(client: TestClient, runtime: Runtime) -> None:
    runtime.ready = False
    try:
        assert client.get("/readyz").status_code == 503
        reply = client.post("/api/chat", json={"question": QUESTION})
        assert reply.status_code == 503
        assert reply.json()["code"] == "not_ready"
    finally:
        runtime.ready = True
    assert client.get("/readyz").json() == {"ready": True}
