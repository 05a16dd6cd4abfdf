"""Imports as curators see them."""

from __future__ import annotations

from api.errors import readable
from api.imports import ImportQueue
from api.schemas.imports import ImportCounts, ImportedFileOut, ImportRow
from core.messages import has_message, message
from ingest.running.summary import remark
from ingest.types import FileReport, Loss, Outcome, RunProgress


def import_row(run: RunProgress, queue: ImportQueue) -> ImportRow:
    """Return one run, with what may be done about it."""
    problem = queue.problem_of(run.run_id)
    return ImportRow(
        run_id=run.run_id,
        status=run.status.value,
        started_at=run.started_at,
        finished_at=run.finished_at,
        actor_id=run.actor_id,
        roots=list(run.roots),
        publish=run.publish,
        done_count=run.done_count,
        expected_count=max(run.expected_count, run.done_count),
        seconds=run.seconds,
        remaining_seconds=run.remaining_seconds,
        counts=ImportCounts(**{outcome.value: run.counts.get(outcome, 0) for outcome in Outcome}),
        can_resume=queue.can_resume(run.run_id),
        problem=readable(problem) if problem else None,
    )


def imported_file(file: FileReport) -> ImportedFileOut:
    """Return what became of one file."""
    return ImportedFileOut(
        file_name=file.file_name,
        outcome=file.outcome.value,
        entry_ids=list(file.entry_ids),
        titles=list(file.titles),
        reason=remark(file),
        clause_count=file.clause_count,
        passage_count=file.passage_count,
        finding_count=len(file.findings),
        losses=[_loss(loss) for loss in file.losses],
        seconds=file.seconds,
    )


def _loss(loss: Loss) -> str:
    key = f"ingest.loss.{loss.code}"
    return message(key, count=loss.count) if has_message(key) else loss.code
