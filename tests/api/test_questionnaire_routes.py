"""Questionnaires over HTTP: analysts ask, everybody answers, analysts count."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from core.actors import Role
from tests.api.conftest import Staff

STAFF = "/api/staff/questionnaires"
FORM = {"title": "惠企政策问卷", "topics": ["贷款融资", "其他"]}


def test_analysts_ask_everybody_answers_and_analysts_count(client: TestClient, log_in: Callable[..., Staff]) -> None:
    analyst = log_in(Role.ANALYST)
    made = analyst.post(STAFF, FORM)
    assert made.status_code == 201, made.text
    url = f"/api/questionnaires/{made.json()['id']}"
    assert client.get(url).json()["topics"] == FORM["topics"]
    answer = {"topic": "贷款融资", "score": 2, "department": "HR", "text": "进度太慢"}
    assert client.post(f"{url}/responses", json=answer).status_code == 204
    wrong = client.post(f"{url}/responses", json=answer | {"topic": "天气", "score": 9})
    assert (wrong.status_code, set(wrong.json()["details"])) == (422, {"topic", "score"})
    results = analyst.get(f"{STAFF}/{made.json()['id']}/results").json()
    assert (results["total"], results["topics"][0]["count"], results["texts"]) == (1, 1, ["进度太慢"])
    assert results["departments"][0]["department"] == "人力资源局"
    assert made.json()["id"] in {found["id"] for found in analyst.get(STAFF).json()}


def test_who_sees_a_part_of_reports_neither_asks_nor_reads_answers(log_in: Callable[..., Staff]) -> None:
    made = log_in(Role.ANALYST).post(STAFF, FORM).json()
    curator = log_in(Role.CURATOR)
    assert curator.post(STAFF, FORM).status_code == 403
    assert curator.get(f"{STAFF}/{made['id']}/results").status_code == 403


def test_an_unknown_questionnaire_is_404(client: TestClient) -> None:
    assert client.get("/api/questionnaires/qst_missing").status_code == 404
    answer = {"topic": "其他", "score": 3}
    assert client.post("/api/questionnaires/qst_missing/responses", json=answer).status_code == 404


def test_a_department_asks_and_sees_what_was_said_of_itself(client: TestClient, log_in: Callable[..., Staff]) -> None:
    handler = log_in(Role.HANDLER, department="HR")
    made = handler.post(STAFF, FORM).json()
    for department in ("HR", "SCI"):
        answer = {"topic": "其他", "score": 1, "department": department, "text": "说的是另一个部门"}
        assert client.post(f"/api/questionnaires/{made['id']}/responses", json=answer).status_code == 204
    results = handler.get(f"{STAFF}/{made['id']}/results").json()
    assert ([d["department_code"] for d in results["departments"]], results["texts"]) == (["HR"], [])
