"""Ids of another department in one's own requests: nothing is shown or changed, and the attempt is on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.runtime import Runtime
from core import audit
from core.actors import Role
from core.departments import Department, DepartmentRepository
from tests.api.conftest import Staff, petition_form
from tests.api.test_knowledge_routes import create_faq
from tests.api.test_permissions_of_routes import permissions_of, send, staff_routes

OF_A_PETITION = [(method, path) for method, path, _ in staff_routes() if "{number}" in path]
READS_AN_ENTRY = [
    (method, path)
    for method, path, route in staff_routes()
    if "{entry_id}" in path and permissions_of(route) == ("kb.read_internal",)
]
EDITS_AN_ENTRY = [
    (method, path)
    for method, path, route in staff_routes()
    if "{entry_id}" in path and permissions_of(route) == ("kb.edit",)
]


@pytest.fixture
def foreign_petition(client: TestClient, log_in: Callable[..., Staff]) -> str:
    """A petition that lies with the department of science."""
    number = str(client.post("/api/petitions", json=petition_form()).json()["number"])
    dispatcher, url = log_in(Role.DISPATCHER), f"/api/staff/petitions/{number}"
    lock = dispatcher.get(url).json()["lock"]
    for step, body in (
        ("accept", {"category_code": "03", "nature": "help"}),
        ("dispatch", {"lead_department_code": "SCI"}),
    ):
        lock = dispatcher.post(f"{url}/{step}", body | {"lock": lock}).json()["lock"]
    return number


@pytest.fixture
def foreign_draft(log_in: Callable[..., Staff]) -> str:
    """An unpublished entry of the department of science."""
    made = create_faq(log_in(Role.CURATOR), department_code="SCI")
    return str(made["document"]["document_id"])  # type: ignore[index]


def refusals(runtime: Runtime, staff: Staff, object_id: str) -> list[str]:
    with runtime.database.reading() as session:
        rows = session.scalars(
            select(audit.AuditRow).where(
                audit.AuditRow.action == "access.refused",
                audit.AuditRow.actor_id == staff.account_id,
                audit.AuditRow.object_id == object_id,
            )
        ).all()
        assert audit.verify(session).is_intact
        assert all(row.ip and row.request_id for row in rows)
        return sorted(f"{row.changes['method']} {row.changes['route']}" for row in rows)


def state_of(log_in: Callable[..., Staff], number: str) -> object:
    detail = log_in(Role.DISPATCHER).get(f"/api/staff/petitions/{number}").json()
    return detail["state"], detail["lock"]


def test_a_handler_reaches_no_petition_of_another_department_by_any_route(
    log_in: Callable[..., Staff], runtime: Runtime, foreign_petition: str
) -> None:
    handler, before = log_in(Role.HANDLER, department="HR"), state_of(log_in, foreign_petition)
    assert len(OF_A_PETITION) >= 8
    for method, path in OF_A_PETITION:
        assert send(handler, method, path, number=foreign_petition) in (403, 404), (method, path)
    assert refusals(runtime, handler, foreign_petition) == sorted(f"{m} {path}" for m, path in OF_A_PETITION)
    assert state_of(log_in, foreign_petition) == before


def test_what_is_hidden_reads_like_what_does_not_exist(
    log_in: Callable[..., Staff], foreign_petition: str, foreign_draft: str
) -> None:
    handler = log_in(Role.HANDLER, department="HR")
    for there, missing in (
        (f"petitions/{foreign_petition}", "petitions/SQ209901010001"),
        (f"knowledge/{foreign_draft}/versions/1", "knowledge/pol_missing/versions/1"),
    ):
        found, nothing = (handler.get(f"/api/staff/{url}").json() for url in (there, missing))
        assert {**found, "trace_id": ""} == {**nothing, "trace_id": ""}


def test_a_handler_reaches_no_draft_of_another_department_by_any_route(
    log_in: Callable[..., Staff], runtime: Runtime, foreign_draft: str
) -> None:
    handler = log_in(Role.HANDLER, department="HR")
    assert READS_AN_ENTRY
    for method, path in READS_AN_ENTRY:
        assert send(handler, method, path, entry_id=foreign_draft) in (403, 404), (method, path)
    assert refusals(runtime, handler, foreign_draft) == sorted(f"{m} {path}" for m, path in READS_AN_ENTRY)


def test_an_interpreter_changes_no_entry_that_is_not_his(
    log_in: Callable[..., Staff], runtime: Runtime, foreign_draft: str
) -> None:
    interpreter = log_in(Role.INTERPRETER, department="SCI")
    for method, path in EDITS_AN_ENTRY:
        assert send(interpreter, method, path, entry_id=foreign_draft) in (403, 404), (method, path)
    assert refusals(runtime, interpreter, foreign_draft) == sorted(f"{m} {path}" for m, path in EDITS_AN_ENTRY)


def test_a_department_reads_the_drafts_of_those_below_it_and_not_of_the_one_above(
    log_in: Callable[..., Staff], runtime: Runtime
) -> None:
    with runtime.database.unit_of_work() as session:
        for code, parent in (("TREE", None), ("TREE-1", "TREE"), ("TREE-1-1", "TREE-1")):
            DepartmentRepository().upsert(session, Department(code=code, name=code, parent_code=parent))
    curator = log_in(Role.CURATOR)
    drafts = {
        code: create_faq(curator, department_code=code)["document"]["document_id"]  # type: ignore[index]
        for code in ("TREE", "TREE-1", "TREE-1-1")
    }
    handler = log_in(Role.HANDLER, department="TREE-1")
    seen = {
        code: handler.get(f"/api/staff/knowledge/{entry_id}/versions/1").status_code
        for code, entry_id in drafts.items()
    }
    assert seen == {"TREE": 404, "TREE-1": 200, "TREE-1-1": 200}
    listed = handler.get("/api/staff/knowledge?status=draft&limit=200").text
    assert [code for code, entry_id in drafts.items() if str(entry_id) in listed] == ["TREE-1", "TREE-1-1"]


def test_a_role_that_may_not_is_on_record_and_a_stale_page_is_not(
    log_in: Callable[..., Staff], runtime: Runtime
) -> None:
    curator = log_in(Role.CURATOR)
    assert curator.get("/api/staff/accounts").status_code == 403
    assert curator.client.post("/api/staff/logout").status_code == 403  # no CSRF token
    assert refusals(runtime, curator, "/api/staff/accounts") == ["GET /api/staff/accounts"]
    assert refusals(runtime, curator, "/api/staff/logout") == []


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.SUPERVISOR, Role.AGENT, Role.ANALYST, Role.HANDLER])
def test_nobody_reaches_a_petition_of_another_region_by_any_route(
    client: TestClient, log_in: Callable[..., Staff], runtime: Runtime, role: Role
) -> None:
    form = petition_form() | {"region_code": "990102"}
    number = str(client.post("/api/petitions", json=form).json()["number"])
    staff, before = log_in(role, department="SCI", region="990101"), state_of(log_in, number)
    for method, path in OF_A_PETITION:
        assert send(staff, method, path, number=number) in (403, 404), (method, path)
    assert refusals(runtime, staff, number) == sorted(f"{m} {path}" for m, path in OF_A_PETITION)
    assert state_of(log_in, number) == before
    assert number not in staff.get("/api/staff/petitions?limit=200").text


@pytest.mark.parametrize("region", ["990102", "990100", None])
def test_the_own_region_and_those_below_it_are_reached(
    client: TestClient, log_in: Callable[..., Staff], region: str | None
) -> None:
    number = str(client.post("/api/petitions", json=petition_form() | {"region_code": "990102"}).json()["number"])
    dispatcher = log_in(Role.DISPATCHER, region=region)
    assert dispatcher.get(f"/api/staff/petitions/{number}").status_code == 200
    assert number in dispatcher.get("/api/staff/petitions?limit=200").text


def test_a_petition_that_names_no_region_belongs_to_every_one(client: TestClient, log_in: Callable[..., Staff]) -> None:
    number = str(client.post("/api/petitions", json=petition_form()).json()["number"])
    assert log_in(Role.DISPATCHER, region="990101").get(f"/api/staff/petitions/{number}").status_code == 200


def test_a_region_that_cannot_be_is_named_as_wrong(client: TestClient) -> None:
    reply = client.post("/api/petitions", json=petition_form() | {"region_code": "云岭"})
    assert (reply.status_code, list(reply.json()["details"])) == (422, ["region_code"])
