"""The only module of the package that names concrete parts."""

from __future__ import annotations

from pathlib import Path

from core.clock import Clock
from core.database import Database
from core.files import FileStore
from core.locks import OwnerLock
from core.settings import IngestSettings
from ingest.errors import ImportRunningError
from ingest.records.faq_import import FaqImport
from ingest.repository import IngestRepository
from ingest.running.pool import ParserPool
from ingest.running.run import IngestRun
from ingest.running.store import RunStore
from ingest.running.worker import ParserProcess
from ingest.types import ReadLimits, ReadOptions
from ingest.visitor_files import FileReader, visitors_limits
from knowledge.service import KnowledgeService


def build_ingest(
    settings: IngestSettings,
    database: Database,
    knowledge: KnowledgeService,
    files: FileStore,
    clock: Clock,
    *,
    folder: Path | None = None,
) -> IngestRun:
    """Return the import of a deployment; its parser processes start with the first file.

    `folder` holds the lock that keeps two runs from reading into one base at once; a base of one process needs none.
    """
    limits = _limits(settings)

    def options() -> ReadOptions:
        """Return what holds for a run that starts now: curators change the source list while the server runs."""
        with database.reading() as session:
            rules_off = IngestRepository(session).rules_off_by_site()
        return ReadOptions(rules_off_by_site=rules_off, ocr=settings.ocr, libreoffice=settings.libreoffice)

    return IngestRun(
        RunStore(database, knowledge, clock),
        files,
        clock,
        ParserPool(ParserProcess(limits, niceness=settings.parser_niceness) for _ in range(settings.parser_processes)),
        limits,
        options=options,
        lock=None if folder is None else OwnerLock(folder / "import.lock", ImportRunningError),
    )


def build_faq_import(
    settings: IngestSettings, database: Database, knowledge: KnowledgeService, files: FileStore, clock: Clock
) -> FaqImport:
    """Return the import of questions; each file is parsed in a process started for it."""
    return FaqImport(database, knowledge, files, clock, _limits(settings))


def build_file_reader(settings: IngestSettings, *, max_mb: int) -> FileReader:
    """Return what reads files of visitors; `max_mb` is the largest."""
    limits = visitors_limits(_limits(settings), max_bytes=max_mb * 1024**2)
    return FileReader(limits, ReadOptions(ocr=settings.ocr, libreoffice=settings.libreoffice))


def _limits(settings: IngestSettings) -> ReadLimits:
    return ReadLimits(
        max_bytes=settings.max_file_mb * 1024**2,
        timeout_seconds=settings.parse_timeout_seconds,
        memory_bytes=settings.parse_memory_mb * 1024**2,
        max_output_bytes=settings.parse_output_mb * 1024**2,
        ocr_seconds=settings.ocr_timeout_seconds,
        ocr_threads=settings.ocr_threads,
    )
