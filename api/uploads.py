"""Files uploaded by curators, a few at a time: read while they wait, reported one by one."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import UploadFile

from api.imports import Upload
from api.runtime import Runtime
from api.schemas.knowledge import UploadedFileOut, UploadOut
from core.actors import Actor
from core.messages import message
from ingest.running.summary import remark
from ingest.types import FileReport


def read_uploads(runtime: Runtime, files: Sequence[UploadFile], actor: Actor) -> UploadOut:
    """Read each file into drafts and return what became of it; one bad file stops no other."""
    report = runtime.imports.read_now(arriving(files), actor)
    return UploadOut(files=[_reported(runtime, file) for file in report.files])


def arriving(files: Sequence[UploadFile]) -> list[Upload]:
    """Return uploads as the import takes them."""
    return [
        Upload(file.filename or message("api.unnamed_file"), file.file, file.size if file.size is not None else 0)
        for file in files
    ]


def _reported(runtime: Runtime, report: FileReport) -> UploadedFileOut:
    entry_id = report.entry_ids[0] if report.entry_ids else None
    version = None
    if entry_id is not None:
        with runtime.database.reading() as session:
            version = runtime.knowledge.versions(session, entry_id)[0].version
    return UploadedFileOut(
        file_name=report.file_name,
        outcome=report.outcome.value,
        entry_id=entry_id,
        version=version,
        title=report.titles[0] if report.titles else None,
        reason=remark(report),
        clause_count=report.clause_count,
        finding_count=len(report.findings),
    )
