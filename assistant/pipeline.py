"""The runner: steps in order, each timed and traced; an exception becomes outcome `failed`, never a blank page."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from assistant.answers import Answers
from assistant.explaining import add_trace, finished, notes_of
from assistant.joining import join_answers
from assistant.types import Answer, Draft, Fork, StepTrace
from core.logging import get_logger

_log = get_logger("assistant")


class Step(Protocol):
    """One thing that happens to a question."""

    @property
    def name(self) -> str: ...

    def run(self, draft: Draft) -> Draft | Answer | Fork:
        """Return a new draft to go on, an answer to stop, or a fork: the later steps then run for each part."""


@dataclass(slots=True)
class _Run:
    """One question on its way through the steps."""

    trace_id: str
    on_step: Callable[[str], None] | None
    traces: list[StepTrace] = field(default_factory=list)


class Pipeline:
    """Runs the steps. The last one must answer."""

    def __init__(self, steps: Sequence[Step], answers: Answers, *, setup: Callable[[], dict[str, Any]] = dict) -> None:
        """`setup` tells what answers are made with at the moment: thresholds, models, the state of the index."""
        self._steps = tuple(steps)
        self._answers = answers
        self._setup = setup

    def run(self, draft: Draft, *, trace_id: str, on_step: Callable[[str], None] | None = None) -> tuple[Answer, Draft]:
        """Return the answer of the first step that gives one, with the trace of all steps run, and the last draft."""
        run = _Run(trace_id, on_step)
        answer, last = self._run(self._steps, draft, run)
        return replace(answer, trace=finished(run.traces), setup=self._setup()), last

    def _run(self, steps: Sequence[Step], draft: Draft, run: _Run) -> tuple[Answer, Draft]:
        for place, step in enumerate(steps):
            result = self._step(step, draft, run)
            if isinstance(result, Answer):
                return result, draft
            if isinstance(result, Fork):
                return self._run_parts(steps[place + 1 :], result, run)
            draft = result
        raise AssertionError("the last step of the pipeline must answer")

    def _run_parts(self, steps: Sequence[Step], fork: Fork, run: _Run) -> tuple[Answer, Draft]:
        """Answer each part by itself and join the answers; ask all at once where that says more."""
        # Parts are let out only once they are joined, under headings.
        answers = [self._run(steps, replace(part, audience=None), run)[0] for part in fork.parts]
        joined = join_answers(fork.labels, answers)
        return (joined, fork.whole) if joined is not None else self._run(steps, fork.whole, run)

    def _step(self, step: Step, draft: Draft, run: _Run) -> Draft | Answer | Fork:
        if run.on_step is not None:
            run.on_step(step.name)
        started = time.perf_counter()
        result: Draft | Answer | Fork
        try:
            result = step.run(draft)
        except Exception as error:
            # Whatever broke, the enterprise gets its question back and a way on; the log has the rest.
            _log.exception("step_failed", step=step.name, message_id=run.trace_id)
            result = self._answers.failed(run.trace_id, error)
        milliseconds = round((time.perf_counter() - started) * 1000, 2)
        ended = "answer" if isinstance(result, Answer) else "continue"
        add_trace(run.traces, StepTrace(step.name, milliseconds, ended, notes_of(draft, result)))
        return result
