"""Files of petitions over HTTP: with the form, later, and who may read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from core.actors import Role
from tests.api.conftest import Staff

FORM = {
    "title": "厂房漏水", "content": "二号标准厂房顶棚漏水，已报修两次。", "contact_name": "小满",
    "contact_phone": "13800001234", "consent": True,
}  # fmt: skip
PDF = b"%PDF-1.7 photo list"


def file_form(client: TestClient, *files: tuple[str, bytes], **changes: Any) -> Any:
    return client.post(
        "/api/petitions/form",
        data={"petition": json.dumps(FORM | changes)},
        files=[("files", file) for file in files],
    )


def own(client: TestClient, number: str, tail: str = "1234") -> Any:
    return client.post("/api/petitions/attachments/list", json={"number": number, "phone_tail": tail})


def test_a_guest_files_a_petition_with_files_and_reads_them_back(client: TestClient) -> None:
    number = file_form(client, ("清单.pdf", PDF), ("现场.jpg", b"\xff\xd8\xff\xe0 x")).json()["number"]
    listed = own(client, number).json()
    assert [item["name"] for item in listed] == ["清单.pdf", "现场.jpg"]
    body = {"number": number, "phone_tail": "1234", "attachment_id": listed[0]["id"]}
    answer = client.post("/api/petitions/attachments/read", json=body)
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    wrong = client.post("/api/petitions/attachments/read", json=body | {"phone_tail": "0000"})
    assert wrong.status_code == own(client, number, "0000").status_code == 404


def test_one_file_that_lies_files_nothing(client: TestClient, log_in: Callable[..., Staff]) -> None:
    desk = log_in(Role.DISPATCHER)
    title = "附件说谎的诉求"
    answer = file_form(client, ("好.pdf", PDF), ("坏.pdf", b"MZ\x90\x00 program"), title=title)
    assert (answer.status_code, answer.json()["code"]) == (422, "attachment_refused")
    assert "坏.pdf" in answer.json()["details"]["files"]
    assert desk.send("GET", f"/api/staff/petitions?q={title}").json()["total"] == 0


def test_the_form_without_files_is_a_petition_and_a_broken_form_names_its_fields(client: TestClient) -> None:
    assert file_form(client).status_code == 201
    missing = client.post("/api/petitions/form", data={"petition": "{}"})
    assert missing.status_code == 422
    assert {"title", "content"} <= set(missing.json()["details"])
    assert client.post("/api/petitions/form", data={"petition": "no json"}).status_code == 422


def test_more_files_come_later_under_number_and_phone_tail(client: TestClient) -> None:
    number = file_form(client).json()["number"]
    sent = {"number": number, "phone_tail": "1234"}
    assert len(client.post("/api/petitions/attachments", data=sent, files={"files": ("a.pdf", PDF)}).json()) == 1
    refused = client.post(
        "/api/petitions/attachments", data=sent | {"phone_tail": "9999"}, files={"files": ("a.pdf", PDF)}
    )
    assert refused.status_code == 404
    empty = client.post("/api/petitions/attachments", data=sent, files={"files": ("a.pdf", b"")})
    assert empty.json()["code"] == "attachment_refused"


def test_staff_reads_a_file_and_a_department_without_the_petition_does_not(
    client: TestClient, log_in: Callable[..., Staff]
) -> None:
    number = file_form(client, ("清单.pdf", PDF)).json()["number"]
    url = f"/api/staff/petitions/{number}/attachments"
    desk = log_in(Role.DISPATCHER)
    (listed,) = desk.send("GET", url).json()
    assert desk.send("GET", f"{url}/{listed['id']}").content == PDF
    assert desk.send("GET", f"{url}/att_missing").status_code == 404
    other = log_in(Role.HANDLER, department="HR")
    assert other.send("GET", url).status_code == 404
    assert other.send("GET", f"{url}/{listed['id']}").status_code == 404
    assert other.send("POST", url, files={"files": ("a.pdf", PDF)}).status_code == 404
