"""All queries of runs, their files and the files known from earlier ones. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Select, case, delete, func, insert, select, update
from sqlalchemy.orm import Session

from ingest.errors import RunNotFoundError
from ingest.tables import HeldRow, IngestFileRow, IngestRunRow, KnownFileRow, SourceSiteRow
from ingest.types import FileReport, KnownFile, Outcome, RunProgress, RunReport, RunStatus
from knowledge.repository import EditState
from knowledge.types import EntryStatus

_report = TypeAdapter(FileReport)
_OPEN = (RunStatus.RUNNING.value, RunStatus.STOPPED.value)
_FAILED_FIRST = case(
    {Outcome.FAILED.value: 0, Outcome.MISSING.value: 1, Outcome.SKIPPED.value: 2}, value=IngestFileRow.outcome, else_=3
)


@dataclass(frozen=True, slots=True)
class DoneFile:
    """A file that a run has dealt with: where it stands in the run, and what its content was."""

    position: int
    sha256: str | None
    outcome: Outcome


class IngestRepository:
    """Reads and writes the books of the import inside the caller's session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # -- runs --------------------------------------------------------------------------------------------------

    def add_run(self, run_id: str, *, roots: Sequence[str], publish: bool, actor_id: str, at: datetime) -> None:
        self._session.execute(
            insert(IngestRunRow).values(
                id=run_id, started_at=at, finished_at=None, status=RunStatus.RUNNING.value, actor_id=actor_id,
                roots=list(roots), publish=publish, file_count=0, seconds=0.0,
            )
        )  # fmt: skip

    def find_open_run(self, roots: Sequence[str], *, publish: bool) -> RunProgress | None:
        """Return the newest run of these roots, None when it came to its end or never was."""
        rows = self._session.scalars(select(IngestRunRow).order_by(IngestRunRow.started_at.desc(), IngestRunRow.id))
        newest = next((row for row in rows if row.roots == list(roots)), None)
        if newest is None or newest.status not in _OPEN or newest.publish != publish:
            return None
        return self._progress(newest)

    def change_run(self, run_id: str, **values: Any) -> None:
        """Change columns of a run."""
        self._session.execute(update(IngestRunRow).where(IngestRunRow.id == run_id).values(**values))

    def stop_all_running(self, *, at: datetime) -> int:
        """Mark runs that nobody runs any more as stopped; return how many."""
        running = IngestRunRow.status == RunStatus.RUNNING.value
        statement = update(IngestRunRow).where(running).values(status=RunStatus.STOPPED.value, finished_at=at)
        return int(self._session.execute(statement).rowcount)  # type: ignore[attr-defined]

    def progress(self, run_id: str) -> RunProgress:
        """Return how far a run is. Raises RunNotFoundError."""
        row = self._session.get(IngestRunRow, run_id, populate_existing=True)
        if row is None:
            raise RunNotFoundError(run_id)
        return self._progress(row)

    def list_runs(self, *, offset: int, limit: int) -> tuple[int, list[RunProgress]]:
        """Return how many runs there are and one page of them, newest first."""
        total = self._session.scalar(select(func.count()).select_from(IngestRunRow)) or 0
        order = (IngestRunRow.started_at.desc(), IngestRunRow.id.desc())
        rows = self._session.scalars(select(IngestRunRow).order_by(*order).offset(offset).limit(limit))
        return total, [self._progress(row) for row in rows]

    def report(self, run_id: str) -> RunReport:
        """Return a run with all its files. Raises RunNotFoundError."""
        run = self.progress(run_id)
        return RunReport(
            files=tuple(self._files(select(IngestFileRow.report).order_by(IngestFileRow.position), run_id)),
            seconds=run.seconds,
            run_id=run_id,
            status=run.status,
            started_at=run.started_at,
            finished_at=run.finished_at,
            roots=run.roots,
        )

    def _progress(self, row: IngestRunRow) -> RunProgress:
        counted = self._session.execute(
            select(IngestFileRow.outcome, func.count())
            .where(IngestFileRow.run_id == row.id)
            .group_by(IngestFileRow.outcome)
        )
        return RunProgress(
            run_id=row.id,
            status=RunStatus(row.status),
            started_at=row.started_at,
            finished_at=row.finished_at,
            actor_id=row.actor_id,
            roots=tuple(row.roots),
            publish=row.publish,
            expected_count=row.file_count,
            seconds=row.seconds,
            counts={Outcome(outcome): count for outcome, count in counted},
        )

    # -- files of a run ----------------------------------------------------------------------------------------

    def put_files(
        self, run_id: str, reports: Iterable[tuple[int, FileReport]], *, replaced: Container[int] = ()
    ) -> None:
        """Note what became of files, by position; at the positions `replaced` something is noted already."""
        rows = []
        for position, report in reports:
            values = {
                "file_name": report.file_name,
                "sha256": report.sha256,
                "outcome": report.outcome.value,
                "reason": report.reason,
                "report": _report.dump_python(report, mode="json"),
            }
            if position in replaced:
                place = (IngestFileRow.run_id == run_id, IngestFileRow.position == position)
                self._session.execute(update(IngestFileRow).where(*place).values(**values))
            else:
                rows.append({"run_id": run_id, "position": position, **values})
        if rows:
            self._session.execute(insert(IngestFileRow.__table__), rows)  # type: ignore[arg-type]  # always a Table

    def done_files(self, run_id: str) -> dict[tuple[str, str], DoneFile]:
        """Return the files a run has dealt with, by root and name."""
        columns = (IngestFileRow.position, IngestFileRow.file_name, IngestFileRow.sha256, IngestFileRow.outcome)
        root = IngestFileRow.report["root"].as_string()
        rows = self._session.execute(select(*columns, root).where(IngestFileRow.run_id == run_id))
        return {(root, name): DoneFile(position, sha256, Outcome(what)) for position, name, sha256, what, root in rows}

    def list_files(
        self, run_id: str, *, offset: int, limit: int, outcome: Outcome | None = None
    ) -> tuple[int, list[FileReport]]:
        """Return how many files a run has met with this outcome, and one page of them, failed ones first."""
        statement = select(IngestFileRow.report)
        counted = select(func.count()).select_from(IngestFileRow).where(IngestFileRow.run_id == run_id)
        if outcome is not None:
            statement = statement.where(IngestFileRow.outcome == outcome.value)
            counted = counted.where(IngestFileRow.outcome == outcome.value)
        page = statement.order_by(_FAILED_FIRST, IngestFileRow.position).offset(offset).limit(limit)
        return self._session.scalar(counted) or 0, self._files(page, run_id)

    def _files(self, statement: Select[dict[str, Any]], run_id: str) -> list[FileReport]:
        rows = self._session.scalars(statement.where(IngestFileRow.run_id == run_id))
        return [_report.validate_python(row) for row in rows]

    # -- known files -------------------------------------------------------------------------------------------

    def known(self, root: str, file_name: str) -> KnownFile | None:
        row = self._session.get(KnownFileRow, (root, file_name), populate_existing=True)
        return None if row is None else _known(row)

    def known_by_content(self, sha256: str) -> list[KnownFile]:
        """Return the files known to have this content, first known first."""
        order = (KnownFileRow.missing_since.is_not(None), KnownFileRow.seen_at, KnownFileRow.file_name)
        return [
            _known(row)
            for row in self._session.scalars(
                select(KnownFileRow).where(KnownFileRow.sha256 == sha256).order_by(*order).limit(20)
            )
        ]

    def put_known(self, file: KnownFile, *, at: datetime) -> None:
        """Remember a file as it is now."""
        values = {
            "sha256": file.sha256,
            "entry_ids": list(file.entry_ids),
            "last_run_id": file.last_run_id,
            "seen_at": at,
            "missing_since": file.missing_since,
        }
        place = (KnownFileRow.root == file.root, KnownFileRow.file_name == file.file_name)
        changed = self._session.execute(update(KnownFileRow).where(*place).values(**values))
        if not changed.rowcount:  # type: ignore[attr-defined]
            self._session.execute(insert(KnownFileRow).values(root=file.root, file_name=file.file_name, **values))

    def forget(self, file: KnownFile) -> None:
        """Forget a file that goes by another name now."""
        self._session.execute(
            delete(KnownFileRow).where(KnownFileRow.root == file.root, KnownFileRow.file_name == file.file_name)
        )

    def not_met(self, run_id: str, root: str) -> list[KnownFile]:
        """Return the files known under `root` that the run did not meet, by name."""
        rows = self._session.scalars(
            select(KnownFileRow)
            .where(KnownFileRow.root == root, KnownFileRow.last_run_id != run_id)
            .order_by(KnownFileRow.file_name)
        )
        return [_known(row) for row in rows]

    def mark_missing(self, files: Iterable[KnownFile], *, at: datetime) -> None:
        """Note since when files are gone; one that was gone before keeps its day."""
        for file in files:
            if file.missing_since is None:
                self.put_known(replace(file, missing_since=at), at=at)

    # -- drafts that are to be published -----------------------------------------------------------------------

    def hold(self, states: Iterable[EditState]) -> None:
        """Remember drafts that are to be published later."""
        for state in states:
            self._session.merge(HeldRow(entry_id=state.entry_id, version=state.version, lock=state.lock))
        self._session.flush()

    def held(self, entry_ids: Collection[str] | None = None) -> dict[str, EditState]:
        """Return the drafts that are to be published, as they were stored, by entry; of these entries or of all."""
        wanted = select(HeldRow) if entry_ids is None else select(HeldRow).where(HeldRow.entry_id.in_(entry_ids))
        rows = self._session.scalars(wanted)
        return {row.entry_id: EditState(row.entry_id, row.version, EntryStatus.DRAFT, row.lock) for row in rows}

    def let_go(self, entry_ids: Collection[str]) -> None:
        """Forget that drafts are to be published."""
        self._session.execute(delete(HeldRow).where(HeldRow.entry_id.in_(entry_ids)))

    # -- source list -------------------------------------------------------------------------------------------

    def rules_off_by_site(self) -> dict[str, frozenset[str]]:
        """Return the cleaning rules that are off, by host of the site on the source list."""
        rows = self._session.execute(
            select(SourceSiteRow.host, SourceSiteRow.rules_off).where(SourceSiteRow.is_active.is_(True))
        )
        found: dict[str, frozenset[str]] = {}
        for host, rules in rows:
            if rules:
                found[host] = found.get(host, frozenset()) | frozenset(rules)
        return found


def _known(row: KnownFileRow) -> KnownFile:
    return KnownFile(
        root=row.root,
        file_name=row.file_name,
        sha256=row.sha256,
        entry_ids=tuple(row.entry_ids),
        last_run_id=row.last_run_id,
        missing_since=row.missing_since,
    )
