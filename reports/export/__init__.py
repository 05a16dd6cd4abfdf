"""Editions as files: DOCX and XLSX with native charts, and CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.export.separated import write_csv
from reports.export.types import Document
from reports.export.word import write_docx
from reports.export.workbook import write_xlsx

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Exporter:
    """Writes an edition in one format."""

    media_type: str
    write: Callable[[Document], bytes]


EXPORTERS: Mapping[str, Exporter] = {
    "docx": Exporter(f"{_OFFICE}.wordprocessingml.document", write_docx),
    "xlsx": Exporter(f"{_OFFICE}.spreadsheetml.sheet", write_xlsx),
    "csv": Exporter("text/csv; charset=utf-8", write_csv),
}

__all__ = ["EXPORTERS", "Document", "Exporter"]
