"""Profiles over HTTP: the desk keeps them; an enterprise takes over register facts once it has shown who it is."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook

from core.actors import Role
from core.masking import is_credit_code
from tests.api.conftest import Staff, petition_form

PROFILES = "/api/staff/enterprises"
PREFILL = "/api/enterprises/prefill"
_numbers = itertools.count(5_000_000)


def new_code() -> str:
    stem = f"91990101MA{next(_numbers)}"
    return next(code for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(code := stem + c))


def fact(value: object, **changes: object) -> dict[str, object]:
    return {"value": value, "source": "self", "as_of": "2025-12-31"} | changes


def profile(**changes: object) -> dict[str, Any]:
    body: dict[str, object] = {
        "credit_code": new_code(),
        "name": fact("云岭路由测试有限公司"),
        "industry": fact("C35"),
        "region": fact("990101"),
        "employees": fact(300),
        "revenue": fact(1999),
    }
    return body | changes


def test_the_desk_keeps_a_profile_whose_size_is_derived(log_in: Callable[..., Staff]) -> None:
    agent, dispatcher = log_in(Role.AGENT), log_in(Role.DISPATCHER)
    body = profile()
    made = agent.post(PROFILES, body)
    assert made.status_code == 201, made.text
    assert (made.json()["size"]["code"], made.json()["industry_name"]) == ("small", "专用设备制造业")
    url = f"{PROFILES}/{body['credit_code']}"
    grown = body | {"revenue": fact(2000, source="registry", verified=True), "lock": made.json()["lock"]}
    assert agent.send("PUT", url, json=grown).json()["size"]["code"] == "medium"
    read = dispatcher.get(url).json()
    assert read["revenue"] == {"value": 2000, "source": "registry", "as_of": "2025-12-31", "verified": True}
    assert agent.send("PUT", url, json=grown).status_code == 409
    assert agent.post(PROFILES, body).status_code == 409
    listed = dispatcher.get(PROFILES, params={"q": body["credit_code"]}).json()
    assert [found["credit_code"] for found in listed["profiles"]] == [body["credit_code"]]


def test_wrong_fields_come_back_with_a_sentence_each(log_in: Callable[..., Staff]) -> None:
    reply = log_in(Role.AGENT).post(PROFILES, profile(credit_code="91990101MA00000000", industry=fact("C99")))
    assert reply.status_code == 422
    assert set(reply.json()["details"]) == {"credit_code", "industry"}


def test_a_size_cannot_be_typed(log_in: Callable[..., Staff]) -> None:
    made = log_in(Role.AGENT).post(PROFILES, profile(size={"code": "large"}, revenue=None))
    assert (made.json()["size"]["code"], made.json()["size"]["missing"]) == ("to_verify", ["revenue"])


@pytest.mark.parametrize("role", [Role.HANDLER, Role.SUPERVISOR, Role.CURATOR, Role.ADMINISTRATOR, Role.ENTERPRISE])
def test_who_does_not_register_petitions_reads_no_profile(log_in: Callable[..., Staff], role: Role) -> None:
    body = profile()
    log_in(Role.AGENT).post(PROFILES, body)
    stranger = log_in(role, department="HR")
    assert stranger.get(PROFILES).status_code == 403
    assert stranger.get(f"{PROFILES}/{body['credit_code']}").status_code == 403


def test_an_import_takes_good_rows_and_lists_bad_ones(log_in: Callable[..., Staff]) -> None:
    book, code = Workbook(), new_code()
    sheet = book.active
    assert sheet is not None
    for row in [
        ("统一社会信用代码", "企业名称", "行业", "从业人员", "营业收入（万元）"),
        (code, "云岭导入测试有限公司", "I65", 103, 15735),
        ("91990101MA00000000", "坏代码", "I65", 1, 1),
        (new_code(), "坏数字", "I65", "若干", 1),
    ]:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    agent = log_in(Role.AGENT)
    reply = agent.send("POST", f"{PROFILES}/import", files={"file": ("名录.xlsx", content.getvalue())})
    assert reply.status_code == 200, reply.text
    done = reply.json()
    assert (done["created"], [problem["row"] for problem in done["problems"]]) == (1, [3, 4])
    assert agent.get(f"{PROFILES}/{code}").json()["size"]["code"] == "medium"
    wrong = agent.send("POST", f"{PROFILES}/import", files={"file": ("a.pdf", b"%PDF-1.4 no list")})
    assert wrong.status_code == 422


def file_petition(client: TestClient, credit_code: str) -> str:
    reply = client.post("/api/petitions", json=petition_form(credit_code=credit_code))
    assert reply.status_code == 201, reply.text
    return str(reply.json()["number"])


def test_an_enterprise_that_shows_its_petition_gets_register_facts_only(
    client: TestClient, log_in: Callable[..., Staff]
) -> None:
    body = profile()
    log_in(Role.AGENT).post(PROFILES, body)
    number = file_petition(client, body["credit_code"])
    proof = {"credit_code": body["credit_code"], "number": number, "phone_tail": "1234"}
    reply = client.post(PREFILL, json=proof)
    assert reply.json() == {
        "credit_code": body["credit_code"], "name": "云岭路由测试有限公司", "industry": "C35", "region": "990101"
    }  # fmt: skip


def test_a_stranger_learns_nothing_from_a_prefill(client: TestClient, log_in: Callable[..., Staff]) -> None:
    body, unknown = profile(), new_code()
    log_in(Role.AGENT).post(PROFILES, body)
    number, other = file_petition(client, body["credit_code"]), file_petition(client, unknown)
    proofs = [
        {"credit_code": body["credit_code"], "number": number, "phone_tail": "9999"},
        {"credit_code": body["credit_code"], "number": "SQ209901010001", "phone_tail": "1234"},
        {"credit_code": body["credit_code"], "number": other, "phone_tail": "1234"},
        {"credit_code": unknown, "number": other, "phone_tail": "1234"},
    ]
    replies = [client.post(PREFILL, json=proof) for proof in proofs]
    assert {reply.status_code for reply in replies} == {404}
    assert len({(reply.json()["code"], reply.json()["detail"]) for reply in replies}) == 1
