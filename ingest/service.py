"""Reading one file: from its bytes to the drafts of the entries it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from ingest.assemble import assemble
from ingest.errors import UnreadableFileError
from ingest.readers.detect import Format, detect
from ingest.readers.json_records import read_records
from ingest.readers.markdown import read_markdown
from ingest.readers.pdf import read_pdf
from ingest.readers.plain_text import read_text
from ingest.readers.sheet import XLSX, Sheet, read_csv, read_workbook, tables_document
from ingest.readers.web_page import read_web_page
from ingest.readers.word import read_word
from ingest.records.faqs import faq_header, faqs_of_records, faqs_of_sheet
from ingest.records.service_items import is_service_item, service_item_of_record
from ingest.types import ParsedFile, ReadLimits, ReadOptions, ReadResult
from knowledge.types import EntryDraft, Source

_DOCUMENT_READERS: dict[Format, Callable[[str, bytes, ReadLimits], ReadResult]] = {
    Format.TEXT: lambda name, content, _: read_text(name, content),
    Format.MARKDOWN: lambda name, content, _: read_markdown(name, content),
    Format.HTML: lambda name, content, _: read_web_page(name, content),
    Format.PDF: read_pdf,
    Format.WORD: read_word,
}
_REFUSED = {
    Format.OLD_OFFICE: "old_office",
    Format.OFD: "ofd",
    Format.IMAGE: "image",
    Format.OTHER: "unknown_format",
    Format.ARCHIVE: "nested_archive",
}


def read_file(name: str, content: bytes, limits: ReadLimits | None = None) -> list[EntryDraft]:
    """Return the drafts that a file holds: one for a document, one per row for questions and service items.

    Raises UnreadableFileError with the reason when there is nothing to return.
    """
    return list(parse_file(name, content, limits).drafts)


def parse_file(
    name: str, content: bytes, limits: ReadLimits | None = None, options: ReadOptions | None = None
) -> ParsedFile:
    """Return what a file holds and what it took to read it.

    Depends on nothing but its arguments. Raises UnreadableFileError with the reason when there is nothing to return.
    """
    limits, options = limits or ReadLimits(), options or ReadOptions()
    if len(content) > limits.max_bytes:
        raise UnreadableFileError("too_large", file=name, limit_mb=limits.max_bytes // 1024**2)
    format_ = detect(name, content)
    if format_ in _REFUSED:
        raise UnreadableFileError(_REFUSED[format_], skipped=True, file=name)
    sha256 = hashlib.sha256(content).hexdigest()
    if format_ is Format.SHEET:
        return _from_sheets(name, sha256, read_workbook(name, content, limits), XLSX, options)
    if format_ is Format.CSV:
        return _from_sheets(name, sha256, read_csv(name, content, limits), "text/csv", options)
    if format_ is Format.JSON:
        return ParsedFile(drafts=tuple(_from_records(name, sha256, content)))
    return _document(name, sha256, _DOCUMENT_READERS[format_](name, content, limits), limits, options)


def _document(name: str, sha256: str, read: ReadResult, limits: ReadLimits, options: ReadOptions) -> ParsedFile:
    if sum(len(block.text) for block in read.blocks) > limits.max_chars:
        raise UnreadableFileError("too_long", file=name, limit=limits.max_chars)
    parsed = assemble(read, file_name=name, sha256=sha256, options=options)
    if not any(draft.passages for draft in parsed.drafts):
        raise UnreadableFileError("no_text", file=name)
    return parsed


def _from_sheets(name: str, sha256: str, sheets: list[Sheet], media_type: str, options: ReadOptions) -> ParsedFile:
    """Sheets of questions become entries; the other sheets together are one document of tables."""
    if not sheets:
        raise UnreadableFileError("empty", skipped=True, file=name)
    source = Source(file_name=name, sha256=sha256, media_type=media_type)
    drafts: list[EntryDraft] = []
    tables: list[Sheet] = []
    for sheet in sheets:
        header = faq_header(sheet)
        if header is None:
            tables.append(sheet)
        else:
            drafts += faqs_of_sheet(sheet, header, source)
    if tables:
        parsed = _document(name, sha256, tables_document(tables, media_type), ReadLimits(), options)
        return replace(parsed, drafts=(*drafts, *parsed.drafts))
    if not drafts:
        raise UnreadableFileError("no_text", file=name)
    return ParsedFile(drafts=tuple(drafts))


def _from_records(name: str, sha256: str, content: bytes) -> list[EntryDraft]:
    records = read_records(name, content)
    source = Source(file_name=name, sha256=sha256, media_type="application/json")
    items = [service_item_of_record(record, source) for record in records if is_service_item(record)]
    faqs = faqs_of_records([record for record in records if not is_service_item(record)], source)
    if not items and not faqs:
        raise UnreadableFileError("not_records", skipped=True, file=name)
    return [*items, *faqs]
