"""Reading one file: from its bytes to the drafts of the entries it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.assemble import assemble
from ingest.errors import UnreadableFileError
from ingest.readers.detect import Format, detect
from ingest.readers.json_records import read_records
from ingest.readers.markdown import read_markdown
from ingest.readers.ocr import Recogniser
from ingest.readers.ofd import read_ofd
from ingest.readers.office import MODERN, modernise
from ingest.readers.pdf import read_pdf
from ingest.readers.picture import read_picture
from ingest.readers.plain_text import read_text
from ingest.readers.sheet import XLSX, Sheet, Workbook, read_csv, tables_document
from ingest.readers.web_page import read_web_page
from ingest.readers.word import read_word
from ingest.readers.workbook import read_workbook
from ingest.records.faqs import faqs_of_sheet, guess_of, has_faq_fields, sheet_of_records
from ingest.records.service_items import is_service_item, service_item_of_record
from ingest.records.types import FaqSheet
from ingest.types import ParsedFile, ReadLimits, ReadOptions, ReadResult
from knowledge.types import EntryDraft, Source

_DOCUMENT_READERS: dict[Format, Callable[[str, bytes, ReadLimits], ReadResult]] = {
    Format.TEXT: lambda name, content, _: read_text(name, content),
    Format.MARKDOWN: lambda name, content, _: read_markdown(name, content),
    Format.HTML: lambda name, content, _: read_web_page(name, content),
    Format.OFD: read_ofd,
    Format.WORD: read_word,
}
_RECOGNISING_READERS: dict[Format, Callable[[str, bytes, ReadLimits, Recogniser], ReadResult]] = {
    Format.PDF: read_pdf,
    Format.IMAGE: read_picture,
}
_REFUSED = {
    Format.ENCRYPTED: "encrypted",
    Format.SLIDES: "slides",
    Format.MAIL: "mail",
    Format.PACKED: "packed",
    Format.OTHER: "unknown_format",
    Format.ARCHIVE: "nested_archive",
}


def read_file(name: str, content: bytes, limits: ReadLimits | None = None) -> list[EntryDraft]:
    """Return the drafts that a file holds: one for a document, one per row for questions and service items.

    Raises UnreadableFileError with the reason when there is nothing to return.
    """
    return list(parse_file(name, content, limits).drafts)


def parse_file(
    name: str,
    content: bytes,
    limits: ReadLimits | None = None,
    options: ReadOptions | None = None,
    on_page: Callable[[], None] | None = None,
) -> ParsedFile:
    """Return what a file holds and what it took to read it; `on_page` is called after each page that is recognised.

    Depends on nothing but its arguments. Raises UnreadableFileError with the reason when there is nothing to return.
    """
    limits, options = limits or ReadLimits(), options or ReadOptions()
    if len(content) > limits.max_bytes:
        raise UnreadableFileError("too_large", file=name, limit_mb=limits.max_bytes // 1024**2)
    format_ = detect(name, content)
    if format_ in _REFUSED:
        raise UnreadableFileError(_REFUSED[format_], skipped=format_ is not Format.ENCRYPTED, file=name)
    sha256 = hashlib.sha256(content).hexdigest()
    if format_ in MODERN:
        content, format_ = modernise(name, content, format_, limits, options.libreoffice), MODERN[format_]
    if format_ is Format.SHEET:
        return _from_sheets(name, sha256, read_workbook(name, content, limits), XLSX, options)
    if format_ is Format.CSV:
        return _from_sheets(name, sha256, read_csv(name, content, limits), "text/csv", options)
    if format_ is Format.JSON:
        return _from_records(name, sha256, content, options)
    if format_ in _RECOGNISING_READERS:
        read = _RECOGNISING_READERS[format_](name, content, limits, Recogniser(limits, options, on_page))
        return _document(name, sha256, read, limits, options)
    return _document(name, sha256, _DOCUMENT_READERS[format_](name, content, limits), limits, options)


def _document(name: str, sha256: str, read: ReadResult, limits: ReadLimits, options: ReadOptions) -> ParsedFile:
    if sum(len(block.text) for block in read.blocks) > limits.max_chars:
        raise UnreadableFileError("too_long", file=name, limit=limits.max_chars)
    parsed = assemble(read, file_name=name, sha256=sha256, options=options)
    if not any(draft.passages for draft in parsed.drafts):
        raise UnreadableFileError("no_text", file=name)
    return parsed


def _from_sheets(name: str, sha256: str, book: Workbook, media_type: str, options: ReadOptions) -> ParsedFile:
    """Sheets of questions become entries; the other sheets together are one document of tables."""
    if not book.sheets:
        raise UnreadableFileError("empty", skipped=True, file=name)
    source = Source(file_name=name, sha256=sha256, media_type=media_type)
    faqs, tables = _faqs_of_sheets(book.sheets, source, options)
    if tables and not options.faqs_only:
        read = replace(tables_document(tables, media_type), losses=book.losses)
        parsed = _document(name, sha256, read, ReadLimits(), options)
        return replace(parsed, drafts=(*faqs.drafts, *parsed.drafts), faq_sheets=faqs.faq_sheets)
    if not faqs.drafts and not options.faqs_only:
        raise UnreadableFileError("no_text", file=name)
    return replace(faqs, losses=book.losses)


def _faqs_of_sheets(sheets: Sequence[Sheet], source: Source, options: ReadOptions) -> tuple[ParsedFile, list[Sheet]]:
    """Return what the sheets of questions gave, and the sheets that are something else."""
    drafts: list[EntryDraft] = []
    reports: list[FaqSheet] = []
    others: list[Sheet] = []
    for sheet in sheets:
        mapping = options.faq_mappings.get(sheet.name)
        guess = guess_of(sheet, mapping)
        if options.faqs_only == "mapped" and mapping is None:
            continue
        if guess.is_faq or options.faqs_only:
            found, report = faqs_of_sheet(sheet, guess, source)
            drafts += found
            reports.append(report)
        else:
            others.append(sheet)
    return ParsedFile(drafts=tuple(drafts), faq_sheets=tuple(reports)), others


def _from_records(name: str, sha256: str, content: bytes, options: ReadOptions) -> ParsedFile:
    """Records of service items become entries one by one; the others are read as one sheet of questions."""
    records = read_records(name, content)
    source = Source(file_name=name, sha256=sha256, media_type="application/json")
    items = [service_item_of_record(record, source) for record in records if is_service_item(record)]
    others = [record for record in records if not is_service_item(record)]
    is_faq = bool(options.faq_mappings or options.faqs_only) or any(has_faq_fields(record) for record in others)
    faqs = ParsedFile(drafts=())
    if others and is_faq:
        faqs, _ = _faqs_of_sheets([sheet_of_records(others)], source, options)
    if not items and not faqs.drafts and not options.faqs_only:
        raise UnreadableFileError("not_records", skipped=True, file=name)
    return replace(faqs, drafts=(*items, *faqs.drafts))
