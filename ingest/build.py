"""The only module of the package that names concrete parts."""

from __future__ import annotations

from core.clock import Clock
from core.database import Database
from core.files import FileStore
from core.settings import IngestSettings
from ingest.running.run import IngestRun
from ingest.running.worker import ParserProcess
from ingest.running.writer import KnowledgeWriter
from ingest.types import ReadLimits
from knowledge.service import KnowledgeService


def build_ingest(
    settings: IngestSettings, database: Database, knowledge: KnowledgeService, files: FileStore, clock: Clock
) -> IngestRun:
    """Return the import of a deployment; its parser process starts with the first file."""
    limits = ReadLimits(
        max_bytes=settings.max_file_mb * 1024**2,
        timeout_seconds=settings.parse_timeout_seconds,
        memory_bytes=settings.parse_memory_mb * 1024**2,
    )
    return IngestRun(KnowledgeWriter(database, knowledge), files, clock, ParserProcess(limits), limits)
