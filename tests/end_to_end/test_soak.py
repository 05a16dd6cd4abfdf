"""Thousands of questions in one process: every one is answered in kind, and memory stays where it is."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.runtime import Runtime
from assistant.types import AskRequest, Outcome
from tests.support.sample import golden_questions, open_sample

ROUNDS = 100
GROWTH_MEGABYTES = 60

pytestmark = pytest.mark.long


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Runtime]:
    with open_sample(tmp_path) as runtime:
        yield runtime


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_thousands_of_questions_fail_never_and_need_no_more_memory(sample: Runtime) -> None:
    questions = [golden.text for golden in golden_questions()]
    settled = 0.0
    for number in range(ROUNDS):
        for question in questions:
            reply = sample.assistant.ask(AskRequest(text=question))
            with sample.database.unit_of_work() as session:
                sample.assistant.record(session, reply)
            assert reply.answer.outcome is not Outcome.FAILED
        if number == ROUNDS // 5:
            settled = peak_megabytes()
    assert peak_megabytes() - settled < GROWTH_MEGABYTES
