"""Reading one candidate of a run: its bytes, whether the base has them, and what a parser makes of them.

Many threads do this at once. Nothing is stored here but the original, which is kept by its content: one that nothing
refers to in the end does no harm.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from core.clock import Clock
from core.files import FileStore
from ingest.description.fields import described_fields
from ingest.errors import UnreadableFileError
from ingest.running.recognised import parse_or_recognised
from ingest.running.worker import Parser
from ingest.types import Candidate, FileReport, Outcome, ParsedFile, ReadLimits, ReadOptions
from knowledge.types import EntryDraft

_TRIES = 3
_PAUSE_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Examined:
    """What reading a candidate gave: a report, and the drafts to store; none for a file that gives nothing to store."""

    report: FileReport
    drafts: tuple[EntryDraft, ...] = ()


class FileReading:
    """Reads candidates. `recognise` says what is in the base already; `skip` which content a resumed run has done."""

    def __init__(
        self,
        parser: Parser,
        files: FileStore,
        clock: Clock,
        limits: ReadLimits,
        recognise: Callable[[str, str, str], FileReport | None],
    ) -> None:
        self._parser, self._files, self._clock, self._limits = parser, files, clock, limits
        self._recognise = recognise

    def examine(self, candidate: Candidate, options: ReadOptions, *, again: bool, done: str | None) -> Examined | None:
        """Return what a candidate holds, or why it holds nothing; None when its content is `done` (a SHA-256)."""
        started = time.monotonic()
        report = FileReport(file_name=candidate.name, root=candidate.root, outcome=Outcome.FAILED)
        if candidate.refused is not None:
            outcome = Outcome.SKIPPED if candidate.is_skipped else Outcome.FAILED
            return Examined(replace(report, outcome=outcome, reason=candidate.refused, params=candidate.params))
        try:
            content = candidate.content if candidate.content is not None else self._read(candidate)
            report = replace(report, sha256=hashlib.sha256(content).hexdigest())
            if report.sha256 == done:
                return None
            seen = None if again else self._recognise(candidate.root, candidate.name, report.sha256 or "")
            if seen is not None:
                return Examined(replace(seen, seconds=_since(started)))
            parsed = self._parse(candidate, content, options)
            self._files.put(content)
        except UnreadableFileError as error:
            outcome = Outcome.SKIPPED if error.skipped else Outcome.FAILED
            refused = replace(report, outcome=outcome, reason=error.reason, params=error.params)
            return Examined(replace(refused, seconds=_since(started)))
        now = self._clock.now()
        drafts = tuple(replace(draft, source=replace(draft.source, collected_at=now)) for draft in parsed.drafts)
        return Examined(replace(_described(report, parsed), seconds=parsed.seconds or _since(started)), drafts)

    def _parse(self, candidate: Candidate, content: bytes, options: ReadOptions) -> ParsedFile:
        beside = candidate.recognised
        return parse_or_recognised(
            lambda name, content: self._parser.parse(name, content, options),
            candidate.name,
            content,
            None if beside is None else lambda: self._read(replace(candidate, path=beside)),
        )

    def _read(self, candidate: Candidate) -> bytes:
        """Return the content of a file that nobody is writing to just now."""
        if candidate.path is None:
            raise UnreadableFileError("not_found", file=candidate.name)
        try:
            for _ in range(_TRIES):
                content, is_whole = _read_once(candidate.path, self._limits.max_bytes)
                if is_whole:
                    return content
                time.sleep(_PAUSE_SECONDS)
        except OSError as error:
            raise UnreadableFileError("unreadable", file=candidate.name, error=error.strerror or "") from error
        raise UnreadableFileError("being_written", file=candidate.name)


def _read_once(path: Path, limit: int) -> tuple[bytes, bool]:
    """Return what a file holds, one byte over the limit at most, and whether it stayed the same meanwhile."""
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        content = file.read(limit + 1)
        after = os.fstat(file.fileno())
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return content, same and len(content) == min(after.st_size, limit + 1)


def _described(report: FileReport, parsed: ParsedFile) -> FileReport:
    """Return the report of a file that was read, but for what storing it gives."""
    fields = [described_fields(draft) for draft in parsed.drafts]
    return replace(
        report,
        outcome=Outcome.READ,
        titles=tuple(draft.title for draft in parsed.drafts),
        entry_count=len(parsed.drafts),
        clause_count=sum(len(draft.clauses) for draft in parsed.drafts),
        passage_count=sum(len(draft.passages) for draft in parsed.drafts),
        block_count=parsed.block_count,
        table_count=parsed.table_count,
        findings=tuple(dict.fromkeys(finding.code for draft in parsed.drafts for finding in draft.findings)),
        fields_found=tuple(dict.fromkeys(name for found, _ in fields for name in found)),
        fields_missing=tuple(dict.fromkeys(name for _, missing in fields for name in missing)),
        edits=dict(parsed.edits),
        losses=parsed.losses,
    )


def _since(started: float) -> float:
    return round(time.monotonic() - started, 3)
