"""Petitions by key: filed once, read back by their source only; forged, revoked and narrow keys open nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.keys.tables import ApiKeyRow
from api.runtime import Runtime
from core.actors import Role
from tests.api.conftest import Staff

KEYS, INTAKE = "/api/staff/api-keys", "/api/intake/petitions"
FORM = {
    "title": "路灯不亮", "content": "厂区门前路灯坏了一周，请尽快修理。", "contact_name": "小满",
    "contact_phone": "13800001234", "enterprise_name": "云岭示例企业", "consent": True,
}  # fmt: skip


@pytest.fixture
def administrator(log_in: Callable[..., Staff]) -> Staff:
    return log_in(Role.ADMINISTRATOR)


@pytest.fixture
def make_key(administrator: Staff) -> Callable[..., dict[str, Any]]:
    def make(**changes: Any) -> dict[str, Any]:
        body = {"name": "热线平台", "source": f"热线 {uuid4().hex[:6]}"} | changes
        answer = administrator.send("POST", KEYS, json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    return make


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def hand_in(client: TestClient, secret: str, external_number: str, **changes: Any) -> Any:
    return client.post(INTAKE, json=FORM | {"external_number": external_number} | changes, headers=bearer(secret))


def test_a_petition_handed_in_twice_is_filed_once_and_read_back(
    client: TestClient, make_key: Callable[..., dict[str, Any]], log_in: Callable[..., Staff]
) -> None:
    secret, external = make_key()["secret"], uuid4().hex
    first = hand_in(client, secret, external)
    assert first.status_code == 201, first.text
    assert hand_in(client, secret, external, title="改了标题").json()["number"] == first.json()["number"]
    number = first.json()["number"]
    assert client.get(f"{INTAKE}/{number}", headers=bearer(secret)).json()["state"] == "submitted"
    assert log_in(Role.DISPATCHER).send("GET", f"/api/staff/petitions/{number}").json()["channel"] == "api"


def test_another_source_does_not_see_it(client: TestClient, make_key: Callable[..., dict[str, Any]]) -> None:
    number = hand_in(client, make_key()["secret"], "1").json()["number"]
    assert client.get(f"{INTAKE}/{number}", headers=bearer(make_key()["secret"])).status_code == 404


def test_bad_fields_are_named_as_in_the_form(client: TestClient, make_key: Callable[..., dict[str, Any]]) -> None:
    answer = hand_in(client, make_key()["secret"], "1", contact_phone="123")
    assert (answer.status_code, set(answer.json()["details"])) == (422, {"contact_phone"})


def test_a_revoked_key_opens_nothing_from_that_moment(
    client: TestClient, administrator: Staff, make_key: Callable[..., dict[str, Any]]
) -> None:
    key = make_key()
    assert hand_in(client, key["secret"], "1").status_code == 201
    assert administrator.send("DELETE", f"{KEYS}/{key['id']}").json()["revoked_at"]
    answer = hand_in(client, key["secret"], "2")
    assert (answer.status_code, answer.json()["code"]) == (401, "key_refused")
    assert administrator.send("DELETE", f"{KEYS}/{key['id']}").status_code == 200
    assert administrator.send("DELETE", f"{KEYS}/key_missing").status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer  ", "Bearer youda_forged", "Basic eW91ZGE6eA=="])
def test_without_a_good_key_nothing_is_said(client: TestClient, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    assert client.get(f"{INTAKE}/SQ209901010001", headers=headers).json()["code"] == "key_refused"


def test_a_key_is_good_for_its_own_scopes_only(client: TestClient, make_key: Callable[..., dict[str, Any]]) -> None:
    reads = make_key(scopes=["petitions.read"])
    assert hand_in(client, reads["secret"], "1").json()["code"] == "key_scope"
    files = make_key(scopes=["petitions.file"])
    number = hand_in(client, files["secret"], "1").json()["number"]
    assert client.get(f"{INTAKE}/{number}", headers=bearer(files["secret"])).status_code == 403


def test_the_secret_is_shown_once_and_stored_as_a_hash(
    administrator: Staff, make_key: Callable[..., dict[str, Any]], runtime: Runtime
) -> None:
    key = make_key()
    listed = administrator.send("GET", KEYS).text
    assert key["secret"] not in listed
    assert key["hint"] in listed
    with runtime.database.reading() as session:
        row = session.scalars(select(ApiKeyRow).where(ApiKeyRow.id == key["id"])).one()
        assert key["secret"] not in str([getattr(row, column.key) for column in ApiKeyRow.__table__.columns])


@pytest.mark.parametrize("changes", [{"name": ""}, {"source": "源" * 61}, {"scopes": []}, {"scopes": ["everything"]}])
def test_a_key_without_name_source_or_scope_is_not_made(administrator: Staff, changes: dict[str, Any]) -> None:
    assert administrator.send("POST", KEYS, json={"name": "甲", "source": "乙"} | changes).status_code == 422
