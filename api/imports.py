"""Imports of uploaded files: kept on disk until they are read, one run after the other, in the background."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.actors import Actor
from core.errors import AppError, ConflictError
from core.logging import get_logger
from core.messages import message
from ingest.running.run import IngestRun, RunOrder
from ingest.types import FileReport, Outcome, RunReport, RunStatus

_MEGABYTE = 1024 * 1024
_MOST_NAME_BYTES = 200
_WAIT_SECONDS = 7 * 24 * 3600.0
_PATIENCE_SECONDS = 60.0
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f/\\]")
_log = get_logger("imports")


class UploadsGoneError(ConflictError):
    """What was uploaded for a run is no longer there: it was read to its end, or never came over this API."""

    code = "uploads_gone"

    def __init__(self) -> None:
        super().__init__(message("api.uploads_gone"))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrives."""

    name: str
    content: BinaryIO
    size: int


class ImportQueue:
    """Reads uploads into drafts. What a killed server left unread lies in `folder`, and can be taken up again."""

    def __init__(self, ingest: IngestRun, folder: Path, *, most_megabytes: int) -> None:
        self._ingest, self._folder, self._most = ingest, folder, most_megabytes
        self._stops: dict[str, threading.Event] = {}
        self._problems: dict[str, AppError] = {}
        self._worker: ThreadPoolExecutor | None = None

    def start(self) -> None:
        """Take note of runs that ended with the last server."""
        stopped = self._ingest.stop_abandoned()
        if stopped:
            _log.warning("imports_cut_short", count=stopped)

    def close(self) -> None:
        """Stop what is running, at the next file, and the parsers."""
        for stop in list(self._stops.values()):
            stop.set()
        self._ingest.close()
        if self._worker is not None:
            self._worker.shutdown(cancel_futures=True)
            self._worker = None

    def submit(self, uploads: Sequence[Upload], actor: Actor) -> str:
        """Keep the files and read them in the background; return the id of the run."""
        run_id = self._keep(uploads, actor)
        self._read_later(run_id, actor)
        return run_id

    def read_now(self, uploads: Sequence[Upload], actor: Actor) -> RunReport:
        """Read the files and return the report. Raises ImportRunningError when another run does not end in time."""
        run_id = self._keep(uploads, actor)
        return self._read(run_id, actor, threading.Event(), wait_seconds=_PATIENCE_SECONDS)

    def resume(self, run_id: str, actor: Actor) -> None:
        """Go on with a run that was stopped. Raises UploadsGoneError when there is nothing left to read."""
        if not (self._folder / run_id).is_dir():
            raise UploadsGoneError
        if run_id not in self._stops:
            self._read_later(run_id, actor)

    def stop(self, run_id: str) -> None:
        """End a run at its next file; one that is not running stays as it is."""
        if run_id in self._stops:
            self._stops[run_id].set()

    def problem_of(self, run_id: str) -> AppError | None:
        """Return why a run of this server ended early, None when nothing is known to be wrong."""
        return self._problems.get(run_id)

    def can_resume(self, run_id: str) -> bool:
        """Say whether files of a run are waiting to be read."""
        return run_id not in self._stops and (self._folder / run_id).is_dir()

    def _keep(self, uploads: Sequence[Upload], actor: Actor) -> str:
        too_large = [upload for upload in uploads if upload.size > self._most * _MEGABYTE]
        run_id = self._ingest.announce(actor, [_too_large(upload, self._most) for upload in too_large])
        names: set[str] = set()
        for number, upload in enumerate(uploads):
            if upload not in too_large:
                place = self._folder / run_id / f"{number:05}" / _free_name(upload.name, names)
                place.parent.mkdir(parents=True)
                with place.open("wb") as file:
                    shutil.copyfileobj(upload.content, file, _MEGABYTE)
        return run_id

    def _read_later(self, run_id: str, actor: Actor) -> None:
        stop = self._stops[run_id] = threading.Event()
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, thread_name_prefix="import")
        self._worker.submit(self._read_logged, run_id, actor, stop)

    def _read_logged(self, run_id: str, actor: Actor, stop: threading.Event) -> None:
        try:
            self._read(run_id, actor, stop, wait_seconds=_WAIT_SECONDS)
        except AppError as error:
            self._problems[run_id] = error
            _log.error("import_failed", run=run_id, code=error.code, detail=error.message)
        except Exception:
            _log.exception("import_failed", run=run_id)
        finally:
            self._stops.pop(run_id, None)

    def _read(self, run_id: str, actor: Actor, stop: threading.Event, *, wait_seconds: float) -> RunReport:
        folder = self._folder / run_id
        order = RunOrder(actor=actor, run_id=run_id, stop=stop, wait_seconds=wait_seconds, keep_parsers=True)
        report = self._ingest.run_uploads(_in(folder), order)
        if report.status is RunStatus.FINISHED:
            shutil.rmtree(folder, ignore_errors=True)
        return report


def _in(folder: Path) -> Iterable[Path]:
    return sorted(path for place in folder.iterdir() for path in place.iterdir()) if folder.is_dir() else []


def _free_name(name: str, taken: set[str]) -> str:
    """Return a name that a file system takes and no other file of the upload has."""
    plain = _UNWRITABLE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ") or message("api.unnamed_file")
    stem, suffix = os.path.splitext(plain)
    stem = stem.encode("utf-8", "replace")[:_MOST_NAME_BYTES].decode("utf-8", "ignore")
    suffix, free, number = suffix[:20], f"{stem}{suffix[:20]}", 1
    while free in taken:
        number += 1
        free = f"{stem} ({number}){suffix}"
    taken.add(free)
    return free


def _too_large(upload: Upload, most: int) -> FileReport:
    params = {"file": upload.name, "limit_mb": str(most)}
    return FileReport(file_name=upload.name, outcome=Outcome.FAILED, reason="too_large", params=params)
