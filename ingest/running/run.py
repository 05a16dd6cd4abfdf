"""A run over files: each is read, stored in a transaction of its own, and reported."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import structlog

from core.actors import Actor
from core.clock import Clock
from core.errors import AppError
from core.files import FileStore
from ingest.errors import UnreadableFileError
from ingest.readers.detect import Format, detect
from ingest.running.walk import archive_members, find_files
from ingest.running.worker import Parser
from ingest.types import Candidate, FileReport, Outcome, ParsedFile, ReadLimits, RunReport, Writer
from knowledge.types import EntryDraft, Finding

_log = structlog.get_logger(__name__)
Progress = Callable[[FileReport], None]


class IngestRun:
    """Reads files into the base. A run that was cut short is simply started again: stored files are `unchanged`."""

    def __init__(
        self, writer: Writer, files: FileStore, clock: Clock, parser: Parser, limits: ReadLimits | None = None
    ) -> None:
        self._writer, self._files, self._clock, self._parser = writer, files, clock, parser
        self._limits = limits or ReadLimits()

    def run(
        self, paths: Iterable[Path], *, actor: Actor, publish: bool = False, on_file: Progress | None = None
    ) -> RunReport:
        """Read every file under `paths`; `on_file` is called after each. No file ends the run."""
        return self._run(find_files(paths, self._limits), actor=actor, publish=publish, on_file=on_file)

    def run_uploads(
        self,
        uploads: Iterable[tuple[str, bytes]],
        *,
        actor: Actor,
        publish: bool = False,
        on_file: Progress | None = None,
    ) -> RunReport:
        """Read files already in memory (name, content); archives among them give their members."""
        candidates = (c for name, content in uploads for c in self._expand(name, content))
        return self._run(candidates, actor=actor, publish=publish, on_file=on_file)

    def _expand(self, name: str, content: bytes) -> Iterable[Candidate]:
        name = name.replace("\\", "/").rsplit("/", 1)[-1]
        try:
            is_archive = content[:2] == b"PK" and detect(name, content) is Format.ARCHIVE
        except UnreadableFileError:
            is_archive = False
        return archive_members(name, content, self._limits) if is_archive else [Candidate(name, content=content)]

    def _run(
        self, candidates: Iterable[Candidate], *, actor: Actor, publish: bool, on_file: Progress | None
    ) -> RunReport:
        begun, reports = time.monotonic(), []
        for candidate in candidates:
            started = time.monotonic()
            report = self._one(candidate, actor, publish)
            report = replace(report, seconds=round(time.monotonic() - started, 3))
            reports.append(report)
            if on_file is not None:
                on_file(report)
        return RunReport(files=tuple(reports), seconds=round(time.monotonic() - begun, 3))

    def _one(self, candidate: Candidate, actor: Actor, publish: bool) -> FileReport:
        name = candidate.name
        if candidate.refused is not None:
            return FileReport(file_name=name, outcome=Outcome.FAILED, reason=candidate.refused, params=candidate.params)
        try:
            content = candidate.content if candidate.content is not None else _read(candidate)
            sha256 = hashlib.sha256(content).hexdigest()
            if self._writer.find_by_source_hash(sha256, name):
                return FileReport(file_name=name, outcome=Outcome.UNCHANGED, reason="unchanged", params={"file": name})
            parsed = self._parse(candidate, content, sha256)
            drafts = [self._stamped(draft) for draft in parsed.drafts]
            self._files.put(content)
            ids = self._writer.write(drafts, actor=actor, publish=publish)
        except UnreadableFileError as error:
            outcome = Outcome.SKIPPED if error.skipped else Outcome.FAILED
            return FileReport(file_name=name, outcome=outcome, reason=error.reason, params=error.params)
        except AppError as error:
            _log.warning("file_not_stored", code=error.code)
            params = {"file": name, "error": error.message}
            return FileReport(file_name=name, outcome=Outcome.FAILED, reason="not_stored", params=params)
        return _report(name, drafts, ids)

    def _parse(self, candidate: Candidate, content: bytes, sha256: str) -> ParsedFile:
        """Parse a file; a scan gives the recognised text laid beside it, marked as such."""
        try:
            return self._parser.parse(candidate.name, content)
        except UnreadableFileError as error:
            if error.reason != "scanned" or candidate.recognised is None:
                raise
        parsed = self._parser.parse(f"{candidate.name}.txt", _read(replace(candidate, path=candidate.recognised)))
        drafts = [
            replace(
                draft,
                source=replace(draft.source, file_name=candidate.name, sha256=sha256, media_type="application/pdf"),
                findings=(*draft.findings, Finding("recognised_text")),
            )
            for draft in parsed.drafts
        ]
        return replace(parsed, drafts=tuple(drafts))

    def _stamped(self, draft: EntryDraft) -> EntryDraft:
        return replace(draft, source=replace(draft.source, collected_at=self._clock.now()))


def _read(candidate: Candidate) -> bytes:
    if candidate.path is None:
        raise UnreadableFileError("not_found", file=candidate.name)
    try:
        return candidate.path.read_bytes()
    except OSError as error:
        raise UnreadableFileError("unreadable", file=candidate.name, error=error.strerror or "") from error


def _report(name: str, drafts: list[EntryDraft], ids: list[str]) -> FileReport:
    return FileReport(
        file_name=name,
        outcome=Outcome.READ,
        titles=tuple(draft.title for draft in drafts),
        entry_ids=tuple(ids),
        entry_count=len(drafts),
        clause_count=sum(len(draft.clauses) for draft in drafts),
        passage_count=sum(len(draft.passages) for draft in drafts),
        findings=tuple(dict.fromkeys(finding.code for draft in drafts for finding in draft.findings)),
    )
