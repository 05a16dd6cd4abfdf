"""Inboxes, alerts and the check of the audit log over HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.runtime import Runtime
from core.actors import Role
from tests.api.conftest import Staff, petition_form

LogIn = Callable[..., Staff]


def dispatched(client: TestClient, log_in: LogIn) -> str:
    """File a petition and give it to HR; return its number."""
    number: str = client.post("/api/petitions", json=petition_form()).json()["number"]
    dispatcher = log_in(Role.DISPATCHER)
    accept = {"category_code": "03", "nature": "help", "lock": 1}
    assert dispatcher.post(f"/api/staff/petitions/{number}/accept", json=accept).status_code == 200
    body = {"lead_department_code": "HR", "lock": 2}
    assert dispatcher.post(f"/api/staff/petitions/{number}/dispatch", json=body).status_code == 200
    return number


def test_a_department_reads_what_it_was_told_and_marks_it(client: TestClient, runtime: Runtime, log_in: LogIn) -> None:
    number = dispatched(client, log_in)
    runtime.notice_writer.follow()
    handler = log_in(Role.HANDLER, department="HR")
    inbox = handler.get("/api/staff/notices", params={"only_unread": True}).json()
    mine = next(row for row in inbox["rows"] if row["petition_number"] == number)
    assert (mine["template_code"], mine["template_version"]) == ("dispatched.department", 1)
    assert (mine["recipient"], mine["read_at"]) == ("department:HR", None)
    marked = handler.post("/api/staff/notices/read", json={"ids": [mine["id"]]}).json()
    assert marked == {"marked": 1, "unread": inbox["unread"] - 1}
    assert handler.post("/api/staff/notices/read", json={}).json()["unread"] == 0


def test_a_petitioner_reads_the_notices_with_number_and_phone_tail(
    client: TestClient, runtime: Runtime, log_in: LogIn
) -> None:
    number = dispatched(client, log_in)
    runtime.notice_writer.follow()
    proof = {"number": number, "phone_tail": "1234"}
    assert [n["template_code"] for n in client.post("/api/petitions/notices", json=proof).json()] == [
        "accepted.petitioner",
        "submitted.petitioner",
    ]
    assert client.post("/api/petitions/notices", json=proof | {"phone_tail": "0000"}).status_code == 404


def test_an_administrator_rewords_a_template_and_hears_what_is_wrong_with_it(log_in: LogIn) -> None:
    administrator = log_in(Role.ADMINISTRATOR)
    templates = administrator.get("/api/staff/notice-templates").json()
    signed = next(template for template in templates if template["code"] == "signed.petitioner")
    url = "/api/staff/notice-templates/signed.petitioner"
    changed = administrator.send("PUT", url, json={"text": "诉求 {number} 已由{department}签收。"}).json()
    assert changed["version"] == signed["version"] + 1
    wrong = administrator.send("PUT", url, json={"text": "{phone}"})
    assert wrong.status_code == 422
    assert "{number}" in wrong.json()["details"]["text"]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_templates_go_out_as_a_table_and_come_back_row_by_row(log_in: LogIn, format: str) -> None:
    administrator, url = log_in(Role.ADMINISTRATOR), "/api/staff/notice-templates"
    table = administrator.get(f"{url}/export?format={format}").content
    again = administrator.send("POST", f"{url}/import", files={"file": (f"a.{format}", table)}).json()
    assert (again["written"], again["problems"]) == ([], [])
    assert again["unchanged"] == len(administrator.get(url).json())

    words = f"诉求 {{number}} 已办结，感谢来信（{format}）。"
    rows = f"code,text\nclosed.petitioner,{words}\nclosed.petitioner,{{phone}}\nnobody.told,词\n".encode()
    report = administrator.send("POST", f"{url}/import", files={"file": ("a.csv", rows)}).json()
    assert report["written"] == ["closed.petitioner"]
    assert [(problem["line"], problem["code"]) for problem in report["problems"]] == [
        (2, "closed.petitioner"),
        (3, "nobody.told"),
    ]
    kept = next(found for found in administrator.get(url).json() if found["code"] == "closed.petitioner")
    assert kept["text"] == words


def test_a_table_without_the_two_columns_is_refused(log_in: LogIn) -> None:
    reply = log_in(Role.ADMINISTRATOR).send(
        "POST", "/api/staff/notice-templates/import", files={"file": ("a.csv", "名称\n".encode())}
    )
    assert (reply.status_code, "编号、内容" in reply.json()["detail"]) == (422, True)


def test_alerts_are_listed_with_the_colours_of_now(client: TestClient, runtime: Runtime, log_in: LogIn) -> None:
    number = dispatched(client, log_in)
    with runtime.database.unit_of_work() as session:
        late = {"due_at": "2020-01-01 09:00:00", "orange_after": "2020-01-02 09:00:00", "number": number}
        statement = "UPDATE petitions SET due_at = :due_at, orange_after = :orange_after WHERE number = :number"
        session.execute(text(statement), late)
    runtime.sweep.run()
    supervisor = log_in(Role.SUPERVISOR)
    found = supervisor.get("/api/staff/alerts", params={"petition": number, "kind": ["yellow", "orange"]}).json()
    assert [row["kind"] for row in found["rows"]] == ["orange", "yellow"]
    assert found["rows"][1]["recipients"] == ["department:HR", "supervisor:1"]
    assert found["counts"]["orange"] >= 1
    other = log_in(Role.HANDLER, department="SCI")
    assert other.get("/api/staff/alerts", params={"petition": number}).status_code == 404
    assert all(row["department_code"] == "SCI" for row in other.get("/api/staff/alerts").json()["rows"])


def test_the_audit_log_is_checked_over_http(log_in: LogIn) -> None:
    found = log_in(Role.ADMINISTRATOR).get("/api/staff/audit/verify").json()
    assert (found["intact"], found["broken_at"]) == (True, None)
    assert f"{found['count']} 条" in found["message"]
