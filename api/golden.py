"""Trying versions on the golden questions before they are published, and publishing what passed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from api.runtime import Runtime
from core.actors import Actor
from core.locks import FolderOwnedError
from eval.golden.running import GoldenRunner
from eval.golden.types import GoldenResult, GoldenRun, Verdict
from ingest.types import RunReport
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
    results = runtime.golden_runner.compare([key], questions, tell)
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


@dataclass(frozen=True, slots=True)
class TriedImport:
    """What golden questions said about an import: nothing of it is published while `is_refused`."""

    results: list[GoldenResult]
    held: int  # versions that were to be published
    published: int

    @property
    def broken(self) -> list[GoldenResult]:
        return [result for result in self.results if result.verdict is Verdict.REGRESSED]

    @property
    def is_refused(self) -> bool:
        return bool(self.broken) and not self.published


def publish_import(
    runtime: Runtime,
    report: RunReport,
    actor: Actor,
    *,
    despite: str = "",
    on_result: Callable[[GoldenResult, int], None] | None = None,
) -> TriedImport:
    """Publish all that an import has held, unless golden questions get worse and no reason is given `despite` that.

    `on_result` is as for `try_version`. Leaves the runtime started unless another process has the indexes.
    """
    keys = runtime.held.of_run(report)
    with runtime.database.reading() as session:
        questions = runtime.golden.active(session)
    results: list[GoldenResult] = []
    if keys and questions:
        tell = None if on_result is None else lambda result: on_result(result, len(questions))
        with _runner(runtime) as runner:
            results = runner.compare(keys, questions, tell)
    tried = TriedImport(results, len(keys), 0)
    if tried.broken and not despite:
        return tried
    if tried.broken:
        with runtime.database.unit_of_work() as session:
            runtime.golden.let_pass(session, report.run_id, keys, tried.broken, actor, despite)
    return TriedImport(results, len(keys), runtime.held.publish(keys, actor))


@contextmanager
def _runner(runtime: Runtime) -> Iterator[GoldenRunner]:
    """Lend what asks golden questions: beside a server, over indexes of its own, for the server's are opened once."""
    try:
        runtime.start(label="youda ingest")
    except FolderOwnedError:
        with TemporaryDirectory(prefix="youda-") as folder:
            embedded = runtime.settings.knowledge.model_copy(update={"chroma_url": None})
            settings = runtime.settings.model_copy(update={"knowledge": embedded})
            beside = Runtime(settings, runtime.clock, index_dir=Path(folder))
            try:
                beside.indexer.open()
                beside.live_model.open()
                yield beside.golden_runner
            finally:
                beside.indexer.stop()
                beside.database.dispose()
        return
    yield runtime.golden_runner


def rolled_back(runtime: Runtime, key: VersionKey, actor: Actor, *, lock: int, reason: str) -> EntryVersion:
    """Undo the publishing of a version; the index follows at once."""
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.roll_back(session, key.entry_id, key.version, actor=actor, lock=lock, reason=reason)
    runtime.indexer.wake()
    return entry
