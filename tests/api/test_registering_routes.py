"""Registering petitions at the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from core.actors import Role
from tests.api.conftest import Staff

FORM = {
    "title": "走访登记", "content": "企业反映园区北门夜间照明不足，员工下班不安全。", "contact_name": "小满",
    "contact_phone": "13800001234", "consent": True, "channel": "visit",
}  # fmt: skip
URL = "/api/staff/petitions"


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER])
def test_staff_registers_into_the_same_queue_and_numbers(
    client: TestClient, log_in: Callable[..., Staff], role: Role
) -> None:
    staff = log_in(role)
    guest = client.post("/api/petitions", json={k: v for k, v in FORM.items() if k != "channel"}).json()["number"]
    number = staff.send("POST", URL, json=FORM).json()["number"]
    assert int(number[2:]) == int(guest[2:]) + 1
    detail = staff.send("GET", f"{URL}/{number}").json()
    assert (detail["channel"], detail["state"]) == ("visit", "submitted")
    progress = client.post("/api/petitions/lookup", json={"number": number, "phone_tail": "1234"})
    assert progress.status_code == 200


def test_channels_of_other_systems_and_bad_fields_are_refused(log_in: Callable[..., Staff]) -> None:
    staff = log_in(Role.AGENT)
    assert staff.send("POST", URL, json=FORM | {"channel": "api"}).status_code == 422
    answer = staff.send("POST", URL, json=FORM | {"contact_phone": "1"})
    assert (answer.status_code, set(answer.json()["details"])) == (422, {"contact_phone"})


def test_an_enterprise_account_and_a_handler_may_not_register(log_in: Callable[..., Staff]) -> None:
    for role in (Role.ENTERPRISE, Role.HANDLER):
        assert log_in(role).send("POST", URL, json=FORM).status_code == 403


def test_a_policy_question_is_promised_an_answer_sooner(log_in: Callable[..., Staff]) -> None:
    staff = log_in(Role.AGENT)
    other = staff.send("POST", URL, json=FORM | {"nature": "consultation"}).json()
    policy = staff.send("POST", URL, json=FORM | {"nature": "consultation", "is_policy_query": True}).json()
    assert policy["expected_by"] < other["expected_by"]
