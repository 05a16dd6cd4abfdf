"""The sample base with the real pipeline over it; every test of this folder only reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from api.runtime import Runtime
from assistant.pipeline import Step
from assistant.types import AskRequest, Reply
from tests.support.sample import golden_questions, open_sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with open_sample(tmp_path_factory.mktemp("sample")) as runtime:
        yield runtime


@pytest.fixture(scope="session")
def golden_replies(sample: Runtime) -> dict[str, Reply]:
    """The replies to all golden questions, by id, each asked in a conversation of its own."""
    return {q.id: sample.assistant.ask(AskRequest(text=q.text)) for q in golden_questions()}


@pytest.fixture(scope="session")
def steps(sample: Runtime) -> dict[str, Step]:
    """The steps of the real pipeline by name, in order."""
    return {step.name: step for step in sample.assistant._pipeline._steps}


@pytest.fixture
def ask(sample: Runtime) -> Callable[..., Reply]:
    """Return a function that asks, stores the exchange, and returns the reply."""

    def ask(text: str, **values: object) -> Reply:
        reply = sample.assistant.ask(AskRequest(text=text, **values))  # type: ignore[arg-type]
        with sample.database.unit_of_work() as session:
            sample.assistant.record(session, reply)
        return reply

    return ask
