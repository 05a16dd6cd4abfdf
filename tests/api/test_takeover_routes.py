"""Chat takeover over HTTP: asking for a person, both sides writing, giving back, and whom nobody lets in."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.runtime import Runtime
from core import audit
from core.actors import Role
from core.clock import Clock, FixedClock
from knowledge.types import EntryVersion
from tests.api.conftest import QUESTION, Staff

FRIDAY_MORNING = datetime(2026, 11, 20, 2, 20, tzinfo=UTC)
SATURDAY = FRIDAY_MORNING + timedelta(days=1)
EVENING = FRIDAY_MORNING + timedelta(hours=7)
SCRIPT = "<img src=x onerror=alert(1)>"

LogIn = Callable[..., Staff]


@pytest.fixture(scope="module")
def module_clock() -> Clock:
    """10:20 on a working day in Shanghai."""
    return FixedClock(FRIDAY_MORNING)


@pytest.fixture(autouse=True)
def working_hours(module_clock: FixedClock) -> Iterator[FixedClock]:
    yield module_clock
    module_clock.advance_to(FRIDAY_MORNING)


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    return TestClient(app, client=(f"198.51.100.{secrets.randbelow(250)}", 1))


@pytest.fixture
def agent(log_in: LogIn) -> Iterator[Staff]:
    """An agent on duty."""
    staff = log_in(Role.AGENT)
    on_duty(staff, True)
    yield staff
    on_duty(staff, False)


def on_duty(staff: Staff, is_on_duty: bool) -> None:
    assert staff.send("PUT", "/api/staff/live/presence", json={"is_on_duty": is_on_duty}).status_code == 204


def ask(visitor: TestClient, question: str, conversation: str | None = None) -> dict[str, Any]:
    body = {"question": question, "conversation_id": conversation, "reaches_people": True}
    answer: dict[str, Any] = visitor.post("/api/chat", json=body).json()
    return answer


def wait(visitor: TestClient) -> str:
    """Ask something and then for a person; return the conversation."""
    conversation = str(ask(visitor, QUESTION)["conversation_id"])
    asked = visitor.post(f"/api/conversations/{conversation}/person")
    assert asked.status_code == 200, asked.text
    assert asked.json()["state"] == "waiting"
    return conversation


def waiting_id(agent: Staff, runtime: Runtime, conversation: str) -> str:
    with runtime.database.reading() as session:
        asked = runtime.takeover.talk(session, conversation).hand_over
    assert asked is not None
    assert asked.id in [row["id"] for row in agent.get("/api/staff/live").json()["waiting"]]
    return asked.id


def say(text: str, **more: object) -> dict[str, object]:
    return {"text": text, "key": secrets.token_hex(8), **more}


def test_a_person_is_offered_only_while_one_would_come(
    visitor: TestClient, agent: Staff, policy: EntryVersion, working_hours: FixedClock
) -> None:
    answer = ask(visitor, "转人工")
    assert answer["next_actions"][0] == {
        "action": "ask_for_person", "label": "转人工客服", "params": {"at_once": "yes"}
    }  # fmt: skip
    assert (answer["outcome"], answer["reason"]) == ("handed_over", "hand_over")
    assert ask(visitor, "我要投诉")["next_actions"][0] == {
        "action": "ask_for_person", "label": "转人工客服", "params": {}
    }  # fmt: skip
    unaware = visitor.post("/api/chat", json={"question": "转人工"}).json()
    assert "ask_for_person" not in [each["action"] for each in unaware["next_actions"]]
    for instant, words in ((SATURDAY, "非工作时间"), (EVENING, "工作日 9:00—17:00")):
        working_hours.advance_to(instant)
        late = ask(visitor, "转人工")
        assert words in late["text"]
        assert late["next_actions"][0]["action"] == "open_petition"
        assert late["prefill"]
    working_hours.advance_to(FRIDAY_MORNING)
    on_duty(agent, False)
    assert "没有人工客服在线" in ask(visitor, "转人工")["text"]


def test_the_desk_shows_what_was_asked_and_not_only_that_a_person_was(
    visitor: TestClient, agent: Staff, runtime: Runtime, policy: EntryVersion
) -> None:
    conversation = str(ask(visitor, QUESTION)["conversation_id"])
    ask(visitor, "转人工", conversation)
    visitor.post(f"/api/conversations/{conversation}/person")
    key = waiting_id(agent, runtime, conversation)
    desk = agent.get("/api/staff/live").json()
    assert desk["now"].startswith("2026-11-20T02:20")
    assert [row["question"] for row in desk["waiting"] if row["id"] == key] == [QUESTION]


def test_outside_working_hours_the_form_is_the_way_on(
    visitor: TestClient, agent: Staff, policy: EntryVersion, working_hours: FixedClock
) -> None:
    conversation = ask(visitor, QUESTION)["conversation_id"]
    working_hours.advance_to(EVENING)
    on_duty(agent, True)
    refused = visitor.post(f"/api/conversations/{conversation}/person")
    assert (refused.status_code, refused.json()["code"]) == (409, "nobody_on_duty")
    assert "提交诉求" in refused.json()["detail"]
    assert visitor.get(f"/api/conversations/{conversation}/talk").json()["state"] is None


def test_both_sides_write_until_it_is_given_back(
    visitor: TestClient, agent: Staff, runtime: Runtime, policy: EntryVersion
) -> None:
    conversation = wait(visitor)
    key = waiting_id(agent, runtime, conversation)
    talk, desk = f"/api/conversations/{conversation}/talk", f"/api/staff/live/{key}"
    assert agent.post(f"{desk}/take").json()["state"] == "held"
    assert visitor.post(talk, json=say(f"{SCRIPT} 电话 13900001234")).status_code == 201
    detail = agent.get(desk).json()
    assert [each["text"] for each in detail["conversation"]["said"]] == [f"{SCRIPT} 电话 139****1234"]
    assert detail["conversation"]["messages"][0]["answer"]["citations"]

    found = agent.post(f"{desk}/look-up", json={"question": QUESTION}).json()["citations"][0]
    quoted = {name: found[name] for name in ("document_id", "version", "clause_id", "start", "end")}
    sent = agent.post(f"{desk}/say", json=say("按第二条办理", citations=[quoted]))
    assert sent.status_code == 201, sent.text
    shown = visitor.get(talk).json()
    assert shown["state"] == "held"
    reply = shown["said"][-1]
    assert (reply["author"], reply["text"]) == ("agent", "按第二条办理")
    assert reply["citations"][0]["quote"] == found["quote"]
    assert agent.account_id not in visitor.get(talk).text
    assert "测试opr" not in visitor.get(talk).text  # the name of the account
    assert reply["agent"].startswith("人工客服 ")

    assert agent.post(f"{desk}/give-back").json()["state"] == "returned"
    after = visitor.get(talk, params={"after": reply["number"]}).json()
    assert (after["state"], after["said"]) == ("returned", [])
    assert visitor.post(talk, json=say("还在吗")).json()["code"] == "not_held"
    assert ask(visitor, QUESTION, conversation)["outcome"] in ("answered", "partial")
    whole = visitor.get(f"/api/conversations/{conversation}").json()
    assert (len(whole["messages"]), len(whole["said"]), whole["hand_over"]) == (2, 2, "returned")


def test_while_an_agent_holds_it_no_question_reaches_the_assistant(
    visitor: TestClient, agent: Staff, runtime: Runtime, policy: EntryVersion
) -> None:
    conversation = wait(visitor)
    key = waiting_id(agent, runtime, conversation)
    agent.post(f"/api/staff/live/{key}/take")
    answer = ask(visitor, "那期限呢？", conversation)
    assert (answer["outcome"], answer["reason"], answer["citations"]) == ("handed_over", "with_agent", [])
    whole = visitor.get(f"/api/conversations/{conversation}").json()
    assert (len(whole["messages"]), [each["text"] for each in whole["said"]]) == (1, ["那期限呢？"])


def test_the_second_taker_gets_409_and_other_agents_get_403_that_is_audited(
    visitor: TestClient, agent: Staff, log_in: LogIn, runtime: Runtime, policy: EntryVersion
) -> None:
    conversation = wait(visitor)
    key = waiting_id(agent, runtime, conversation)
    other = log_in(Role.AGENT)
    assert agent.post(f"/api/staff/live/{key}/take").status_code == 200
    late = other.post(f"/api/staff/live/{key}/take")
    assert (late.status_code, late.json()["code"]) == (409, "already_taken")
    assert "已经接入" in late.json()["detail"]
    tried = (
        other.get(f"/api/staff/live/{key}"),
        other.post(f"/api/staff/live/{key}/say", json=say("您好")),
        other.post(f"/api/staff/live/{key}/give-back"),
        other.post(f"/api/staff/live/{key}/to-petition", json={"title": "标题", "content": "内容"}),
        other.post(f"/api/staff/live/{key}/look-up", json={"question": QUESTION}),
    )
    assert {reply.status_code for reply in tried} == {403}
    with runtime.database.reading() as session:
        refused = select(audit.AuditRow).where(
            audit.AuditRow.action == "access.refused", audit.AuditRow.actor_id == other.account_id
        )
        assert len(session.scalars(refused).all()) == len(tried)


def test_a_drafted_petition_waits_in_the_form_of_the_enterprise(
    visitor: TestClient, agent: Staff, runtime: Runtime, policy: EntryVersion
) -> None:
    conversation = wait(visitor)
    key = waiting_id(agent, runtime, conversation)
    agent.post(f"/api/staff/live/{key}/take")
    visitor.post(f"/api/conversations/{conversation}/talk", json=say("三月申请的补助一直没到账"))
    draft = agent.get(f"/api/staff/live/{key}").json()["draft"]
    assert draft["title"] == QUESTION
    assert "三月申请的补助一直没到账" in draft["content"]
    sent = {"title": draft["title"], "content": draft["content"]}
    assert agent.post(f"/api/staff/live/{key}/to-petition", json=sent).json()["state"] == "filed"
    shown = visitor.get(f"/api/conversations/{conversation}/talk").json()
    assert (shown["state"], shown["proposal"]["title"]) == ("filed", QUESTION)


def test_words_are_quoted_from_the_archive_or_not_at_all(
    visitor: TestClient, agent: Staff, runtime: Runtime, policy: EntryVersion
) -> None:
    conversation = wait(visitor)
    key = waiting_id(agent, runtime, conversation)
    agent.post(f"/api/staff/live/{key}/take")
    clause = policy.content.clauses[1]
    right = {"document_id": policy.entry_id, "version": 1, "clause_id": clause.id, "start": clause.start,
             "end": clause.end}  # fmt: skip
    for wrong, status in (
        ({"document_id": "pol_missing"}, 404),
        ({"version": 9}, 404),
        ({"clause_id": "t99"}, 422),
        ({"start": 90_000, "end": 90_010}, 422),
    ):
        refused = agent.post(f"/api/staff/live/{key}/say", json=say("见依据", citations=[right | wrong]))
        assert refused.status_code == status, wrong
    assert visitor.get(f"/api/conversations/{conversation}/talk").json()["said"] == []


def test_a_retry_says_nothing_twice_and_blank_words_are_refused(
    visitor: TestClient, agent: Staff, runtime: Runtime, policy: EntryVersion
) -> None:
    conversation = wait(visitor)
    key = waiting_id(agent, runtime, conversation)
    agent.post(f"/api/staff/live/{key}/take")
    url, body = f"/api/conversations/{conversation}/talk", say("您好")
    assert visitor.post(url, json=body).json()["number"] == visitor.post(url, json=body).json()["number"]
    assert [each["text"] for each in visitor.get(url).json()["said"]] == ["您好"]
    for blank in ("", "  \n ", "长" * 2_001):
        assert visitor.post(url, json=say(blank)).status_code == 422


def test_asking_for_a_person_again_and_again_is_limited(
    visitor: TestClient, agent: Staff, policy: EntryVersion
) -> None:
    conversation = wait(visitor)
    replies = [visitor.post(f"/api/conversations/{conversation}/person").status_code for _ in range(7)]
    assert replies[0] == 200
    assert replies[-1] == 429


def test_what_waits_survives_a_restart(
    visitor: TestClient, agent: Staff, runtime: Runtime, policy: EntryVersion, module_clock: FixedClock
) -> None:
    conversation = wait(visitor)
    key = waiting_id(agent, runtime, conversation)
    agent.post(f"/api/staff/live/{key}/take")
    agent.post(f"/api/staff/live/{key}/say", json=say("请稍候"))
    again = Runtime(runtime.settings, module_clock)  # another process over the same folder
    with again.database.reading() as session:
        talk = again.takeover.talk(session, conversation)
        assert talk.hand_over is not None
        assert (talk.hand_over.state, [each.text for each in talk.said]) == ("held", ["请稍候"])
    again.database.dispose()


def test_a_page_that_is_still_open_is_noted_now_and_then(
    visitor: TestClient, agent: Staff, runtime: Runtime, policy: EntryVersion, working_hours: FixedClock
) -> None:
    conversation = wait(visitor)
    key = waiting_id(agent, runtime, conversation)

    def is_there() -> bool:
        return bool(agent.get(f"/api/staff/live/{key}").json()["hand_over"]["is_there"])

    assert is_there()
    working_hours.advance_to(FRIDAY_MORNING + timedelta(seconds=61))
    assert not is_there()
    visitor.get(f"/api/conversations/{conversation}/talk")
    assert is_there()
