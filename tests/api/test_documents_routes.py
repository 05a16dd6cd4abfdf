"""Reading documents: what everybody may open, and the original file."""

from __future__ import annotations

import secrets
from urllib.parse import quote

from fastapi.testclient import TestClient

from api.routes.documents import attachment
from api.runtime import Runtime
from core.actors import OPERATOR
from knowledge.types import EntryVersion
from tests.api.conftest import ORIGINAL, policy_draft


def test_the_text_comes_with_its_clauses_in_reading_order(client: TestClient, policy: EntryVersion) -> None:
    document = client.get(f"/api/documents/{policy.entry_id}").json()
    assert document["validity"] == "in_force"
    assert document["live_version"] == document["version"] == 1
    assert [clause["label"] for clause in document["clauses"]] == ["第一条", "第二条"]
    for clause in document["clauses"]:
        assert clause["text"] == document["body"][clause["start"] : clause["end"]]


def test_an_archived_version_stays_readable_and_says_that_it_was_withdrawn(
    client: TestClient, runtime: Runtime
) -> None:
    draft = policy_draft(title=f"撤回测试办法{secrets.token_hex(4)}")
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.publish_import(session, draft, OPERATOR)
        runtime.knowledge.withdraw(session, entry.entry_id, 1, actor=OPERATOR, reason="测试")
    document = client.get(f"/api/documents/{entry.entry_id}/versions/1").json()
    assert document["validity"] == "withdrawn"
    assert document["body"] == draft.body


def test_a_draft_is_not_there_for_the_public(client: TestClient, runtime: Runtime) -> None:
    draft = policy_draft(title=f"草稿测试办法{secrets.token_hex(4)}")
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.create(session, draft, OPERATOR)
    hidden = client.get(f"/api/documents/{entry.entry_id}/versions/1")
    missing = client.get("/api/documents/pol_missing/versions/1")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.json()["detail"] == missing.json()["detail"]
    assert client.get(f"/api/documents/{entry.entry_id}").status_code == 404


def test_the_original_is_a_download_whatever_it_holds(client: TestClient, policy: EntryVersion) -> None:
    reply = client.get(f"/api/documents/{policy.entry_id}/versions/1/original")
    assert reply.content == ORIGINAL
    assert reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["x-content-type-options"] == "nosniff"
    disposition = reply.headers["content-disposition"]
    assert disposition.startswith("attachment;")
    assert quote("研发补助 办法.docx") in disposition


def test_a_file_name_cannot_break_out_of_its_header() -> None:
    disposition = attachment(b"", 'a"; x="\r\nSet-Cookie: y=1').headers["content-disposition"]
    assert "\r" not in disposition
    assert "\n" not in disposition
    assert disposition.count('"') == 2


def test_a_document_without_an_original_has_none_to_download(client: TestClient, faq: EntryVersion) -> None:
    assert client.get(f"/api/documents/{faq.entry_id}").json()["original_url"] is None
    assert client.get(f"/api/documents/{faq.entry_id}/versions/1/original").status_code == 404


def test_a_version_that_is_no_number_is_a_problem_of_that_field(client: TestClient) -> None:
    reply = client.get("/api/documents/pol_1/versions/zero")
    assert reply.status_code == 422
    assert "version" in reply.json()["details"]
    assert client.get("/api/documents/pol_1/versions/99999999999999999999").status_code == 422
