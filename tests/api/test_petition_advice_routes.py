"""Suggestions and the check of replies over HTTP."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from core.actors import Role
from knowledge.types import EntryVersion
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


def test_a_handler_sees_like_cases_of_the_own_department_only(client: TestClient, log_in: Callable[..., Staff]) -> None:
    """The dispatcher finds the case that another department solved; the handler of a third one does not."""
    dispatcher = log_in(Role.DISPATCHER)
    numbers = [client.post("/api/petitions", json=petition_form()).json()["number"] for _ in range(2)]

    def run(number: str, department: str, *, answered: bool) -> None:
        url, handler = f"/api/staff/petitions/{number}", log_in(Role.HANDLER, department=department)
        steps: list[tuple[Staff, str, dict[str, object]]] = [
            (dispatcher, "accept", {"category_code": "03-2", "nature": "help"}),
            (dispatcher, "dispatch", {"lead_department_code": department}),
            (handler, "sign", {}),
        ]
        if answered:
            body = {"text": "经核实，已于本周拨付。", "no_basis_reason": "事实说明", "override_reason": "已电话说明"}
            steps.append((handler, "reply", body | {"resolution": "resolved"}))
        lock = dispatcher.get(url).json()["lock"]
        for staff, step, body in steps:
            answer = staff.post(f"{url}/{step}", body | {"lock": lock})
            assert answer.status_code == 200, answer.text
            lock = answer.json()["lock"]

    run(numbers[0], "SCI", answered=True)
    run(numbers[1], "HR", answered=False)
    suggestions = f"/api/staff/petitions/{numbers[1]}/suggestions"
    solved = dispatcher.get(suggestions).json()["solved"]
    assert numbers[0] in [like["number"] for like in solved]
    handler = log_in(Role.HANDLER, department="HR")
    assert numbers[0] not in {case["number"] for case in handler.get(suggestions).json()["solved"]}
    assert log_in(Role.HANDLER, department="SCI").get(suggestions).status_code == 404


def test_a_draft_of_a_reply_quotes_published_knowledge_and_stores_nothing(
    client: TestClient, log_in: Callable[..., Staff], policy: EntryVersion
) -> None:
    filed = client.post("/api/petitions", json=petition_form(title="研发费用补助最高多少"))
    url = f"/api/staff/petitions/{filed.json()['number']}"
    agent = log_in(Role.AGENT)
    before = agent.get("/api/staff/answers").json()["total"]
    draft = agent.get(f"{url}/reply-draft").json()
    assert draft["sources"], draft
    assert draft["sources"][0]["basis"].startswith(f"《{policy.content.title}》")
    assert "**" not in draft["text"]
    assert "[1]" not in draft["text"]
    assert agent.get("/api/staff/answers").json()["total"] == before
    assert log_in(Role.HANDLER, department="SCI").get(f"{url}/reply-draft").status_code == 404
