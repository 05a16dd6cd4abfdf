"""The OpenAI-compatible endpoint, asked by OpenAI's own client over a real socket."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import openai
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.runtime import Runtime
from core.settings import ServerSettings
from knowledge.types import EntryVersion
from tests.api.conftest import QUESTION


@pytest.fixture
def ai(address: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0)


def test_a_completion_quotes_the_clause_and_lists_its_source(ai: openai.OpenAI, policy: EntryVersion) -> None:
    completion = ai.chat.completions.create(
        model="youda", messages=[{"role": "user", "content": f"{policy.content.title}：{QUESTION}"}]
    )
    text = completion.choices[0].message.content or ""
    assert "[1]" in text
    assert "来源" in text
    assert policy.content.title in text
    assert f"/doc/{policy.entry_id}?v=1#" in text
    assert completion.choices[0].finish_reason == "stop"
    assert completion.usage is not None


def test_the_stream_joined_is_the_completion(ai: openai.OpenAI, policy: EntryVersion) -> None:
    asked = [{"role": "user", "content": QUESTION}]
    whole = ai.chat.completions.create(model="youda", messages=asked).choices[0].message.content  # type: ignore[call-overload]
    chunks = list(
        ai.chat.completions.create(  # type: ignore[call-overload]
            model="youda", messages=asked, stream=True, stream_options={"include_usage": True}
        )
    )
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == whole
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].usage is not None
    assert chunks[-1].choices == []


def test_unknown_parameters_and_content_parts_are_taken(ai: openai.OpenAI, policy: EntryVersion) -> None:
    parts = [{"type": "text", "text": QUESTION}, {"type": "image_url", "image_url": {"url": "data:,"}}]
    completion = ai.chat.completions.create(
        model="gpt-4o",
        messages=[{"role": "user", "content": parts}],
        temperature=0.2,
        extra_body={"top_k": 3},  # type: ignore[list-item, misc]
    )
    assert completion.model == "gpt-4o"
    assert completion.choices[0].message.content


def test_a_client_that_sends_its_history_stays_in_one_conversation(
    client: TestClient, runtime: Runtime, policy: EntryVersion
) -> None:
    client = TestClient(client.app, client=("127.0.0.1", 1))
    messages = [{"role": "system", "content": "简短"}, {"role": "user", "content": QUESTION}]
    first = client.post("/v1/chat/completions", json={"messages": messages}).json()
    messages += [first["choices"][0]["message"], {"role": "user", "content": "什么时候施行"}]
    second = client.post("/v1/chat/completions", json={"messages": messages}).json()
    with runtime.database.reading() as session:
        ids = {runtime.assistant.reply(session, reply["id"]).conversation_id for reply in (first, second)}
    assert len(ids) == 1


def test_the_model_is_listed(ai: openai.OpenAI) -> None:
    assert [model.id for model in ai.models.list().data] == ["youda"]


def test_errors_have_the_shape_the_client_understands(ai: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as missing:
        ai.chat.completions.create(model="youda", messages=[{"role": "system", "content": "x"}])
    assert missing.value.code == "missing_question"
    with pytest.raises(openai.UnprocessableEntityError) as empty:
        ai.chat.completions.create(model="youda", messages=[])
    assert empty.value.param == "messages"


@pytest.fixture
def with_key(runtime: Runtime) -> Iterator[None]:
    before = runtime.settings.server
    runtime.settings.server = ServerSettings(openai_api_keys=[SecretStr("sk-right")])
    yield
    runtime.settings.server = before


@pytest.mark.parametrize(
    ("peer", "key", "status"),
    [
        ("127.0.0.1", "", 200),
        ("203.0.113.5", "", 401),
        ("203.0.113.5", "Bearer sk-wrong", 401),
        ("203.0.113.5", "Basic sk-right", 401),
        ("203.0.113.5", "Bearer sk-right", 200),
    ],
)
def test_a_key_is_needed_off_the_machine(
    with_key: None, make_app: Callable[[], FastAPI], peer: str, key: str, status: int
) -> None:
    client = TestClient(make_app(), client=(peer, 1))
    reply = client.get("/v1/models", headers={"Authorization": key} if key else {})
    assert reply.status_code == status
    if status == 401:
        assert reply.json()["error"]["code"] == "invalid_api_key"


def test_without_configured_keys_nobody_off_the_machine_gets_in(make_app: Callable[[], FastAPI]) -> None:
    client = TestClient(make_app(), client=("203.0.113.5", 1))
    assert client.get("/v1/models", headers={"Authorization": "Bearer "}).status_code == 401
