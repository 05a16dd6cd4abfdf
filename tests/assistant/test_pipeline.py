"""The runner: steps in order, each traced; whatever breaks becomes an answer that helps on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from assistant.answers import Answers
from assistant.pipeline import Pipeline, Step
from assistant.types import Action, Answer, Draft, Outcome, Reply
from core.errors import StorageError
from tests.support.answers import draft

ORDER = [
    "guard_question", "rewrite_follow_up", "route_intent", "place_in_time", "tell_validity", "split_question",
    "leave_out_story", "say_officially", "retrieve_passages", "keep_in_force", "keep_region",
    "rerank_passages", "drop_stale_answers", "clarify_question", "require_evidence", "compose_answer",
    "verify_citations", "label_answer", "screen_answer",
]  # fmt: skip
ANSWERS = Answers(zone_name="云岭高新区", hotline="12345")


@dataclass(frozen=True)
class Noting:
    """A step that notes that it ran."""

    name: str

    def run(self, draft: Draft) -> Draft | Answer:
        return replace(draft, notes=draft.notes | {self.name: True})


@dataclass(frozen=True)
class Stopping:
    name: str = "stopping"

    def run(self, draft: Draft) -> Draft | Answer:
        return ANSWERS.empty_question()


@dataclass(frozen=True)
class Failing:
    error: Exception
    name: str = "failing"

    def run(self, draft: Draft) -> Draft | Answer:
        raise self.error


def test_the_steps_stand_in_the_order_of_the_design(steps: dict[str, Step]) -> None:
    assert list(steps) == ORDER


def test_an_answered_question_has_been_through_every_step(ask: Callable[..., Reply]) -> None:
    reply = ask("单项冠军第一次评上给多少奖金啊")
    assert [trace.step for trace in reply.answer.trace] == ORDER
    assert all(trace.milliseconds >= 0 for trace in reply.answer.trace)
    assert [trace.outcome for trace in reply.answer.trace] == ["continue"] * 18 + ["answer"]


def test_no_step_runs_after_the_one_that_answers() -> None:
    answer, _ = Pipeline((Noting("a"), Stopping(), Failing(ValueError())), ANSWERS).run(draft(), trace_id="msg_1")
    assert [trace.step for trace in answer.trace] == ["a", "stopping"]
    assert answer.trace[0].notes == {"a": True}
    assert answer.trace[1].notes == {"outcome": "clarify", "reason": "empty_question"}


def test_each_step_is_announced_before_it_runs() -> None:
    seen: list[str] = []
    Pipeline((Noting("a"), Noting("b"), Stopping()), ANSWERS).run(draft(), trace_id="msg_1", on_step=seen.append)
    assert seen == ["a", "b", "stopping"]


@pytest.mark.parametrize(
    ("error", "reason"), [(StorageError("disk"), "storage_error"), (ZeroDivisionError(), "unexpected_error")]
)
def test_a_broken_step_becomes_an_honest_answer_with_a_way_on(error: Exception, reason: str) -> None:
    answer, _ = Pipeline((Noting("a"), Failing(error)), ANSWERS).run(draft(), trace_id="msg_7")
    assert (answer.outcome, answer.reason) == (Outcome.FAILED, reason)
    assert "msg_7" in answer.text
    assert "disk" not in answer.text
    assert {Action.ASK_AGAIN, Action.OPEN_PETITION} <= {action.action for action in answer.next_actions}


def test_a_pipeline_that_never_answers_is_a_defect() -> None:
    with pytest.raises(AssertionError):
        Pipeline((Noting("a"),), ANSWERS).run(draft(), trace_id="msg_1")
