"""The one place where errors become HTTP: RFC 9457 problem documents with a stable code and a trace id."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import Scope

from api.refusals import audit_refusal
from api.schemas.openai import ErrorBody, OpenAiError
from api.schemas.problems import Problem
from core.errors import AppError, TooManyRequestsError
from core.logging import get_logger
from core.messages import has_message, message

_log = get_logger(__name__)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LIMITS = ("max_length", "min_length", "ge", "le", "gt", "lt")
PROBLEM_MEDIA_TYPE = "application/problem+json"


class NotReadyError(AppError):
    """The server is up but its base is not searchable yet."""

    code = "not_ready"
    status = 503

    def __init__(self) -> None:
        super().__init__(message("api.not_ready"))


class BodyTooLargeError(AppError):
    """The request is larger than this server takes."""

    code = "body_too_large"
    status = 413

    def __init__(self, most_megabytes: int) -> None:
        super().__init__(message("api.body_too_large", most=most_megabytes))


class InvalidKeyError(AppError):
    """The OpenAI-compatible endpoint wants one of its configured keys."""

    code = "invalid_api_key"
    status = 401

    def __init__(self) -> None:
        super().__init__(message("api.invalid_api_key"))


class MissingQuestionError(AppError):
    """A list of messages without one of role `user` asks nothing."""

    code = "missing_question"
    status = 400

    def __init__(self) -> None:
        super().__init__(message("api.missing_question"))


def add_error_handlers(app: FastAPI) -> None:
    """Turn every foreseen error of the routes into a problem document; the rest is caught by the middleware."""
    app.add_exception_handler(AppError, _on_app_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_error)


def problem_response(
    scope: Scope,
    status: int,
    code: str,
    detail: str,
    *,
    details: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return a problem document, or under /v1 the error shape OpenAI's clients read.

    Its title is the catalogue's word for the status; `trace_id` is the id under which the request is logged.
    """
    if scope["path"].startswith("/v1/"):
        return _openai_error(status, code, detail, details, headers)
    problem = Problem(
        title=_title(status),
        status=status,
        detail=detail,
        code=code,
        trace_id=scope.get("youda.trace_id", "-"),
        details=dict(details or {}),
    )
    return JSONResponse(problem.model_dump(), status, headers=dict(headers or {}), media_type=PROBLEM_MEDIA_TYPE)


def respond_to(scope: Scope, error: AppError) -> JSONResponse:
    """Return the response to one of our own errors."""
    headers = {}
    if isinstance(error, TooManyRequestsError):
        headers["Retry-After"] = str(error.retry_after_seconds)
    if error.status >= 500:
        _log.error("request_failed", code=error.code, reason=error.message)
    else:
        _log.info("request_refused", code=error.code, status=error.status)
    return problem_response(scope, error.status, error.code, readable(error), details=error.details, headers=headers)


def readable(error: AppError) -> str:
    """Return a sentence for people: the catalogue's for this code, else the error's own when it is Chinese.

    Messages in English are for operators (a disk that is full, a model that does not fit); those go to the log.
    """
    if has_message(f"api.error.{error.code}"):
        return message(f"api.error.{error.code}")
    if len(_HAN.findall(error.message)) * 3 >= len(error.message):
        return error.message
    key = f"api.status.{error.status}"
    return message(key if has_message(key) else "api.status.500")


def trace_id_of(request: Request) -> str:
    """Return the id under which this request is logged."""
    return str(request.scope.get("youda.trace_id", "-"))


async def _on_app_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AppError)
    await audit_refusal(request, error)
    return respond_to(request.scope, error)


async def _on_validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    details = field_sentences(error.errors())
    return problem_response(request.scope, 422, "invalid_request", message("api.status.422"), details=details)


async def _on_http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}.get(
        error.status_code, "http_error"
    )
    key = f"api.status.{error.status_code}"
    detail = message(key) if has_message(key) else message("api.status.400")
    return problem_response(request.scope, error.status_code, code, detail, headers=error.headers)


def field_sentences(errors: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return one sentence per field from pydantic's errors; the first error of a field wins."""
    details: dict[str, str] = {}
    for item in errors:
        location = [str(part) for part in item["loc"] if part not in ("body", "query", "path", "header")]
        details.setdefault(".".join(location) or "body", _field_sentence(item))
    return details


def _field_sentence(item: Mapping[str, Any]) -> str:
    key = f"api.field.{item['type']}"
    context = item.get("ctx") or {}
    values = {name: context[name] for name in _LIMITS if name in context}
    return message(key, **values) if has_message(key) else message("api.field.other")


def _openai_error(
    status: int, code: str, detail: str, details: Mapping[str, str] | None, headers: Mapping[str, str] | None
) -> JSONResponse:
    kind = "server_error" if status >= 500 else "rate_limit_error" if status == 429 else "invalid_request_error"
    field = next(iter(details), None) if details else None
    body = OpenAiError(error=ErrorBody(message=detail, type=kind, param=field, code=code))
    return JSONResponse(body.model_dump(), status, headers=dict(headers or {}))


def _title(status: int) -> str:
    key = f"api.title.{status}"
    return message(key) if has_message(key) else message("api.title.500" if status >= 500 else "api.title.400")
