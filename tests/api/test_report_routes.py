"""Reports over HTTP: made, read, opened behind a number, released, exported; each reader sees what is theirs."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from typing import Any

import docx
import pytest

from core.actors import Role
from tests.api.conftest import Staff, petition_form

REPORTS = "/api/staff/reports"
_weeks = itertools.count(1)


def new_week() -> str:
    """A week long ago that no other test has a report on."""
    return f"2019-W{next(_weeks):02d}"


def make(staff: Staff, **changes: object) -> dict[str, Any]:
    reply = staff.post(REPORTS, {"kind": "week", "period": new_week()} | changes)
    assert reply.status_code == 201, reply.text
    return reply.json()  # type: ignore[no-any-return]


def test_an_analyst_makes_reads_releases_and_corrects_a_report(log_in: Callable[..., Staff]) -> None:
    analyst = log_in(Role.ANALYST)
    made = make(analyst)
    assert (made["state"], made["number"], made["department"]) == ("draft", 1, None)
    url = f"{REPORTS}/{made['id']}"
    read = analyst.get(url).json()
    assert read["title"] == made["title"]
    sections = {section["key"]: section for section in read["sections"]}
    figures = {figure["key"]: figure for figure in sections["overview"]["figures"]}
    assert (figures["accepted"]["text"], figures["on_time_rate"]["text"], figures["on_time_rate"]["value"]) == (
        "0", "—", None
    )  # fmt: skip
    assert (figures["accepted"]["list"], figures["accepted"]["change_text"]) == (None, "—")
    assert analyst.get(f"{url}?audience=public").status_code == 409
    assert analyst.post(f"{url}/release").json()["state"] == "released"
    assert analyst.post(f"{url}/release").status_code == 409
    public = analyst.get(f"{url}?audience=public").json()
    assert public["audience"] == "public"
    assert "suggestions" not in {section["key"] for section in public["sections"]}
    assert analyst.post(REPORTS, {"kind": "week", "period": made["period"]}).status_code == 409
    assert make(analyst, period=made["period"], reason="补登").get("number") == 2
    listed = analyst.get(REPORTS, params={"kind": "week", "limit": 200}).json()
    assert made["id"] in {found["id"] for found in listed["editions"]}


def test_a_number_opens_the_list_behind_it(log_in: Callable[..., Staff], runtime: Any) -> None:
    dispatcher, supervisor = log_in(Role.DISPATCHER), log_in(Role.SUPERVISOR)
    period = runtime.clock.today().strftime("%Y-%m")
    number = dispatcher.client.post("/api/petitions", json=petition_form()).json()["number"]
    body = {"category_code": "03", "nature": "help", "lock": 1}
    assert dispatcher.post(f"/api/staff/petitions/{number}/accept", body).status_code == 200
    made = make(supervisor, kind="month", period=period, reason="测试")
    read = supervisor.get(f"{REPORTS}/{made['id']}").json()
    accepted = next(f for f in read["sections"][0]["figures"] if f["key"] == "accepted")
    listed = supervisor.get(f"{REPORTS}/{made['id']}/lists/{accepted['list']}", params={"limit": 1000}).json()
    assert (listed["of"], listed["total"]) == ("petitions", accepted["value"])
    assert number in listed["items"]
    assert supervisor.get(f"{REPORTS}/{made['id']}/lists/nothing").status_code == 404
    assessment = supervisor.get(f"{REPORTS}/{made['id']}/assessment").json()
    assert [table["key"] for table in assessment["tables"]] == ["department", "assessment"]
    series = supervisor.get(f"{REPORTS}/series", params={"kind": "month"}).json()
    assert series["points"][-1]["figures"]["accepted"] == accepted["value"]


def test_a_department_makes_and_sees_its_own_reports_only(log_in: Callable[..., Staff]) -> None:
    analyst, handler, other = log_in(Role.ANALYST), log_in(Role.HANDLER, department="HR"), \
        log_in(Role.HANDLER, department="SCI")  # fmt: skip
    everything, own = make(analyst), make(handler)
    assert (own["department_code"], own["department"]) == ("HR", "人力资源局")
    listed = {found["id"] for found in handler.get(REPORTS, params={"limit": 200}).json()["editions"]}
    assert own["id"] in listed
    assert everything["id"] not in listed
    for url in (f"{REPORTS}/{everything['id']}", f"{REPORTS}/{everything['id']}/lists/accepted"):
        assert handler.get(url).status_code == 404
    assert other.get(f"{REPORTS}/{own['id']}").status_code == 404
    assert handler.post(REPORTS, {"kind": "week", "period": "2019-W01", "department": "SCI"}).status_code == 403
    assert handler.get(f"{REPORTS}/{own['id']}/export", params={"audience": "public"}).status_code == 409


def test_who_keeps_knowledge_sees_those_sections_and_releases_nothing(log_in: Callable[..., Staff]) -> None:
    analyst, curator = log_in(Role.ANALYST), log_in(Role.CURATOR)
    made = make(analyst)
    read = curator.get(f"{REPORTS}/{made['id']}").json()
    assert [section["key"] for section in read["sections"]] == ["knowledge", "policy"]
    assert curator.post(f"{REPORTS}/{made['id']}/release").status_code == 403
    assert curator.get(f"{REPORTS}/{made['id']}/assessment").status_code == 403
    assert curator.post(REPORTS, {"kind": "week", "period": "2019-W01"}).status_code == 403


def test_a_handler_without_a_department_has_no_reports(log_in: Callable[..., Staff]) -> None:
    handler = log_in(Role.HANDLER)
    assert handler.get(REPORTS).json()["total"] == 0
    assert handler.post(REPORTS, {"kind": "week", "period": "2019-W01"}).status_code == 403


@pytest.mark.parametrize(
    ("format", "start", "media_type"),
    [("docx", b"PK", "wordprocessingml"), ("xlsx", b"PK", "spreadsheetml"), ("csv", b"\xef\xbb\xbf", "text/csv")],
)
def test_an_edition_is_exported_in_three_formats(
    log_in: Callable[..., Staff], format: str, start: bytes, media_type: str
) -> None:
    analyst = log_in(Role.ANALYST)
    made = make(analyst)
    reply = analyst.get(f"{REPORTS}/{made['id']}/export", params={"format": format})
    assert reply.status_code == 200
    assert reply.content.startswith(start)
    assert media_type in reply.headers["content-type"]
    if format == "docx":
        assert docx.Document(io.BytesIO(reply.content)).paragraphs[0].text == made["title"]


@pytest.mark.parametrize(
    ("kind", "period", "status"),
    [("week", "2026-11", 422), ("month", "2026-13", 422), ("year", "2199", 422), ("day", "2026", 422)],
)
def test_periods_that_are_none_are_refused(log_in: Callable[..., Staff], kind: str, period: str, status: int) -> None:
    assert log_in(Role.ANALYST).post(REPORTS, {"kind": kind, "period": period}).status_code == status


def test_a_department_nobody_knows_is_refused(log_in: Callable[..., Staff]) -> None:
    body = {"kind": "week", "period": new_week(), "department": "NOBODY"}
    assert log_in(Role.ANALYST).post(REPORTS, body).status_code == 422


def test_a_department_appeals_only_where_it_is_assessed(log_in: Callable[..., Staff]) -> None:
    analyst, handler = log_in(Role.ANALYST), log_in(Role.HANDLER, department="HR")
    made = make(analyst)
    url = f"{REPORTS}/{made['id']}/appeals"
    assert handler.get(url).status_code == 404  # a draft is no assessment yet
    analyst.post(f"{REPORTS}/{made['id']}/release")
    listed = handler.get(url).json()
    assert (listed["is_open"], listed["appeals"]) == (True, [])
    assert made["id"] in {found["edition_id"] for found in analyst.get("/api/staff/assessments").json()}
    assert made["id"] not in {found["edition_id"] for found in handler.get("/api/staff/assessments").json()}
    assert handler.post(url, {"department_code": "SCI", "text": "数据有误"}).json()["code"] == "not_your_assessment"
    assert handler.post(url, {"department_code": "HR", "text": "数据有误"}).status_code == 404  # a week without work
    assert handler.get(f"{REPORTS}/{made['id']}/assessment").status_code == 404
    ruled = analyst.post("/api/staff/appeals/apl_missing/rule", {"is_upheld": True, "reason": "属实"})
    assert (ruled.status_code, ruled.json()["code"]) == (404, "appeal_not_found")
