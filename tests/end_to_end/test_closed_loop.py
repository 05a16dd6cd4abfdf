"""The closed loop, through HTTP alone: what nobody could answer becomes a petition, then knowledge, then an answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.browser.sample_server import SampleServer
from tests.support.staff import StaffMember

QUESTION = "员工上夜班没有班车，园区给不给夜班交通补贴"
OTHER_WORDS = "夜班下班没有公交了，公司员工的夜间交通补贴园区发不发"
ENTERPRISE, PERSON, PHONE = "云岭夜航精密制造有限公司", "小寒", "13800001234"
REPLY = (
    "您好，夜班交通补贴由园区服务中心发放：员工夜班下班时间在22时以后且没有班车的，每人每班补贴15元，"
    "企业每月10日前在园区服务平台提交夜班考勤表申请。"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleServer]:
    server = SampleServer(tmp_path_factory.mktemp("loop"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def visitor(server: SampleServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


@pytest.fixture
def desk(server: SampleServer) -> Iterator[Callable[[str], StaffMember]]:
    """Return a function that logs in as a role of the sample base."""
    logins, opened = server.logins(), []

    def log_in(role: str) -> StaffMember:
        opened.append(StaffMember(server.url, logins[role]))
        return opened[-1]

    yield log_in
    for each in opened:
        each.close()


def ask(visitor: httpx.Client, question: str) -> Any:
    reply = visitor.post("/api/chat", json={"question": question})
    assert reply.status_code == 200, reply.text
    return reply.json()


def soon(find: Callable[[], Any], *, seconds: float = 15) -> Any:
    """Return what `find` gives once it gives something; the server works in the background."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := find():
            return found
        time.sleep(0.2)
    pytest.fail(f"it did not happen within {seconds} s")


def file_petition(visitor: httpx.Client, conversation_id: str | None, **changes: Any) -> str:
    form = {
        "title": QUESTION,
        "content": f"我们{ENTERPRISE}有两百名员工上夜班，下班后没有公交和班车，想问园区有没有夜班交通补贴。",
        "contact_name": PERSON,
        "contact_phone": PHONE,
        "enterprise_name": ENTERPRISE,
        "nature": "consultation",
        "category_code": "11",
        "consent": True,
        "conversation_id": conversation_id,
    }
    reply = visitor.post("/api/petitions", json=form | changes)
    assert reply.status_code == 201, reply.text
    return str(reply.json()["number"])


def answer(handler: StaffMember, number: str, text: str) -> None:
    handler.take(number, "sign")
    handler.take(number, "reply", text=text, resolution="explained", no_basis_reason="园区服务中心的便民安排")


def rate(visitor: httpx.Client, number: str, stars: int) -> str:
    reply = visitor.post("/api/petitions/rate", json={"number": number, "phone_tail": PHONE[-4:], "stars": stars})
    assert reply.status_code == 200, reply.text
    return str(reply.json()["state"])


def test_what_nobody_could_answer_is_answered_once_a_petition_taught_it(
    visitor: httpx.Client, desk: Callable[[str], StaffMember]
) -> None:
    unanswered = ask(visitor, QUESTION)
    assert unanswered["outcome"] == "abstained"
    assert "open_petition" in [action["action"] for action in unanswered["next_actions"]]
    awaited = f"/api/chat/messages/{unanswered['message_id']}/answer-request"
    assert visitor.put(awaited, json={"phone": PHONE, "consent": True}).status_code == 200

    number = file_petition(visitor, unanswered["conversation_id"])
    dispatcher, handler = desk("DSP"), desk("DEP")
    dispatcher.take(number, "accept", category_code="11", nature="consultation")
    dispatcher.take(number, "dispatch", lead_department_code="financial-services")
    answer(handler, number, "您好，园区文件中没有夜班交通补贴这一项，企业可以自行安排班车。")
    assert rate(visitor, number, 2) == "dispatched"
    answer(handler, number, REPLY)
    assert rate(visitor, number, 5) == "closed"

    curator, reviewer = desk("CUR"), desk("REV")
    curator.post("/api/staff/gaps/refresh")
    assert [gap["title"] for gap in curator.get("/api/staff/gaps", q="夜班", state="open")["rows"]] == [QUESTION]
    url = f"/api/staff/petitions/{number}/reuse"
    entry_id = soon(lambda: dispatcher.get(url)["entry_id"])
    draft = curator.get(f"/api/staff/knowledge/{entry_id}/versions/1")
    assert (draft["document"]["status"], draft["faq"]["standard_question"]) == ("draft", QUESTION)
    assert draft["faq"]["no_basis_reason"] == "园区服务中心的便民安排"
    assert REPLY in str(draft)
    assert all(name not in str(draft) for name in (ENTERPRISE, "夜航精密", PERSON, PHONE))
    assert ask(visitor, OTHER_WORDS)["outcome"] == "abstained"  # nobody has reviewed it yet

    curator.review(entry_id, "submit")
    reviewer.review(entry_id, "approve")

    def answered() -> Any:
        reply = ask(visitor, OTHER_WORDS)
        return reply if reply["outcome"] == "answered" else None

    reply = soon(answered)
    assert [citation["document_id"] for citation in reply["citations"]] == [entry_id]
    assert "每人每班补贴15元" in reply["citations"][0]["quote"]

    told = soon(lambda: [row for row in visitor.get("/api/chat/answer-requests").json() if row["told_at"]])
    assert [row["message_id"] for row in told] == [unanswered["message_id"]]
    notices = soon(lambda: _told(visitor, number))
    assert notices == [f"您提交诉求 {number} 前问过的问题，现在可以直接查到答复：{QUESTION}。"]
    gap = curator.get("/api/staff/gaps", q="夜班", state="resolved")["rows"][0]
    assert (gap["entry_id"], gap["answered"]) == (entry_id, gap["wordings"])


def _told(visitor: httpx.Client, number: str) -> list[str]:
    """Return what the petitioner was told about an answer to the question of before."""
    notices = visitor.post("/api/petitions/notices", json={"number": number, "phone_tail": PHONE[-4:]}).json()
    return [notice["text"] for notice in notices if notice["template_code"] == "question_answered.petitioner"]


def test_a_confidential_petition_is_never_drafted(visitor: httpx.Client, desk: Callable[[str], StaffMember]) -> None:
    number = file_petition(visitor, None, identity="confidential", title="夜班补贴没有发到员工")
    dispatcher = desk("DSP")
    dispatcher.take(number, "accept", category_code="11", nature="consultation")
    dispatcher.take(number, "dispatch", lead_department_code="financial-services")
    answer(desk("DEP"), number, REPLY)
    assert rate(visitor, number, 5) == "closed"
    reuse = dispatcher.get(f"/api/staff/petitions/{number}/reuse")
    assert [reason["code"] for reason in reuse["unfit"] if reason["is_final"]] == ["confidential"]
    curator = desk("CUR")
    with pytest.raises(AssertionError, match="reply_not_reusable"):
        curator.post(f"/api/staff/knowledge/from-petitions/{number}")
    assert number not in str(curator.get("/api/staff/knowledge/from-petitions", limit=200))
