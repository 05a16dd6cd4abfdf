"""Files uploaded by curators: checked for size, read by the import, reported one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence

from fastapi import UploadFile

from api.runtime import Runtime
from api.schemas.knowledge import UploadedFileOut, UploadOut
from core.actors import Actor
from core.messages import has_message, message
from ingest.types import FileReport

_MEGABYTE = 1024 * 1024


def read_uploads(runtime: Runtime, files: Sequence[UploadFile], actor: Actor) -> UploadOut:
    """Read each file into drafts and return what became of it; one bad file stops no other."""
    most = runtime.settings.server.upload_max_mb
    reported: list[UploadedFileOut] = []
    accepted: list[tuple[str, bytes]] = []
    for file in files:
        name, content = file.filename or message("api.unnamed_file"), file.file.read()
        if len(content) > most * _MEGABYTE:
            reported.append(_too_large(name, len(content), most))
        else:
            accepted.append((name, content))
    run = runtime.ingest.run_uploads(accepted, actor=actor)
    reported += [_reported(runtime, report) for report in run.files]
    return UploadOut(files=reported)


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
        reason=_reason(report),
        clause_count=report.clause_count,
        finding_count=len(report.findings),
    )


def _reason(report: FileReport) -> str | None:
    if report.reason is None:
        return None
    key = f"ingest.reason.{report.reason}"
    return message(key, **report.params) if has_message(key) else report.reason


def _too_large(name: str, size: int, most: int) -> UploadedFileOut:
    return UploadedFileOut(
        file_name=name,
        outcome="failed",
        entry_id=None,
        version=None,
        title=None,
        reason=message("api.upload_too_large", file=name, size=math.ceil(size / _MEGABYTE), most=most),
        clause_count=0,
        finding_count=0,
    )
