"""Administration of staff accounts over HTTP: who is made, changed, closed, and what of it stands in the audit log."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.runtime import Runtime
from core import audit
from core.actors import Role
from tests.api.conftest import PASSWORD, Staff

ACCOUNTS = "/api/staff/accounts"


@pytest.fixture
def admin(log_in: Callable[..., Staff]) -> Staff:
    return log_in(Role.ADMINISTRATOR)


def person(**changes: object) -> dict[str, Any]:
    form: dict[str, Any] = {
        "user_name": f"Person-{secrets.token_hex(4)}",
        "display_name": "白露",
        "roles": ["DEP"],
        "department_code": "HR",
        "region_code": "320505",
    }
    return form | changes


def add(admin: Staff, **changes: object) -> dict[str, Any]:
    reply = admin.post(ACCOUNTS, person(**changes))
    assert reply.status_code == 201, reply.text
    made: dict[str, Any] = reply.json()
    return made


def enter(app: FastAPI, made: dict[str, Any], password: str | None = None) -> Staff | None:
    client = TestClient(app, client=(f"203.0.113.{secrets.randbelow(250)}", 1))
    body = {"user_name": made["account"]["user_name"], "password": password or made["password"]}
    reply = client.post("/api/staff/login", json=body)
    return Staff(client, reply.json()["csrf_token"], made["account"]["id"]) if reply.status_code == 200 else None


def enter_for_good(app: FastAPI, made: dict[str, Any]) -> Staff:
    """Log in for the first time, change the password, and log in again."""
    first = enter(app, made)
    assert first is not None
    body = {"old_password": made["password"], "new_password": PASSWORD}
    assert first.post("/api/staff/password", body).status_code == 204
    again = enter(app, made, PASSWORD)
    assert again is not None
    return again


def actions(runtime: Runtime, account_id: str) -> list[tuple[str, dict[str, Any]]]:
    with runtime.database.reading() as session:
        rows = session.scalars(
            select(audit.AuditRow).where(audit.AuditRow.object_id == account_id).order_by(audit.AuditRow.sequence)
        )
        return [(row.action, row.changes) for row in rows]


def test_a_new_person_logs_in_with_the_password_shown_once_and_must_change_it(app: FastAPI, admin: Staff) -> None:
    made = add(admin)
    assert made["account"]["user_name"].startswith("person-")
    assert made["account"]["department"] == "人力资源局"
    first = enter(app, made)
    assert first is not None
    assert first.get("/api/staff/petitions").json()["code"] == "password_change_required"
    assert enter_for_good(app, made).get("/api/staff/petitions").status_code == 200
    assert made["password"] not in admin.get(ACCOUNTS).text


def test_a_person_of_several_roles_may_do_what_each_may(app: FastAPI, admin: Staff) -> None:
    staff = enter_for_good(app, add(admin, roles=["DEP", "CUR"]))
    me = staff.get("/api/staff/me").json()
    assert {"petition.reply", "kb.edit"} <= set(me["permissions"])
    assert "kb.approve" not in me["permissions"]
    assert staff.get("/api/staff/petitions").status_code == 200
    assert staff.get("/api/staff/sources").status_code == 200


def test_a_role_that_is_taken_away_is_gone_with_the_next_request(app: FastAPI, admin: Staff, runtime: Runtime) -> None:
    made = add(admin, roles=["DEP", "CUR"])
    staff, account_id = enter_for_good(app, made), made["account"]["id"]
    changed = admin.send("PUT", f"{ACCOUNTS}/{account_id}", json=person(roles=["CUR"], department_code="SCI"))
    assert changed.json()["role_names"] == ["知识管理员"]
    assert staff.get("/api/staff/petitions").status_code == 403
    assert staff.get("/api/staff/me").json()["department"] == "科技创新局"
    changes = dict(actions(runtime, account_id))["account.change"]
    assert changes == {"roles": [["CUR", "DEP"], ["CUR"]], "department_code": ["HR", "SCI"]}


def test_a_closed_account_is_out_at_once_and_in_again_when_opened(app: FastAPI, admin: Staff, runtime: Runtime) -> None:
    made = add(admin)
    staff, url = enter_for_good(app, made), f"{ACCOUNTS}/{made['account']['id']}"
    assert admin.post(f"{url}/disable").json()["disabled"] is True
    assert staff.get("/api/staff/me").status_code == 401
    assert enter(app, made, PASSWORD) is None
    assert admin.post(f"{url}/enable").json()["disabled"] is False
    assert enter(app, made, PASSWORD) is not None
    done = [action for action, _ in actions(runtime, made["account"]["id"])]
    assert {"account.create", "account.disable", "account.enable", "account.login_refused"} <= set(done)


def test_a_reset_password_ends_sessions_and_lifts_the_lock(app: FastAPI, admin: Staff) -> None:
    made = add(admin)
    staff = enter_for_good(app, made)
    for _ in range(5):
        assert enter(app, made, "wrong-password") is None
    assert enter(app, made, PASSWORD) is None
    reset = admin.post(f"{ACCOUNTS}/{made['account']['id']}/reset-password").json()
    assert reset["account"]["must_change_password"] is True
    assert staff.get("/api/staff/me").status_code == 401
    assert enter(app, made, PASSWORD) is None
    assert enter(app, reset) is not None


def test_a_person_logs_out_everywhere_and_an_administrator_may_do_it_for_him(app: FastAPI, admin: Staff) -> None:
    made = add(admin)
    here = enter_for_good(app, made)
    there = enter(app, made, PASSWORD)
    assert there is not None
    assert here.post("/api/staff/logout-everywhere").status_code == 204
    assert [staff.get("/api/staff/me").status_code for staff in (here, there)] == [401, 401]
    again = enter(app, made, PASSWORD)
    assert again is not None
    assert admin.post(f"{ACCOUNTS}/{made['account']['id']}/end-sessions").status_code == 204
    assert again.get("/api/staff/me").status_code == 401


def test_nobody_closes_himself_or_gives_himself_a_role(admin: Staff) -> None:
    url = f"{ACCOUNTS}/{admin.account_id}"
    for reply in (
        admin.post(f"{url}/disable"),
        admin.send("PUT", url, json=person(roles=["ADM", "REV"])),
        admin.send("PUT", url, json=person(roles=["DEP"])),
    ):
        assert (reply.status_code, reply.json()["code"]) == (409, "own_account")
    assert admin.send("PUT", url, json=person(roles=["ADM"], display_name="谷雨")).json()["display_name"] == "谷雨"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("department_code", "NOWHERE"),
        ("region_code", "32"),
        ("roles", []),
        ("roles.0", ["GST"]),
        ("user_name", "x"),
        ("display_name", ""),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(admin: Staff, field: str, value: object) -> None:
    reply = admin.post(ACCOUNTS, person(**{field.split(".")[0]: value}))
    assert reply.status_code == 422
    assert list(reply.json()["details"]) == [field]


def test_a_name_is_taken_once(admin: Staff) -> None:
    made = add(admin)
    reply = admin.post(ACCOUNTS, person(user_name=made["account"]["user_name"].upper()))
    assert (reply.status_code, reply.json()["code"]) == (409, "user_name_taken")


def test_the_matrix_can_be_read_as_data(admin: Staff) -> None:
    roles = {role["code"]: role for role in admin.get(f"{ACCOUNTS}/roles").json()}
    assert len(roles) == 9
    assert roles["DEP"]["name"] == "承办人"
    assert roles["DEP"]["permissions"]["petition.reply"] == "department"


def test_the_session_says_when_it_ends(admin: Staff) -> None:
    assert admin.get("/api/staff/me").json()["session_ends_at"] > "2026"


def test_under_tls_logging_out_takes_the_cookie_away(app: FastAPI, admin: Staff) -> None:
    made = add(admin)
    client = TestClient(app, base_url="https://testserver")
    me = client.post(
        "/api/staff/login", json={"user_name": made["account"]["user_name"], "password": made["password"]}
    ).json()
    gone = client.post("/api/staff/logout", headers={"X-CSRF-Token": me["csrf_token"]}).headers["set-cookie"]
    assert gone.startswith('__Host-youda_session=""')
    assert "Secure" in gone  # else a browser refuses it, and with it the deletion
