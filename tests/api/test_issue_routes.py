"""Hot issues over HTTP: found in live petitions, reported once signed, followed to the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from api.runtime import Runtime
from core.actors import Role
from petitions.types import Contact, Nature, PetitionDraft
from tests.api.conftest import Staff

SAID = ("夜里装卸噪音大", "货车堵住厂门", "粉尘飘进车间", "噪音影响研发", "路面被货车压坏", "凌晨鸣笛不断")
LogIn = Callable[..., Staff]


@pytest.fixture
def issue_id(runtime: Runtime, log_in: LogIn) -> str:
    """A hot issue that the analyst had looked for among six petitions of six enterprises."""
    with runtime.database.unit_of_work() as session:
        for place, said in enumerate(SAID):
            draft = PetitionDraft(
                title=f"松塔物流仓库扰民：{said}",
                content=f"松塔物流仓库{said}，请松塔物流整改。",
                contact=Contact("小满", "138 0000 1234"),
                enterprise_name=f"松塔旁第{place}公司（示例）",
                nature=Nature.COMPLAINT,
                consent=True,
            )
            runtime.petitions.file(session, draft)
    analyst = log_in(Role.ANALYST)
    assert analyst.post("/api/staff/issues/detect").json()["voices"] >= 6
    rows = analyst.get("/api/staff/issues?state=detected").json()["rows"]
    return next(row["id"] for row in rows if "松塔" in row["title"])


def take(staff: Staff, issue_id: str, step: str, **body: object) -> tuple[int, dict]:
    lock = staff.get(f"/api/staff/issues/{issue_id}").json().get("lock", 1)
    reply = staff.post(f"/api/staff/issues/{issue_id}/{step}", {"lock": lock} | body)
    return reply.status_code, reply.json()


def test_an_issue_goes_from_the_first_voices_to_its_end(runtime: Runtime, log_in: LogIn, issue_id: str) -> None:
    analyst, supervisor, handler = log_in(Role.ANALYST), log_in(Role.SUPERVISOR), log_in(Role.HANDLER, department="HR")
    shown = analyst.get(f"/api/staff/issues/{issue_id}").json()
    assert (shown["petitions"], shown["allowed"]) == (6, ["confirm", "dismiss"])
    assert "6 条" in shown["evidence"]["reasons"][0]
    assert handler.get(f"/api/staff/issues/{issue_id}").status_code == 404

    assert take(analyst, issue_id, "confirm")[0] == 200
    report = {
        "title": "松塔物流扰民", "facts": "六家企业反映", "scope": "松塔片区", "suggestion": "限时整改",
        "departments": ["HR"], "recipients": ["supervisor:1", "department:HR"],
    }  # fmt: skip
    assert take(analyst, issue_id, "draft", **report)[0] == 200
    due = (runtime.clock.today() + timedelta(days=7)).isoformat()
    code, refused = take(supervisor, issue_id, "assign", department_code="HR", due_on=due)
    assert (code, refused["code"]) == (409, "not_signed")
    assert take(analyst, issue_id, "sign")[0] == 403
    code, signed = take(supervisor, issue_id, "sign")
    assert (code, signed["state"]) == (200, "reported")
    assert take(handler, issue_id, "acknowledge")[0] == 200
    given = {"leader": "管委会主任", "given_on": runtime.clock.today().isoformat(), "text": "限期整改"}
    assert take(handler, issue_id, "instruct", **given)[0] == 403
    assert take(supervisor, issue_id, "instruct", **given)[0] == 200
    shown = handler.get(f"/api/staff/issues/{issue_id}").json()["instructions"]
    assert [{name: each[name] for name in given} for each in shown] == [given]
    code, tracked = take(supervisor, issue_id, "assign", department_code="HR", due_on=due)
    assert (code, tracked["tracking"]["department"]) == (200, "人力资源局")
    code, unfinished = take(supervisor, issue_id, "close")
    assert (code, unfinished["code"]) == (409, "issue_unfinished")
    assert take(handler, issue_id, "note-progress", note="已约谈")[0] == 200
    assert take(handler, issue_id, "record-result", result="已错峰装卸", feedback="已公告")[0] == 200
    code, closed = take(supervisor, issue_id, "close")
    assert (code, closed["state"], closed["allowed"]) == (200, "closed", [])
    receipts = {found["code"]: bool(found["read_at"]) for found in closed["report"]["recipients"]}
    assert receipts == {"supervisor:1": False, "department:HR": True}
    listed = supervisor.get("/api/staff/issues?state=closed").json()
    assert issue_id in [row["id"] for row in listed["rows"]]
    assert listed["counts"]["closed"] >= 1


def test_a_missing_issue_is_told_as_such(log_in: LogIn) -> None:
    reply = log_in(Role.ANALYST).get("/api/staff/issues/hot_missing")
    assert (reply.status_code, reply.json()["code"]) == (404, "issue_not_found")
