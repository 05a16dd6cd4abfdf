"""One petition through the desk over HTTP, and what its petitioner sees of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from fastapi.testclient import TestClient
from sqlalchemy import select

from api.runtime import Runtime
from core import audit
from core.actors import Role
from core.clock import SHANGHAI
from tests.api.conftest import Staff, petition_form


def file(client: TestClient, **changes: object) -> str:
    reply = client.post("/api/petitions", json=petition_form(**changes))
    assert reply.status_code == 201, reply.text
    return str(reply.json()["number"])


def test_a_petition_passes_the_desk_from_filing_to_closing(client: TestClient, log_in: Callable[..., Staff]) -> None:
    number = file(client)
    key = {"number": number, "phone_tail": "1234"}
    dispatcher, handler = log_in(Role.DISPATCHER), log_in(Role.HANDLER, department="SCI")
    listed = dispatcher.get("/api/staff/petitions?state=submitted&state=accepted&limit=200").json()
    assert number in {row["number"] for row in listed["rows"]}
    url = f"/api/staff/petitions/{number}"
    lock = dispatcher.get(url).json()["lock"]
    steps: list[tuple[Staff, str, dict[str, object]]] = [
        (dispatcher, "accept", {"category_code": "03", "nature": "help"}),
        (dispatcher, "dispatch", {"lead_department_code": "SCI"}),
        (handler, "sign", {}),
        (
            handler,
            "reply",
            {"text": "补助将于月底拨付。", "resolution": "resolved", "basis": ["云高管规〔2025〕3号第二条"]},
        ),
    ]
    for staff, step, body in steps:
        reply = staff.post(f"{url}/{step}", body | {"lock": lock})
        assert reply.status_code == 200, (step, reply.text)
        lock = reply.json()["lock"]
    progress = client.post("/api/petitions/lookup", json=key).json()
    assert progress["state"] == "answered"
    assert progress["replies"][0]["text"] == "补助将于月底拨付。"
    rated = client.post("/api/petitions/rate", json=key | {"stars": 5}).json()
    assert rated["state"] == "closed"


def test_the_contact_is_masked_until_revealed_for_a_reason(
    client: TestClient, log_in: Callable[..., Staff], runtime: Runtime
) -> None:
    number = file(client)
    dispatcher = log_in(Role.DISPATCHER)
    detail = dispatcher.get(f"/api/staff/petitions/{number}").text
    assert "13900001234" not in detail
    assert "王小明" not in detail
    url = f"/api/staff/petitions/{number}/reveal"
    assert dispatcher.post(url, {"reason": ""}).status_code == 422
    assert dispatcher.post(url, {"reason": "联系核实"}).json() == {
        "contact_name": "王小明",
        "contact_phone": "13900001234",
    }
    with runtime.database.reading() as session:
        rows = session.scalars(select(audit.AuditRow).where(audit.AuditRow.actor_id == dispatcher.account_id)).all()
        assert any("reveal" in row.action and row.reason == "联系核实" and row.ip for row in rows)
        assert audit.verify(session).is_intact


def test_a_department_sees_nothing_of_another_one(client: TestClient, log_in: Callable[..., Staff]) -> None:
    number = file(client)
    dispatcher = log_in(Role.DISPATCHER)
    url = f"/api/staff/petitions/{number}"
    lock = dispatcher.get(url).json()["lock"]
    lock = dispatcher.post(f"{url}/accept", {"category_code": "03", "nature": "help", "lock": lock}).json()["lock"]
    dispatcher.post(f"{url}/dispatch", {"lead_department_code": "SCI", "lock": lock})
    stranger = log_in(Role.HANDLER, department="HR")
    assert stranger.get(url).status_code == 404
    assert number not in stranger.get("/api/staff/petitions?limit=200").text


def test_an_old_lock_is_a_conflict_that_changes_nothing(client: TestClient, log_in: Callable[..., Staff]) -> None:
    number = file(client)
    dispatcher = log_in(Role.DISPATCHER)
    body = {"category_code": "03", "nature": "help", "lock": 999}
    reply = dispatcher.post(f"/api/staff/petitions/{number}/accept", body)
    assert reply.status_code == 409
    assert dispatcher.get(f"/api/staff/petitions/{number}").json()["state"] == "submitted"


def test_the_same_submission_key_files_one_petition(client: TestClient) -> None:
    assert file(client, submission_key="key-1") == file(client, submission_key="key-1")


def test_wrong_fields_come_back_beside_their_names(client: TestClient) -> None:
    reply = client.post("/api/petitions", json=petition_form(contact_phone="139", consent=False, title=""))
    assert reply.status_code == 422
    assert {"contact_phone", "consent", "title"} <= set(reply.json()["details"])


def test_a_mismatch_never_says_which_part_is_wrong(client: TestClient) -> None:
    number = file(client)
    wrong = [{"number": number, "phone_tail": "9999"}, {"number": "SQ209901010001", "phone_tail": "1234"}]
    replies = [client.post("/api/petitions/lookup", json=body) for body in wrong]
    assert {reply.status_code for reply in replies} == {404}
    assert replies[0].json()["detail"] == replies[1].json()["detail"]


def test_guessing_a_phone_tail_ends_after_ten_tries(client: TestClient) -> None:
    number = file(client)
    codes = [
        client.post("/api/petitions/lookup", json={"number": number, "phone_tail": f"{n:04d}"}).status_code
        for n in range(9)
    ]
    codes.append(
        client.post("/api/petitions/rate", json={"number": number, "phone_tail": "0009", "stars": 1}).status_code
    )
    assert codes == [404] * 10
    last = client.post("/api/petitions/lookup", json={"number": number, "phone_tail": "1234"})
    assert last.status_code == 429
    assert "12345" in last.json()["detail"]


def test_a_petitioner_withdraws_by_number_and_phone_tail(client: TestClient) -> None:
    body = {"number": file(client), "phone_tail": "1234", "reason": "已解决"}
    assert client.post("/api/petitions/withdraw", json=body).json()["state"] == "withdrawn"
    assert client.post("/api/petitions/withdraw", json=body).status_code == 409


def test_categories_have_thirteen_first_levels(client: TestClient) -> None:
    categories = client.get("/api/petitions/categories").json()
    assert len(categories) == 13
    assert categories[3]["name"] == "人力资源"
    assert "招聘用工" in categories[3]["children"]


def test_the_calendar_counts_what_is_due_and_each_day_opens_its_list(
    client: TestClient, log_in: Callable[..., Staff], runtime: Runtime
) -> None:
    number = file(client, title="到期日历用的诉求")
    dispatcher = log_in(Role.DISPATCHER)
    url = f"/api/staff/petitions/{number}"
    lock = dispatcher.get(url).json()["lock"]
    for step, body in (
        ("accept", {"category_code": "03", "nature": "help"}),
        ("dispatch", {"lead_department_code": "SCI"}),
    ):
        lock = dispatcher.post(f"{url}/{step}", body | {"lock": lock}).json()["lock"]
    due = datetime.fromisoformat(dispatcher.get(url).json()["due_at"]).astimezone(SHANGHAI).date()
    asked = {"first": str(due - timedelta(days=6)), "last": str(due + timedelta(days=7)), "q": "到期日历用的诉求"}
    days = dispatcher.get("/api/staff/petitions/due-days", params=asked).json()["days"]
    assert [(one["day"], one["late"]) for one in days if one["due"]] == [(str(due), 0)]
    assert len(days) == 14
    assert 2 <= sum(not one["is_working_day"] for one in days) <= 10
    listed = dispatcher.get("/api/staff/petitions", params={"due_on": str(due)}).json()["rows"]
    assert number in {row["number"] for row in listed}
    before = dispatcher.get("/api/staff/petitions", params={"due_on": str(due - timedelta(days=1))}).json()["rows"]
    assert number not in {row["number"] for row in before}
    elsewhere = log_in(Role.HANDLER, department="HR")
    unseen = elsewhere.get("/api/staff/petitions/due-days", params=asked).json()["days"]
    assert not any(one["due"] for one in unseen)
    too_many = asked | {"last": str(due + timedelta(days=90))}
    assert dispatcher.get("/api/staff/petitions/due-days", params=too_many).status_code == 422
