"""What the server says is in the script of the page; what people wrote, and who sends no word of it, stays as it is."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.api.conftest import petition_form

PAGE = {"Accept-Language": "zh-Hant"}


def test_receipt_and_progress_are_told_in_the_script_of_the_page(client: TestClient) -> None:
    receipt = client.post("/api/petitions", json=petition_form(title="园区门禁打不开"), headers=PAGE).json()
    assert "訴求" in receipt["message"]
    assert "答覆" in receipt["expected_text"]
    pair = {"number": receipt["number"], "phone_tail": "1234"}
    told = client.post("/api/petitions/lookup", json=pair, headers=PAGE).json()
    assert "訴求" in told["headline"]
    assert told["timeline"][0]["text"] == "您提交了訴求"
    assert told["title"] == "园区门禁打不开"
    plain = client.post("/api/petitions/lookup", json=pair).json()
    assert "诉求" in plain["headline"]


def test_refusals_are_told_in_the_script_of_the_page(client: TestClient) -> None:
    refused = client.post("/api/petitions", json=petition_form(contact_phone="1"), headers=PAGE).json()
    assert "還差" in refused["details"]["contact_phone"]
    missing = client.post("/api/petitions/lookup", json={"number": "SQ1", "phone_tail": "1"}, headers=PAGE).json()
    assert "沒有" in missing["detail"]


def test_a_browsers_own_list_of_languages_chooses_nothing(client: TestClient) -> None:
    greeting = client.get("/api/site", headers={"Accept-Language": "zh-HK,zh;q=0.9"}).json()["greeting"]
    assert greeting == client.get("/api/site").json()["greeting"]
    assert greeting != client.get("/api/site", headers=PAGE).json()["greeting"]


def test_the_answer_date_is_told_before_a_petition_is_filed(client: TestClient) -> None:
    at = {
        nature: client.get(f"/api/petitions/expectation?nature={nature}").json()["expected_by"]
        for nature in ("consultation", "complaint")
    }
    policy = client.get("/api/petitions/expectation?policy=true").json()
    assert policy["expected_by"] < at["consultation"] < at["complaint"]
    assert "今天受理的话" in policy["expected_text"]
    assert client.get("/api/petitions/expectation?nature=other").status_code == 422
