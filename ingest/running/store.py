"""The books of a run: what it read is stored together with the note that it was, in one unit of work per file."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath

from sqlalchemy.orm import Session

from core.actors import Actor
from core.clock import SHANGHAI, Clock
from core.database import Database
from core.ids import new_id
from ingest.records.known_faqs import place_faqs
from ingest.repository import DoneFile, IngestRepository
from ingest.running.succession import successors
from ingest.types import FileReport, KnownFile, Outcome, RunProgress, RunReport, RunStatus
from knowledge.bulk import BulkImport, new_rows
from knowledge.duplicates import find_duplicate
from knowledge.errors import DuplicateEntryError
from knowledge.repository import KnowledgeRepository
from knowledge.service import KnowledgeService
from knowledge.types import EntryDraft, EntrySummary

UPLOADS = "uploads"
"""The root of files that came over the API: they have a name, but no folder that could be looked at again."""


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run under way. `done` are the files dealt with before it was cut short.

    `hold` makes a run that publishes leave drafts, and remember that they are to be published.
    """

    run_id: str
    actor: Actor
    publish: bool
    hold: bool
    again: bool
    done: dict[tuple[str, str], DoneFile]
    seconds_before: float
    positions: frozenset[int] = frozenset()  # of `done`
    stored: set[str] = field(default_factory=set)  # content that this run has brought, by SHA-256

    @property
    def publishes_at_once(self) -> bool:
        return self.publish and not self.hold


class RunStore:
    """Opens and closes runs, and stores files into the knowledge base. Every public method is one unit of work."""

    def __init__(self, database: Database, knowledge: KnowledgeService, clock: Clock) -> None:
        self._database = database
        self._knowledge = knowledge
        self._clock = clock

    def open(
        self, roots: Sequence[str], *, actor: Actor, publish: bool, hold: bool, again: bool, run_id: str | None
    ) -> OpenRun:
        """Start a run, or go on with `run_id`, or with the newest run of these roots when it was cut short."""
        with self._database.unit_of_work() as session:
            repository = IngestRepository(session)
            found: RunProgress | None = None
            if run_id is not None:
                found = repository.progress(run_id)
            elif not again:
                found = repository.find_open_run(roots, publish=publish)
            if found is None:
                new = new_id("run")
                repository.add_run(new, roots=roots, publish=publish, actor_id=actor.id, at=self._clock.now())
                return OpenRun(new, actor, publish, hold, again, {}, 0.0)
            repository.change_run(found.run_id, status=RunStatus.RUNNING.value, finished_at=None)
            done = repository.done_files(found.run_id)
            positions = frozenset(file.position for file in done.values())
            return OpenRun(found.run_id, actor, publish, hold, again, done, found.seconds, positions)

    def add(self, roots: Sequence[str], *, actor: Actor, refused: Sequence[FileReport]) -> str:
        """Enter a run that starts later, with what was refused beforehand; return its id."""
        with self._database.unit_of_work() as session:
            repository, run_id = IngestRepository(session), new_id("run")
            repository.add_run(run_id, roots=roots, publish=False, actor_id=actor.id, at=self._clock.now())
            repository.put_files(run_id, enumerate(refused))
        return run_id

    def stop_abandoned(self) -> int:
        """Mark every run that is `running` as stopped; return how many."""
        with self._database.unit_of_work() as session:
            return IngestRepository(session).stop_all_running(at=self._clock.now())

    def recognise(self, root: str, file_name: str, sha256: str) -> FileReport | None:
        """Return the report of a file whose content is in the base already, None for a new one or a changed one."""
        with self._database.reading() as session:
            return self._recognise(session, root, file_name, sha256)[0]

    def note(self, run: OpenRun, reports: Sequence[tuple[int, FileReport]], *, expected: int, seconds: float) -> None:
        """Note what became of files that gave nothing to store."""
        with self._database.unit_of_work() as session:
            for _, report in reports:
                if report.outcome is Outcome.UNCHANGED:
                    self._see(session, run, report)
            self._book(session, run, reports, expected, seconds)

    def store(
        self,
        run: OpenRun,
        position: int,
        report: FileReport,
        drafts: Sequence[EntryDraft],
        *,
        expected: int,
        seconds: float,
    ) -> FileReport:
        """Store what a file gave, and note it; return the report, which then names its entries.

        A file of the same run may have brought the same content meanwhile: then nothing is stored. Raises AppError
        when the base refuses the drafts; nothing is stored or noted then.
        """
        with self._database.unit_of_work() as session:
            # Asked before it was parsed; what came since can only have come from this run.
            seen = None
            if report.sha256 in run.stored and not run.again:
                seen, _ = self._recognise(session, report.root, report.file_name, report.sha256 or "")
            if seen is not None:
                report = replace(seen, seconds=report.seconds)
                self._see(session, run, report)
            else:
                report = self._store(session, run, report, drafts)
            self._book(session, run, [(position, report)], expected, seconds)
        run.stored.add(report.sha256 or "")
        return report

    def finish(
        self, run: OpenRun, status: RunStatus, looked_at: Iterable[tuple[str, str]], *, seconds: float
    ) -> RunReport:
        """Close a run and return its report.

        `looked_at` names what a complete run has seen all of, as roots and prefixes of names: what was known there and
        was not met is noted as missing.
        """
        with self._database.unit_of_work() as session:
            repository, now = IngestRepository(session), self._clock.now()
            if status is RunStatus.FINISHED:
                self._report_missing(repository, run.run_id, looked_at)
            repository.change_run(run.run_id, status=status.value, finished_at=now, seconds=seconds)
        return self.report(run.run_id)

    def _report_missing(self, repository: IngestRepository, run_id: str, looked_at: Iterable[tuple[str, str]]) -> None:
        met, now = repository.done_files(run_id), self._clock.now()
        missing = [
            file
            for root, prefix in looked_at
            for file in repository.not_met(run_id, root)
            if file.file_name.startswith(prefix) and not _was_met(file, met)
        ]
        repository.mark_missing(missing, at=now)
        reports = [_missing_report(file, (file.missing_since or now).astimezone(SHANGHAI).date()) for file in missing]
        start = max((done.position for done in met.values()), default=-1) + 1
        repository.put_files(run_id, enumerate(reports, start=start))

    # -- looking -----------------------------------------------------------------------------------------------

    def list_runs(self, *, offset: int, limit: int) -> tuple[int, list[RunProgress]]:
        """Return how many runs there are and one page of them, newest first."""
        with self._database.reading() as session:
            return IngestRepository(session).list_runs(offset=offset, limit=limit)

    def progress(self, run_id: str) -> RunProgress:
        """Return how far a run is. Raises RunNotFoundError."""
        with self._database.reading() as session:
            return IngestRepository(session).progress(run_id)

    def files(
        self, run_id: str, *, offset: int, limit: int, outcome: Outcome | None = None
    ) -> tuple[int, list[FileReport]]:
        """Return how many files of a run ended so, and one page of them, failed ones first."""
        with self._database.reading() as session:
            return IngestRepository(session).list_files(run_id, offset=offset, limit=limit, outcome=outcome)

    def report(self, run_id: str) -> RunReport:
        """Return a run with all its files. Raises RunNotFoundError."""
        with self._database.reading() as session:
            return IngestRepository(session).report(run_id)

    # -- one file ----------------------------------------------------------------------------------------------

    def _recognise(
        self, session: Session, root: str, file_name: str, sha256: str
    ) -> tuple[FileReport | None, KnownFile | None]:
        """Return the report of a file that need not be read, and what is known under its name."""
        repository = IngestRepository(session)
        known = repository.known(root, file_name)
        report = FileReport(file_name=file_name, root=root, sha256=sha256, outcome=Outcome.UNCHANGED)
        params = {"file": file_name}
        if known is not None and known.sha256 == sha256:
            return replace(report, reason="unchanged", params=params, entry_ids=known.entry_ids), known
        same = repository.known_by_content(sha256)
        if same:
            reason = "moved" if any(_is_gone(other) for other in same) else "duplicate_of"
            other = next((o for o in same if reason == "duplicate_of" or _is_gone(o)), same[0])
            if _place(other) == Path(root, file_name):
                return replace(report, reason="unchanged", params=params, entry_ids=other.entry_ids), known
            params |= {"other": other.file_name}
            return replace(report, reason=reason, params=params, entry_ids=other.entry_ids), known
        if known is None and KnowledgeRepository(session).has_source(sha256, file_name):
            return replace(report, reason="unchanged", params=params), known  # imported before there were books
        return None, known

    def _see(self, session: Session, run: OpenRun, report: FileReport) -> None:
        """Remember that a file of known content was met; one that was moved is no longer known by its old name."""
        repository = IngestRepository(session)
        if report.reason == "moved":
            for other in repository.known_by_content(report.sha256 or ""):
                if _is_gone(other) and other.file_name == report.params["other"]:
                    repository.forget(other)
        self._remember(session, run, report, report.entry_ids)

    def _remember(self, session: Session, run: OpenRun, report: FileReport, entry_ids: Sequence[str]) -> None:
        file = KnownFile(
            root=report.root, file_name=report.file_name, sha256=report.sha256 or "", entry_ids=tuple(entry_ids),
            last_run_id=run.run_id,
        )  # fmt: skip
        IngestRepository(session).put_known(file, at=self._clock.now())

    def _book(
        self,
        session: Session,
        run: OpenRun,
        reports: Sequence[tuple[int, FileReport]],
        expected: int,
        seconds: float,
    ) -> None:
        repository = IngestRepository(session)
        repository.put_files(run.run_id, reports, replaced=run.positions)
        repository.change_run(run.run_id, file_count=expected, seconds=round(seconds, 3))

    def _store(self, session: Session, run: OpenRun, report: FileReport, drafts: Sequence[EntryDraft]) -> FileReport:
        known = IngestRepository(session).known(report.root, report.file_name)
        knowledge = KnowledgeRepository(session)
        earlier = [knowledge.versions(entry_id)[0] for entry_id in known.entry_ids] if known else []
        ids, written, duplicates = [], list[str](), 0
        places = successors(drafts, earlier, same_place=report.root != UPLOADS)
        drafts, places = place_faqs(session, drafts, places)
        at_once = self._write_rows(session, run, drafts, places)
        for number, (draft, entry) in enumerate(zip(drafts, places, strict=True)):
            try:
                entry_id = at_once.get(number) or self._write(session, run, draft, entry)
                written += [entry_id] if entry_id else []
                ids.append(entry_id or (entry.entry_id if entry else ""))
            except DuplicateEntryError as error:
                duplicates += 1
                ids.append(error.entry_id)
        if run.publish and run.hold:
            IngestRepository(session).hold(knowledge.newest(entry_id) for entry_id in dict.fromkeys(written))
        ids = list(dict.fromkeys(ids))
        self._remember(session, run, report, ids)
        report = replace(report, entry_ids=tuple(ids), entry_count=len(written))
        gone = [entry for entry in earlier if entry.entry_id not in ids]
        params = {"file": report.file_name}
        if gone:
            return replace(report, reason="entries_gone", params=params | {"count": str(len(gone))})
        if not written:
            reason = "duplicate" if duplicates else "same_text"
            return replace(report, outcome=Outcome.UNCHANGED, reason=reason, params=params, passage_count=0)
        return report

    def _write_rows(
        self, session: Session, run: OpenRun, drafts: Sequence[EntryDraft], places: Sequence[EntrySummary | None]
    ) -> dict[int, str]:
        """Store what is new in a table of questions or service items at once; return entry ids by place in `drafts`.

        One by one, each row would cost as much as a whole document.
        """
        unplaced = {n: draft for n, (draft, entry) in enumerate(zip(drafts, places, strict=True)) if entry is None}
        new, bulk = new_rows(session, unplaced), BulkImport(self._clock)
        ids = (bulk.publish if run.publishes_at_once else bulk.create)(session, list(new.values()), run.actor)
        return dict(zip(new, ids, strict=True))

    def _write(self, session: Session, run: OpenRun, draft: EntryDraft, entry: EntrySummary | None) -> str | None:
        """Store one draft; return its entry, None when the entry holds this text already."""
        if entry is not None:
            newest = KnowledgeRepository(session).get(entry.entry_id, entry.version).content
            if (newest.title, newest.body, newest.details) == (draft.title, draft.body, draft.details):
                return None
            other = find_duplicate(session, draft, but_not=entry.entry_id)
            if other is not None:
                raise DuplicateEntryError(other.entry_id, other.title, other.rule)
        continued = entry.entry_id if entry else None
        return self._knowledge.take_in(
            session, draft, run.actor, publish=run.publishes_at_once, continues=continued
        ).entry_id


def _was_met(file: KnownFile, met: Container[tuple[str, str]]) -> bool:
    """Say whether a run met a file, or the folder or archive it lies in, which then could not be opened."""
    return any((file.root, str(name)) in met for name in (file.file_name, *PurePosixPath(file.file_name).parents))


def _missing_report(file: KnownFile, since: date) -> FileReport:
    return FileReport(
        file_name=file.file_name,
        root=file.root,
        sha256=file.sha256,
        outcome=Outcome.MISSING,
        reason="missing",
        params={"file": file.file_name, "since": since.isoformat()},
        entry_ids=file.entry_ids,
    )


def _place(file: KnownFile) -> Path:
    return Path(file.root, file.file_name)


def _is_gone(file: KnownFile) -> bool:
    """Say whether a known file is no longer where it was; a member of an archive is there while the archive is."""
    if file.root == UPLOADS:
        return False
    place = _place(file)
    return not any(path.exists() for path in (place, *(p for p in place.parents if p.suffix.lower() == ".zip")))
