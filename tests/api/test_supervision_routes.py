"""Supervision orders and the page of a link to rate, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text

from api.runtime import Runtime
from core.actors import Role
from petitions.tables import PetitionTable
from tests.api.conftest import Staff
from tests.api.test_notice_routes import dispatched

LogIn = Callable[..., Staff]


@pytest.fixture
def in_three_days() -> str:
    return (datetime.now().astimezone() + timedelta(days=3)).isoformat()


def test_an_order_goes_from_supervisor_to_department_and_back(
    client: TestClient, log_in: LogIn, in_three_days: str
) -> None:
    number = dispatched(client, log_in)
    supervisor, handler = log_in(Role.SUPERVISOR), log_in(Role.HANDLER, department="HR")
    body = {"reason": "alert", "text": "请三日内答复", "due_at": in_three_days, "lock": 3}
    issued = supervisor.post(f"/api/staff/petitions/{number}/supervise", json=body).json()
    assert (issued["level"], issued["level_name"], issued["state"]) == (1, "平台", "open")
    assert handler.get("/api/staff/orders", params={"petition": number}).json()["rows"] == [issued]
    answered = handler.post(f"/api/staff/orders/{issued['id']}/answer", json={"text": "明日答复"}).json()
    assert (answered["state"], answered["answer"]) == ("answered", "明日答复")
    closed = supervisor.post(f"/api/staff/orders/{issued['id']}/close", json={"note": "已核实"})
    assert closed.json()["state"] == "closed"
    again = supervisor.post(f"/api/staff/orders/{issued['id']}/close", json={"note": "已核实"})
    assert (again.status_code, again.json()["code"]) == (409, "order_state")
    assert handler.post(f"/api/staff/orders/{issued['id']}/close", json={"note": "x"}).status_code == 403
    stranger = log_in(Role.HANDLER, department="SCI")
    assert stranger.post(f"/api/staff/orders/{issued['id']}/answer", json={"text": "x"}).status_code == 404
    assert stranger.get("/api/staff/orders").json()["total"] == 0


def test_a_naive_due_time_is_refused_with_a_sentence(client: TestClient, log_in: LogIn) -> None:
    number = dispatched(client, log_in)
    body = {"text": "请答复", "due_at": "2099-01-01T17:00:00", "lock": 3}
    refused = log_in(Role.SUPERVISOR).post(f"/api/staff/petitions/{number}/supervise", json=body)
    assert refused.status_code == 422
    assert "due_at" in refused.json()["details"]


def test_a_red_petition_waits_for_the_third_level(client: TestClient, runtime: Runtime, log_in: LogIn) -> None:
    number = dispatched(client, log_in)
    late = {f"d{day}": f"2020-01-0{day} 09:00:00" for day in (1, 2, 3)} | {"number": number}
    with runtime.database.unit_of_work() as session:
        change = "UPDATE petitions SET due_at = :d1, orange_after = :d2, red_after = :d3 WHERE number = :number"
        session.execute(text(change), late)
    runtime.sweep.run()
    supervisor = log_in(Role.SUPERVISOR)
    flag = next(f for f in supervisor.get("/api/staff/accountability").json() if f["petition_number"] == number)
    assert (flag["verdict"], flag["department"]) == (None, "人力资源局")
    verdict = {"verdict": "dismissed", "reason": "系统故障"}
    refused = supervisor.post(f"/api/staff/accountability/{flag['id']}", json=verdict)
    assert (refused.status_code, refused.json()["code"]) == (403, "other_level")


def answered(client: TestClient, runtime: Runtime, log_in: LogIn) -> tuple[str, str]:
    """Take a petition to its answer; return its number and the link to rate it."""
    number = dispatched(client, log_in)
    handler = log_in(Role.HANDLER, department="HR")
    assert handler.post(f"/api/staff/petitions/{number}/sign", json={"lock": 3}).status_code == 200
    reply = {
        "text": "研发费用补助申请进度已核实 <b>到账</b>",
        "resolution": "resolved",
        "no_basis_reason": "事实说明",
        "lock": 4,
    }
    assert handler.post(f"/api/staff/petitions/{number}/reply", json=reply).status_code == 200
    runtime.notice_writer.follow()
    with runtime.database.reading() as session:
        petition_id = session.scalars(select(PetitionTable.id).where(PetitionTable.number == number)).one()
        link = runtime.invitations.link(session, petition_id)
    assert link is not None
    return number, link


def state_of(client: TestClient, number: str) -> str:
    return str(client.post("/api/petitions/lookup", json={"number": number, "phone_tail": "1234"}).json()["state"])


def test_fetching_the_link_changes_nothing_and_only_the_form_rates(
    client: TestClient, runtime: Runtime, log_in: LogIn
) -> None:
    number, link = answered(client, runtime, log_in)
    for method in ("GET", "HEAD", "GET"):
        page = client.request(method, link)
        assert page.status_code == (405 if method == "HEAD" else 200)
    assert state_of(client, number) == "answered"
    assert number in page.text
    assert "&lt;b&gt;到账" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "<script" not in page.text
    assert client.get("/rate/page.css").headers["content-type"].startswith("text/css")
    unchosen = client.post(link, data={"comment": "x"})
    assert unchosen.status_code == 422
    assert "请选择一项" in unchosen.text
    thanks = client.post(link, data={"stars": "5", "comment": "很快"})
    assert (thanks.status_code, "谢谢" in thanks.text) == (200, True)
    assert state_of(client, number) == "closed"
    used = client.post(link, data={"stars": "1"})
    assert used.status_code == 409
    assert "已经评价过" in used.text
    assert client.get(link).status_code == 409


def test_dissatisfied_by_link_the_petition_is_handled_again(
    client: TestClient, runtime: Runtime, log_in: LogIn
) -> None:
    number, link = answered(client, runtime, log_in)
    assert "重新办理" in client.post(link, data={"stars": "1"}).text
    assert state_of(client, number) == "dispatched"


def test_a_forged_link_gets_a_clear_answer(client: TestClient) -> None:
    for token in ("x", "a.b.c", "Imludl8x.AAAA"):
        reply = client.post(f"/rate/{token}", data={"stars": "5"})
        assert reply.status_code == 404
        assert "链接无效" in reply.text
