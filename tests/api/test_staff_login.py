"""Logging in over HTTP: cookies, CSRF, lockout, forced password change."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.accounts.types import AccountDraft
from api.runtime import Runtime
from core.actors import SYSTEM, Role
from tests.api.conftest import PASSWORD, Staff


def make_account(runtime: Runtime, name: str, *, must_change: bool = False) -> None:
    draft = AccountDraft(
        user_name=name, display_name=name, roles=frozenset({Role.DISPATCHER}), must_change_password=must_change
    )
    with runtime.database.unit_of_work() as session:
        runtime.accounts.create(session, draft, PASSWORD, SYSTEM)


def test_login_says_who_i_am_and_what_i_may(log_in: Callable[..., Staff]) -> None:
    staff = log_in(Role.HANDLER, department="HR")
    me = staff.get("/api/staff/me").json()
    assert me["roles"] == ["DEP"]
    assert me["role_names"] == ["承办人"]
    assert me["department"] == "人力资源局"
    assert "petition.reply" in me["permissions"]
    assert "petition.accept" not in me["permissions"]
    assert me["csrf_token"] == staff.csrf


def test_the_session_cookie_is_closed_to_scripts(client: TestClient, runtime: Runtime) -> None:
    make_account(runtime, "cookie-check")
    reply = client.post("/api/staff/login", json={"user_name": "cookie-check", "password": PASSWORD})
    cookie = reply.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie


def test_under_tls_the_cookie_is_bound_to_the_host(app: FastAPI, runtime: Runtime) -> None:
    make_account(runtime, "tls-check")
    client = TestClient(app, base_url="https://testserver")
    reply = client.post("/api/staff/login", json={"user_name": "tls-check", "password": PASSWORD})
    assert reply.headers["set-cookie"].startswith("__Host-youda_session=")
    assert "Secure" in reply.headers["set-cookie"]
    assert client.get("/api/staff/me").status_code == 200


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: TestClient, runtime: Runtime) -> None:
    make_account(runtime, "same-answer")
    wrong = client.post("/api/staff/login", json={"user_name": "same-answer", "password": "wrong-password"})
    unknown = client.post("/api/staff/login", json={"user_name": "no-such-name", "password": "wrong-password"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json()["detail"] == unknown.json()["detail"]


def test_five_wrong_passwords_lock_the_account_across_requests(client: TestClient, runtime: Runtime) -> None:
    make_account(runtime, "lock-check")
    for _ in range(5):
        client.post("/api/staff/login", json={"user_name": "lock-check", "password": "wrong-password"})
    reply = client.post("/api/staff/login", json={"user_name": "lock-check", "password": PASSWORD})
    assert reply.status_code == 401


def test_one_address_may_try_ten_logins_a_minute(client: TestClient) -> None:
    codes = [client.post("/api/staff/login", json={"user_name": "x", "password": "y"}).status_code for _ in range(11)]
    assert codes == [401] * 10 + [429]


def test_a_write_without_the_csrf_token_is_refused(log_in: Callable[..., Staff]) -> None:
    staff = log_in(Role.DISPATCHER)
    for headers in ({}, {"X-CSRF-Token": "wrong"}):
        reply = staff.client.post("/api/staff/logout", headers=headers)
        assert reply.status_code == 403
        assert reply.json()["code"] == "csrf_failed"
    assert staff.get("/api/staff/me").status_code == 200


def test_a_write_sent_by_another_sites_page_is_refused(log_in: Callable[..., Staff]) -> None:
    staff = log_in(Role.DISPATCHER)
    headers = {"X-CSRF-Token": staff.csrf, "Origin": "https://evil.example"}
    assert staff.client.post("/api/staff/logout", headers=headers).status_code == 403
    headers["Origin"] = "http://testserver"
    assert staff.client.post("/api/staff/logout", headers=headers).status_code == 204


def test_after_logging_out_the_cookie_opens_nothing(log_in: Callable[..., Staff]) -> None:
    staff = log_in(Role.DISPATCHER)
    token = staff.client.cookies["youda_session"]
    assert staff.post("/api/staff/logout").status_code == 204
    staff.client.cookies.set("youda_session", token)
    assert staff.get("/api/staff/me").status_code == 401


def test_a_first_password_must_be_changed_before_anything_else(client: TestClient, runtime: Runtime) -> None:
    make_account(runtime, "first-login", must_change=True)
    me = client.post("/api/staff/login", json={"user_name": "first-login", "password": PASSWORD}).json()
    assert me["must_change_password"]
    assert client.get("/api/staff/petitions").json()["code"] == "password_change_required"
    body = {"old_password": PASSWORD, "new_password": "another-secret-7"}
    reply = client.post("/api/staff/password", json=body, headers={"X-CSRF-Token": me["csrf_token"]})
    assert reply.status_code == 204
    assert client.get("/api/staff/me").status_code == 401
    again = client.post("/api/staff/login", json={"user_name": "first-login", "password": "another-secret-7"})
    assert again.status_code == 200
    assert client.get("/api/staff/petitions").status_code == 200


def test_a_weak_new_password_is_refused_beside_its_field(log_in: Callable[..., Staff]) -> None:
    staff = log_in(Role.CURATOR)
    reply = staff.post("/api/staff/password", {"old_password": PASSWORD, "new_password": "short"})
    assert reply.status_code == 422
    assert "new_password" in reply.json()["details"]
    assert staff.get("/api/staff/me").status_code == 200
