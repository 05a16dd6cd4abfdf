"""A scripted chat-model server, and the real client in front of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from pydantic import SecretStr

from api.runtime import Runtime
from assistant.build import build_assistant
from assistant.chat_model.build import build_chat_model
from assistant.chat_model.model import ChatModel
from assistant.service import Assistant
from assistant.types import AskRequest
from core.settings import ChatModelSettings
from tests.support.chat_answers import QUESTION, Asked, Heard
from tests.support.chat_server import Behaviour, ChatServer, chat_server, says


@pytest.fixture(scope="session")
def one_chat_server() -> Iterator[ChatServer]:
    with chat_server() as server:
        # The client's libraries take seconds to load, which a server in production spends at its start.
        patient = {"chat_model_first_token_seconds": 60.0, "chat_model_total_seconds": 60.0}
        model = build_chat_model(ChatModelSettings(chat_model_url=server.url, chat_model_name="m", **patient))
        assert model is not None
        server.will(says("好。"))
        assert list(model.stream([("user", "好")]))
        model.close()
        yield server


@pytest.fixture
def server(one_chat_server: ChatServer) -> ChatServer:
    return one_chat_server


PATIENT = {"first_token_seconds": 15.0, "between_tokens_seconds": 15.0, "total_seconds": 30.0}
"""Limits that hold on a busy machine too."""

HASTY = {"first_token_seconds": 0.6, "between_tokens_seconds": 0.4, "total_seconds": 2.0}
"""Limits for what is to run into one."""


@pytest.fixture
def make_model(server: ChatServer) -> Iterator[Callable[..., ChatModel]]:
    """Return a function that makes a chat model over the server with these settings and patient limits."""
    made: list[ChatModel] = []

    def make(**values: Any) -> ChatModel:
        fields = {f"chat_model_{name}": value for name, value in (PATIENT | values).items()}
        settings = ChatModelSettings(
            chat_model_url=server.url, chat_model_name="m", chat_model_key=SecretStr("sk-secret"), **fields
        )
        model = build_chat_model(settings)
        assert model is not None
        made.append(model)
        return model

    yield make
    for model in made:
        model.close()


@pytest.fixture
def assistant_with(sample: Runtime) -> Callable[[ChatModel | None], Assistant]:
    def make(model: ChatModel | None) -> Assistant:
        # Whether the evidence is enough is decided, and tested, elsewhere.
        settings = sample.settings.assistant.model_copy(update={"evidence_threshold": 0.0})
        zone, clock = sample.settings.zone, sample.clock
        return build_assistant(settings, zone, sample.database, sample.search, clock, model)

    return make


@pytest.fixture
def asked(
    server: ChatServer, make_model: Callable[..., ChatModel], assistant_with: Callable[..., Assistant]
) -> Callable[..., Asked]:
    """Return a function that asks while the server behaves as told."""

    def ask(
        *script: Behaviour,
        question: str = QUESTION,
        as_of: date | None = None,
        leaves_after: int = 1_000,
        **settings: Any,
    ) -> Asked:
        server.will(*script)
        heard = Heard(leaves_after=leaves_after)
        began = time.monotonic()
        reply = assistant_with(make_model(**settings)).ask(AskRequest(text=question, as_of=as_of), audience=heard)
        return Asked(reply, heard, time.monotonic() - began)

    return ask
