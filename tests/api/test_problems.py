"""Errors as clients meet them: problem documents, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel, Field

from api.errors import add_error_handlers
from api.metrics import Metrics
from api.middleware import BodyLimitMiddleware, HeadersMiddleware, RequestContextMiddleware
from core.errors import ConflictError, StorageError, TooManyRequestsError


class Form(BaseModel):
    title: str = Field(max_length=5)
    days: int


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = FastAPI()
    add_error_handlers(app)

    @app.post("/api/form")
    def form(body: Form) -> None:
        raise ConflictError("此件已由他人处理。")

    @app.get("/api/crash")
    def crash() -> None:
        raise ZeroDivisionError("secret words")

    @app.get("/api/full")
    def full() -> None:
        raise StorageError("The disk of the data folder is full.")

    @app.get("/api/busy")
    def busy() -> None:
        raise TooManyRequestsError("请稍候。", retry_after_seconds=7)

    @app.get("/v1/crash")
    def openai_crash() -> None:
        raise ZeroDivisionError

    app.add_middleware(BodyLimitMiddleware, most_megabytes=1)
    app.add_middleware(HeadersMiddleware)
    app.add_middleware(RequestContextMiddleware, metrics=Metrics())
    with TestClient(app) as client:
        yield client


def test_our_errors_become_problem_documents(client: TestClient) -> None:
    reply = client.post("/api/form", json={"title": "好", "days": 1})
    assert reply.status_code == 409
    assert reply.headers["content-type"] == "application/problem+json"
    body = reply.json()
    assert body["code"] == "conflict"
    assert body["detail"] == "此件已由他人处理。"
    assert body["trace_id"] == reply.headers["x-request-id"]


def test_validation_errors_name_every_field_in_chinese(client: TestClient) -> None:
    reply = client.post("/api/form", json={"title": "太长的一个标题"})
    assert reply.status_code == 422
    assert reply.json()["details"] == {"title": "最多 5 个字。", "days": "此项必填。"}


def test_a_body_that_is_no_json_is_a_problem_of_the_body(client: TestClient) -> None:
    reply = client.post("/api/form", content=b"{", headers={"content-type": "application/json"})
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


def test_an_unforeseen_error_shows_its_trace_id_and_nothing_else(client: TestClient) -> None:
    reply = client.get("/api/crash", headers={"x-request-id": "trace-12345"})
    assert reply.status_code == 500
    assert reply.json()["trace_id"] == "trace-12345"
    assert "secret words" not in reply.text
    assert "Traceback" not in reply.text


def test_a_message_for_operators_is_not_shown_to_visitors(client: TestClient) -> None:
    reply = client.get("/api/full")
    assert reply.status_code == 503
    assert "disk" not in reply.json()["detail"]


def test_too_many_requests_say_when_to_come_back(client: TestClient) -> None:
    reply = client.get("/api/busy")
    assert (reply.status_code, reply.headers["retry-after"]) == (429, "7")


def test_an_unknown_address_and_a_wrong_method_are_problems_too(client: TestClient) -> None:
    assert client.get("/api/nothing").json()["code"] == "not_found"
    assert client.delete("/api/form").json()["code"] == "method_not_allowed"


def test_errors_below_v1_have_the_shape_of_openai(client: TestClient) -> None:
    error = client.get("/v1/crash").json()["error"]
    assert error["type"] == "server_error"
    assert error["code"] == "unexpected"


def test_a_body_over_the_limit_is_refused_by_its_announced_length(client: TestClient) -> None:
    reply = client.post("/api/form", content=b"x" * (1024 * 1024 + 1), headers={"content-type": "application/json"})
    assert reply.status_code == 413
    assert reply.json()["code"] == "body_too_large"


def test_a_body_over_the_limit_is_refused_while_it_arrives(client: TestClient) -> None:
    parts = (b"x" * 65536 for _ in range(20))
    reply = client.post("/api/form", content=parts, headers={"content-type": "application/json"})
    assert reply.status_code == 413


def test_a_request_id_that_is_not_plain_is_replaced(client: TestClient) -> None:
    reply = client.get("/api/busy", headers={"x-request-id": "a b\tc"})
    assert reply.headers["x-request-id"] != "a b\tc"


def test_api_answers_are_never_cached_nor_framed(client: TestClient) -> None:
    headers = client.get("/api/busy").headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
