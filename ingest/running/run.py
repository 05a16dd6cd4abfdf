"""A run over files: read by several parsers at once, stored one after the other in the order they were met."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from core.actors import Actor
from core.clock import Clock
from core.database import GIVE_WAY_SECONDS
from core.errors import AppError, StorageError
from core.files import FileStore
from core.locks import OwnerLock
from ingest.errors import ImportRunningError
from ingest.running.reading import Examined, FileReading
from ingest.running.store import UPLOADS, OpenRun, RunStore
from ingest.running.walk import Root, Walk
from ingest.running.worker import Parser
from ingest.types import Candidate, FileReport, Outcome, ReadLimits, ReadOptions, RunReport, RunStatus

_log = structlog.get_logger(__name__)
_AHEAD_BYTES = 64 * 1024**2
_UNCHANGED_AT_ONCE = 200
"""Notes of files that cost nothing to look at again are written together; all others at once."""


@dataclass(frozen=True, slots=True)
class Step:
    """One file further: its report, and how far the run is. `report` is None for a file that an earlier start did."""

    report: FileReport | None
    done_count: int
    expected_count: int
    run_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOrder:
    """How a run is to go. `run_id` goes on with that run; `again` reads files anew that are in the base unchanged.

    `hold` leaves what is to be published as drafts, for `HeldVersions` to publish in the end.
    """

    actor: Actor
    publish: bool = False
    hold: bool = False
    again: bool = False
    run_id: str | None = None
    on_step: Callable[[Step], None] = lambda _: None
    stop: threading.Event | None = None
    wait_seconds: float = 0.0  # how long to wait for another run to end
    keep_parsers: bool = False  # for the next run of this process, which then need not wait for them to start


class IngestRun:
    """Reads files into the base. A run that was cut short goes on where it was when it is started again."""

    def __init__(
        self,
        store: RunStore,
        files: FileStore,
        clock: Clock,
        parser: Parser,
        limits: ReadLimits | None = None,
        *,
        options: Callable[[], ReadOptions] = ReadOptions,
        lock: OwnerLock | None = None,
    ) -> None:
        self.store, self._parser, self._options, self._lock = store, parser, options, lock
        self._limits = limits or ReadLimits()
        self._reading = FileReading(parser, files, clock, self._limits, store.recognise)

    def run(self, paths: Iterable[Path], order: RunOrder) -> RunReport:
        """Read every file under `paths` and return the report of the whole run. No file ends it.

        Ctrl-C and `order.stop` end it with status `stopped`. Raises ImportRunningError while another run is under way,
        StorageError when the base cannot be written (the run can be resumed then).
        """
        given = [Root.of(path) for path in paths]
        return self._run(given, [str(root.path) for root in given], order)

    def run_uploads(self, paths: Iterable[Path], order: RunOrder) -> RunReport:
        """Read files that were uploaded; they are known by their names alone, wherever they lie now."""
        return self._run([Root(path, UPLOADS) for path in paths], [UPLOADS], order)

    def announce(self, actor: Actor, refused: Sequence[FileReport] = ()) -> str:
        """Enter a run over uploads that starts later, with files that were refused at the door; return its id."""
        return self.store.add([UPLOADS], actor=actor, refused=refused)

    def stop_abandoned(self) -> int:
        """Mark runs as stopped that were cut short with their process; return how many. They can be resumed.

        Does nothing while another process has a run under way.
        """
        try:
            if self._lock is not None:
                self._lock.acquire("youda start")
        except ImportRunningError:
            return 0
        try:
            return self.store.stop_abandoned()
        finally:
            if self._lock is not None:
                self._lock.release()

    def close(self) -> None:
        """End the parser processes; they start anew with the next run."""
        self._parser.close()

    def _run(self, given: list[Root], roots: list[str], order: RunOrder) -> RunReport:
        if self._lock is not None:
            self._lock.acquire("youda import", wait_seconds=order.wait_seconds)
        keep = False
        try:
            run = self.store.open(
                roots, actor=order.actor, publish=order.publish, hold=order.hold, again=order.again,
                run_id=order.run_id,
            )  # fmt: skip
            report = _Going(self.store, self._reading, self._parser.places, run, order).go(
                Walk(given, self._limits), self._options()
            )
            keep = order.keep_parsers and report.status is RunStatus.FINISHED
            return report
        finally:
            if not keep:
                self._parser.close()
            if self._lock is not None:
                self._lock.release()


class _Going:
    """One run while it goes: the files being read ahead, and the counters."""

    def __init__(self, store: RunStore, reading: FileReading, places: int, run: OpenRun, order: RunOrder) -> None:
        self._store, self._reading, self._places, self._run, self._order = store, reading, places, run, order
        self._begun = time.monotonic()
        self._next = max((done.position for done in run.done.values()), default=-1) + 1
        self._done_count = 0
        self._unwritten: list[tuple[int, FileReport]] = []

    def go(self, walk: Walk, options: ReadOptions) -> RunReport:
        status = RunStatus.STOPPED
        pool = ThreadPoolExecutor(self._places, thread_name_prefix="read")
        try:
            try:
                if self._settle_all(pool, walk, options):
                    status = RunStatus.FINISHED
            except KeyboardInterrupt:
                _log.warning("run_interrupted", run=self._run.run_id)
            self._write_down(walk)
        except BaseException:
            with suppress(AppError):
                self._finish(RunStatus.STOPPED, walk)
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        return self._finish(status, walk)

    def _finish(self, status: RunStatus, walk: Walk) -> RunReport:
        return self._store.finish(self._run, status, _looked_at(walk), seconds=self._seconds())

    def _settle_all(self, pool: ThreadPoolExecutor, walk: Walk, options: ReadOptions) -> bool:
        """Store file after file; return False when the run was asked to stop."""
        for candidate, examined in self._read_ahead(pool, walk, options):
            if self._order.stop is not None and self._order.stop.is_set():
                return False
            report = self._settle(candidate, examined, walk)
            self._done_count += 1
            self._order.on_step(Step(report, self._done_count, walk.expected_count, self._run.run_id))
            if report is not None and report.outcome is not Outcome.UNCHANGED:
                time.sleep(GIVE_WAY_SECONDS)
        return True

    def _read_ahead(
        self, pool: ThreadPoolExecutor, walk: Walk, options: ReadOptions
    ) -> Iterator[tuple[Candidate, Examined | None]]:
        """Yield what was read, in the order of the walk: never many files, nor many bytes, before they are stored."""
        waiting: deque[tuple[Candidate, Future[Examined | None]]] = deque()
        held = 0
        for candidate in walk:
            done = self._run.done.get((candidate.root, candidate.name))
            job = pool.submit(
                self._reading.examine, candidate, options, again=self._run.again, done=done.sha256 if done else None
            )
            waiting.append((candidate, job))
            held += len(candidate.content or b"")
            while len(waiting) > 3 * self._places or (held > _AHEAD_BYTES and waiting):
                first, job = waiting.popleft()
                yield first, job.result()
                held -= len(first.content or b"")
        while waiting:
            first, job = waiting.popleft()
            yield first, job.result()

    def _settle(self, candidate: Candidate, examined: Examined | None, walk: Walk) -> FileReport | None:
        if examined is None:
            return None
        done = self._run.done.get((candidate.root, candidate.name))
        report = examined.report
        if done is not None and (done.sha256, done.outcome) == (None, report.outcome) and report.sha256 is None:
            return None  # refused before it was opened, as it was before the run was cut short
        position = done.position if done else self._next
        if done is None:
            self._next += 1
        if report.outcome is Outcome.UNCHANGED:
            self._unwritten.append((position, report))
            if len(self._unwritten) >= _UNCHANGED_AT_ONCE:
                self._write_down(walk)
            return report
        self._write_down(walk)
        if report.outcome is Outcome.READ:
            try:
                return self._store.store(
                    self._run, position, report, examined.drafts, expected=walk.expected_count, seconds=self._seconds()
                )
            except StorageError:
                raise
            except AppError as error:
                _log.warning("file_not_stored", code=error.code)
                params = {"file": report.file_name, "error": error.message}
                report = _not_stored(report, params)
        self._unwritten.append((position, report))
        self._write_down(walk)
        return report

    def _write_down(self, walk: Walk) -> None:
        if self._unwritten:
            self._store.note(self._run, self._unwritten, expected=walk.expected_count, seconds=self._seconds())
            self._unwritten.clear()

    def _seconds(self) -> float:
        return round(self._run.seconds_before + time.monotonic() - self._begun, 3)


def _not_stored(report: FileReport, params: dict[str, str]) -> FileReport:
    return FileReport(
        file_name=report.file_name,
        root=report.root,
        sha256=report.sha256,
        outcome=Outcome.FAILED,
        reason="not_stored",
        params=params,
        titles=report.titles,
        seconds=report.seconds,
    )


def _looked_at(walk: Walk) -> list[tuple[str, str]]:
    """Return what a complete walk has seen all of: folders, and archives given by themselves, as prefixes of names."""
    found = []
    for root in walk.roots:
        if root.label == UPLOADS:
            continue
        if root.path.is_dir():
            found.append((root.label, ""))
        elif root.path.is_file():
            found.append((root.label, f"{root.path.name}/"))
    return found
