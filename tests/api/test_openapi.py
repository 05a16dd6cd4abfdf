"""The description of the API: the committed file is current, errors and events are declared, fuzzing breaks nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import bare_app
from api.openapi import DEFAULT_FILE, render

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = json.loads(render())
OPERATIONS = [
    (method.upper(), path, operation) for path, item in DOCUMENT["paths"].items() for method, operation in item.items()
]


def test_the_committed_file_is_what_the_routes_say() -> None:
    committed = (ROOT / DEFAULT_FILE).read_text(encoding="utf-8")
    assert committed == render(), "run `python -m api.openapi` and commit the file"


def test_operation_ids_are_words_and_each_stands_once() -> None:
    ids = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(ids)) == len(ids)
    assert all(name.isidentifier() and "_" not in name for name in ids)


def test_every_error_is_declared_as_a_problem_document() -> None:
    for method, path, operation in OPERATIONS:
        for status, response in operation["responses"].items():
            if status >= "400" and not path.startswith("/v1/"):
                assert list(response["content"]) == ["application/problem+json"], (method, path, status)


def test_every_staff_route_declares_401_and_403_or_needs_no_permission() -> None:
    for _, path, operation in OPERATIONS:
        if path.startswith("/api/staff/"):
            assert "401" in operation["responses"], path


def test_the_stream_declares_the_union_of_its_events() -> None:
    content = DOCUMENT["paths"]["/api/chat"]["post"]["responses"]["200"]["content"]
    assert content["text/event-stream"]["schema"] == {"$ref": "#/components/schemas/ChatEvent"}
    assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/AnswerOut"}
    events = DOCUMENT["components"]["schemas"]["ChatEvent"]["discriminator"]["mapping"]
    assert set(events) == {"step", "token", "answer", "error"}


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(DOCUMENT)
    schemas = DOCUMENT["components"]["schemas"]
    names = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert names <= set(schemas)


schema = schemathesis.openapi.from_dict(bare_app().openapi())
FUZZED = schema.exclude(path_regex="^/(readyz|metrics)").exclude(path="/api/staff/knowledge/upload")
FUZZED = FUZZED.exclude(path="/api/staff/imports", method="POST")


FUZZED_OPERATIONS = [found.ok() for found in FUZZED.get_all_operations()]


@pytest.mark.parametrize("operation", FUZZED_OPERATIONS, ids=[operation.label for operation in FUZZED_OPERATIONS])
def test_no_input_brings_a_route_down(operation: schemathesis.APIOperation, address: str) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=4,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case: schemathesis.Case) -> None:
        response = case.call(base_url=address)
        case.validate_response(
            response,
            checks=[
                schemathesis.checks.not_a_server_error,
                status_code_conformance,
                content_type_conformance,
                response_schema_conformance,
            ],
        )

    check()
