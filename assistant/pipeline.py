"""The runner: steps in order, each timed and traced; an exception becomes outcome `failed`, never a blank page."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.answers import Answers
from assistant.types import Answer, Draft, StepTrace
from core.logging import get_logger

_log = get_logger("assistant")


class Step(Protocol):
    """One thing that happens to a question."""

    @property
    def name(self) -> str: ...

    def run(self, draft: Draft) -> Draft | Answer:
        """Return a new draft to go on, or an answer to stop."""


class Pipeline:
    """Runs the steps. The last one must answer."""

    def __init__(self, steps: Sequence[Step], answers: Answers) -> None:
        self._steps = tuple(steps)
        self._answers = answers

    def run(self, draft: Draft, *, trace_id: str, on_step: Callable[[str], None] | None = None) -> tuple[Answer, str]:
        """Return the answer of the first step that gives one, with the trace of all steps run, and the question
        as it stood after rewriting."""
        traces: list[StepTrace] = []
        for step in self._steps:
            if on_step is not None:
                on_step(step.name)
            started = time.perf_counter()
            try:
                result = step.run(draft)
            except Exception as error:
                # Whatever broke, the enterprise gets its question back and a way on; the log has the rest.
                _log.exception("step_failed", step=step.name, message_id=trace_id)
                result = self._answers.failed(trace_id, error)
            milliseconds = round((time.perf_counter() - started) * 1000, 2)
            stopped = isinstance(result, Answer)
            traces.append(
                StepTrace(step.name, milliseconds, "answer" if stopped else "continue", _notes(draft, result))
            )
            if isinstance(result, Answer):
                return replace(result, trace=tuple(traces)), draft.text
            draft = result
        raise AssertionError("the last step of the pipeline must answer")


def _notes(before: Draft, result: Draft | Answer) -> dict[str, object]:
    if isinstance(result, Answer):
        return {"outcome": result.outcome.value, "reason": result.reason}
    return {name: value for name, value in result.notes.items() if name not in before.notes}
