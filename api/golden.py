"""Trying a version on the golden questions before it is published, and publishing what passed."""

from __future__ import annotations

from collections.abc import Callable

from api.runtime import Runtime
from core.actors import Actor
from eval.golden.types import GoldenResult, GoldenRun
from knowledge.repository import VersionKey
from knowledge.types import EntryVersion


def try_version(
    runtime: Runtime, key: VersionKey, actor: Actor, on_result: Callable[[GoldenResult, int], None] | None = None
) -> GoldenRun:
    """Ask all golden questions without and with a version published, keep what came of it, and return it.

    `on_result` is told each result as it is there, and how many questions there are.
    """
    with runtime.database.reading() as session:
        run = runtime.golden.begun(session, key.entry_id, key.version, actor)
        questions = runtime.golden.active(session)
    tell = None if on_result is None else lambda result: on_result(result, len(questions))
    results = runtime.golden_runner.compare(key, questions, tell)
    with runtime.database.unit_of_work() as session:
        return runtime.golden.keep(session, run, results)


def publish_reviewed(runtime: Runtime, key: VersionKey, actor: Actor, *, lock: int, reason: str) -> None:
    """Publish a reviewed version that breaks no golden question, or whose regressions another reviewer let pass.

    The questions are asked now unless a run of before still holds. Raises GoldenRegressionError, OwnOverrideError, and
    what `KnowledgeService.approve` raises.
    """
    with runtime.database.reading() as session:
        runtime.knowledge.approvable(session, key.entry_id, key.version, actor)
        is_tried = runtime.golden.current_run(session, key.entry_id, key.version) is not None
        is_tried = is_tried or not runtime.golden.active(session)
    if not is_tried:
        try_version(runtime, key, actor)
    with runtime.database.unit_of_work() as session:
        runtime.golden.require_passed(session, key.entry_id, key.version, actor)
        runtime.knowledge.approve(session, key.entry_id, key.version, actor=actor, lock=lock, reason=reason)
    runtime.indexer.wake()


def rolled_back(runtime: Runtime, key: VersionKey, actor: Actor, *, lock: int, reason: str) -> EntryVersion:
    """Undo the publishing of a version; the index follows at once."""
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.roll_back(session, key.entry_id, key.version, actor=actor, lock=lock, reason=reason)
    runtime.indexer.wake()
    return entry
