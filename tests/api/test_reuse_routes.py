"""Reusing replies over HTTP: the mark of who handled a petition, and the curator's draft."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from api.runtime import Runtime
from core.actors import Role
from tests.api.conftest import Staff, petition_form
from tests.api.test_petition_step_routes import take


def closed(client: TestClient, log_in: Callable[..., Staff], **changes: object) -> str:
    """Take a petition to its end, rated 3; return its number."""
    number = str(client.post("/api/petitions", json=petition_form(**changes)).json()["number"])
    dispatcher, handler = log_in(Role.DISPATCHER), log_in(Role.HANDLER, department="SCI")
    take(dispatcher, number, "accept", category_code="03", nature="help")
    take(dispatcher, number, "dispatch", lead_department_code="SCI")
    take(handler, number, "sign")
    text = f"{number} 号申请的补助已于三月十日拨付到云岭测试有限公司账户，请王小明核对到账金额和申请材料。"
    take(handler, number, "reply", text=text, resolution="resolved", no_basis_reason="拨付情况说明")
    rated = client.post("/api/petitions/rate", json={"number": number, "phone_tail": "1234", "stars": 3})
    assert rated.json()["state"] == "closed", rated.text
    return number


def test_a_curator_drafts_by_hand_what_the_rule_left_out(
    client: TestClient, runtime: Runtime, log_in: Callable[..., Staff]
) -> None:
    number = closed(client, log_in)
    runtime.reuse_writer.follow()
    curator, dispatcher = log_in(Role.CURATOR), log_in(Role.DISPATCHER)
    reuse = dispatcher.get(f"/api/staff/petitions/{number}/reuse").json()
    assert ([reason["code"] for reason in reuse["unfit"]], reuse["entry_id"]) == (["nature", "rating"], None)
    listed = curator.get("/api/staff/knowledge/from-petitions").json()
    assert number in [row["number"] for row in listed["rows"]]
    drafted = curator.post(f"/api/staff/knowledge/from-petitions/{number}")
    assert drafted.status_code == 201, drafted.text
    assert drafted.json()["document"]["status"] == "draft"
    assert all(name not in drafted.text for name in ("云岭测试", "王小明", "13900001234"))
    assert curator.post(f"/api/staff/knowledge/from-petitions/{number}").json()["code"] == "already_drafted"
    assert curator.post("/api/staff/knowledge/from-petitions/SQ209901010001").status_code == 404


def test_marked_as_reusable_a_closed_petition_is_drafted(
    client: TestClient, runtime: Runtime, log_in: Callable[..., Staff]
) -> None:
    number = closed(client, log_in, title="补助拨付多久到账")
    handler, url = log_in(Role.HANDLER, department="SCI"), f"/api/staff/petitions/{number}/reuse"
    marked = handler.send("PUT", url, json={"is_reusable": True}).json()
    assert (marked["is_reusable"], marked["mark"]) == (True, True)
    runtime.reuse_writer.follow()
    assert handler.get(url).json()["entry_id"]
    other = log_in(Role.HANDLER, department="HR")
    assert other.send("PUT", url, json={"is_reusable": False}).status_code == 404
