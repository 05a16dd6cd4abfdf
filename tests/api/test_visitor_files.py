"""Reading a visitor's notice: what it is, what is refused, and that nothing of it is stored."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from docx import Document
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from api.runtime import Runtime
from core.settings import ServerSettings
from knowledge.types import EntryVersion
from tests.api.conftest import TITLE


def word_file(*lines: str) -> bytes:
    document, file = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def send(client: TestClient, name: str, content: bytes) -> Response:
    return client.post("/api/chat/files", files={"file": (name, content)})


def test_a_published_document_is_recognised_and_personal_data_masked(client: TestClient, policy: EntryVersion) -> None:
    read = send(client, "通知.docx", word_file(TITLE, "第一条 联系电话13900001234，补助最高五十万元。")).json()
    assert read["outcome"] == "read"
    assert read["document"] == {"title": TITLE, "url": f"/doc/{policy.entry_id}"}
    assert "五十万元" in read["text"]
    assert "13900001234" not in read["text"]


def test_an_unknown_document_is_read_without_a_match(client: TestClient, policy: EntryVersion) -> None:
    read = send(client, "通知.docx", word_file("关于举办机器人大赛的通知", "参赛企业应当于3月5日前报名。")).json()
    assert read["document"] is None
    assert read["char_count"] > 10


@pytest.mark.parametrize(
    ("name", "content"), [("工具.exe", b"MZ\x90\x00" * 50), ("空.pdf", b""), ("坏.pdf", b"%PDF-1.4 x")]
)
def test_what_cannot_be_read_is_refused_with_what_to_do(client: TestClient, name: str, content: bytes) -> None:
    refused = send(client, name, content)
    assert refused.status_code == 422
    assert name in refused.json()["detail"]


def test_a_file_over_the_limit_is_refused(runtime: Runtime, make_app: Callable[[], FastAPI]) -> None:
    before = runtime.settings.server
    runtime.settings.server = ServerSettings(upload_max_mb=1)
    try:
        assert send(TestClient(make_app()), "大.pdf", b"%PDF-" + b"0" * 2**20).status_code == 413
    finally:
        runtime.settings.server = before
