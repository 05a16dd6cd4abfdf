"""Makes the OpenAPI description tell the truth: errors as problem documents, the events of the answer stream."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter

from api.schemas.chat import ChatEvent
from api.schemas.golden import GoldenEvent
from api.schemas.openai import CompletionChunk
from api.schemas.problems import Problem
from core.messages import message

_REFERENCE = "#/components/schemas/{model}"
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_OPENAI = {"application/json": {"schema": {"$ref": "#/components/schemas/OpenAiError"}}}
_STREAMED: dict[str, Any] = {
    "ChatEvent": ChatEvent,
    "CompletionChunk": CompletionChunk,
    "GoldenEvent": GoldenEvent,
    "Problem": Problem,
}
"""Shapes that no route names as its response model."""

_STOCK_SCHEMAS = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> None:
    """Replace `app.openapi` by one that adds what the framework cannot know; computed once."""
    stock = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = stock()
            _add_schemas(document)
            _declare_body_errors(document)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _add_schemas(document: dict[str, Any]) -> None:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name, shape in _STREAMED.items():
        schema = TypeAdapter(shape).json_schema(ref_template=_REFERENCE, mode="serialization")
        for part, definition in schema.pop("$defs", {}).items():
            schemas.setdefault(part, definition)
        schemas[name] = schema
    for name in _STOCK_SCHEMAS:
        schemas.pop(name, None)


def _declare_body_errors(document: dict[str, Any]) -> None:
    """Declare what any body may lead to: unreadable (400), too large (413), not valid (422)."""
    for path, item in document["paths"].items():
        content = _OPENAI if path.startswith("/v1/") else _PROBLEM
        for operation in item.values():
            responses = operation["responses"]
            if "requestBody" in operation:
                for status in (400, 413):
                    responses[str(status)] = {"description": message(f"api.title.{status}"), "content": content}
            if "422" in responses:
                responses["422"]["content"] = content
