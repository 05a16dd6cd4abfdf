"""Steps over HTTP: material, extension and return between enterprise, department, dispatcher and supervisor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from core.actors import Role
from tests.api.conftest import Staff, petition_form


@pytest.fixture
def people(log_in: Callable[..., Staff]) -> dict[str, Staff]:
    return {
        "dispatcher": log_in(Role.DISPATCHER),
        "handler": log_in(Role.HANDLER, department="SCI"),
        "supervisor": log_in(Role.SUPERVISOR),
        "agent": log_in(Role.AGENT),
    }


def take(staff: Staff, number: str, step: str, **body: object) -> dict[str, object]:
    url = f"/api/staff/petitions/{number}"
    reply = staff.post(f"{url}/{step}", body | {"lock": staff.get(url).json()["lock"]})
    assert reply.status_code == 200, (step, reply.text)
    return reply.json()  # type: ignore[no-any-return]


@pytest.fixture
def handled(client: TestClient, people: dict[str, Staff]) -> str:
    """A petition that its department has signed."""
    number = str(client.post("/api/petitions", json=petition_form()).json()["number"])
    take(people["dispatcher"], number, "accept", category_code="03", nature="complaint")
    take(people["dispatcher"], number, "dispatch", lead_department_code="SCI", assist_department_codes=["HR"])
    take(people["handler"], number, "sign")
    return number


def test_material_goes_to_the_enterprise_and_back(client: TestClient, people: dict[str, Staff], handled: str) -> None:
    take(people["handler"], handled, "request-material", items=["研发费用台账"])
    key = {"number": handled, "phone_tail": "1234"}
    seen = client.post("/api/petitions/lookup", json=key).json()
    assert (seen["state"], seen["material"]["items"]) == ("awaiting", ["研发费用台账"])
    assert {"supply", "withdraw", "remind"} <= set(seen["allowed"])
    assert client.post("/api/petitions/supply", json=key | {"text": ""}).status_code == 422
    assert client.post("/api/petitions/supply", json=key | {"text": "台账见附件"}).json()["state"] == "processing"
    assert client.post("/api/petitions/supply", json=key | {"text": "又一份"}).status_code == 409
    detail = people["handler"].get(f"/api/staff/petitions/{handled}").json()
    assert detail["dossier"]["material"][0]["supplied"] == "台账见附件"


def test_an_enterprise_reminds_once_and_is_told_when_it_may_again(client: TestClient, handled: str) -> None:
    key = {"number": handled, "phone_tail": "1234"}
    assert client.post("/api/petitions/remind", json=key | {"text": "很急"}).status_code == 200
    again = client.post("/api/petitions/remind", json=key)
    assert (again.status_code, again.json()["code"]) == (429, "reminded_lately")
    assert int(again.headers["retry-after"]) > 80_000
    assert client.post("/api/petitions/remind", json=key | {"phone_tail": "9999"}).status_code == 404


def test_an_extension_is_ruled_on_first_by_the_dispatcher(people: dict[str, Staff], handled: str) -> None:
    asked = take(people["handler"], handled, "request-extension", days=2, reason="需现场核查")
    url, body = f"/api/staff/petitions/{handled}/rule-on-extension", {"is_granted": True, "lock": asked["lock"]}
    refused = people["supervisor"].post(url, body)
    assert (refused.status_code, refused.json()["code"]) == (403, "second_approver")
    granted = take(people["dispatcher"], handled, "rule-on-extension", is_granted=True)
    assert str(granted["due_at"]) > str(asked["due_at"])
    assert granted["dossier"]["requests"][0]["is_granted"] is True


def test_a_closed_petition_is_reopened_by_its_petitioner_over_http(
    client: TestClient, people: dict[str, Staff], handled: str
) -> None:
    hr = people["dispatcher"]
    assert hr.get(f"/api/staff/petitions/{handled}").json()["dossier"]["tickets"][1]["role"] == "assist"
    body = {"text": "已拨付。", "resolution": "resolved", "no_basis_reason": "情况说明"}
    lock = hr.get(f"/api/staff/petitions/{handled}").json()["lock"]
    early = people["handler"].post(f"/api/staff/petitions/{handled}/reply", body | {"lock": lock})
    assert (early.status_code, early.json()["code"]) == (409, "assists_open")


@pytest.mark.parametrize("step", ["resume", "reject-reply", "close-as-explained", "deny-transfer", "reopen"])
def test_a_step_out_of_place_is_a_conflict_or_forbidden(people: dict[str, Staff], handled: str, step: str) -> None:
    url = f"/api/staff/petitions/{handled}"
    before = people["supervisor"].get(url).json()
    for staff in people.values():
        reply = staff.post(f"{url}/{step}", {"reason": "试一试", "lock": before["lock"]})
        assert reply.status_code in (403, 409), (step, reply.text)
    assert people["supervisor"].get(url).json() == before


def test_ten_thousand_characters_of_content_are_refused_with_their_number(client: TestClient) -> None:
    reply = client.post("/api/petitions", json=petition_form(content="字" * 10_000))
    assert reply.status_code == 422
    assert "10000" in reply.json()["details"]["content"]
