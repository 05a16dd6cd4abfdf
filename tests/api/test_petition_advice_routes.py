"""Suggestions and the check of replies over HTTP."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from core.actors import Role
from tests.api.conftest import Staff, petition_form


def test_a_dispatcher_sees_suggestions_and_a_handler_cannot_send_an_empty_reply(
    client: TestClient, log_in: Callable[..., Staff]
) -> None:
    filed = client.post("/api/petitions", json=petition_form(category_code=None))
    url = f"/api/staff/petitions/{filed.json()['number']}"
    dispatcher, handler = log_in(Role.DISPATCHER), log_in(Role.HANDLER, department="SCI")
    found = dispatcher.get(f"{url}/suggestions").json()
    assert found["categories"][0]["code"] == "03-2"
    assert "研发费用" in found["categories"][0]["terms"]
    assert found["nature"]["value"] in ("help", "complaint", "consultation")

    lock = dispatcher.get(url).json()["lock"]
    steps: list[tuple[Staff, str, dict[str, object]]] = [
        (dispatcher, "accept", {"category_code": "03-2", "nature": "help"}),
        (dispatcher, "dispatch", {"lead_department_code": "SCI"}),
        (handler, "sign", {}),
    ]
    for staff, step, body in steps:
        lock = staff.post(f"{url}/{step}", body | {"lock": lock}).json()["lock"]
    body = {"text": "已阅。", "no_basis_reason": "事实说明"}
    findings = handler.post(f"{url}/reply-check", body).json()["findings"]
    assert {finding["code"] for finding in findings} == {"point", "evasive"}
    refused = handler.post(f"{url}/reply", body | {"resolution": "explained", "lock": lock})
    assert refused.status_code == 422
    assert refused.json()["code"] == "reply_not_ready"
    sent = handler.post(
        f"{url}/reply", body | {"resolution": "explained", "lock": lock, "override_reason": "已电话说明"}
    )
    assert sent.status_code == 200, sent.text
