"""From what a reader saw to the draft of one entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from core.text import is_traditional, simplify_traditional
from ingest.clauses.split import split
from ingest.clauses.structure import structure
from ingest.cleaning.lines import CleanedDocument, Line, clean_document
from ingest.cleaning.marks import cleaning_findings, mark_clauses, mark_passages
from ingest.description.describe import Described, describe
from ingest.description.header import Frame, read_frame
from ingest.description.notices import read_notice
from ingest.description.relations import find_relations
from ingest.types import BlockKind, PageFacts, ParsedFile, ReadOptions, ReadResult
from knowledge.types import (
    Authority,
    EntryDraft,
    EntryKind,
    Finding,
    NoticeDetails,
    RelationDraft,
    RelationKind,
    Source,
)

_FORWARDED = re.compile(r"(?:印发|转发|批转)《(?P<title>[^》]+)》")


def assemble(read: ReadResult, *, file_name: str, sha256: str, options: ReadOptions) -> ParsedFile:
    """Clean, structure, describe and split the document that a file holds."""
    document = clean_document(read, options)
    return ParsedFile(
        drafts=(_draft(read, document, file_name, sha256),),
        block_count=len(read.blocks),
        table_count=sum(block.kind is BlockKind.TABLE for block in read.blocks),
        edits=document.edit_counts,
        losses=read.losses,
    )


def _draft(read: ReadResult, document: CleanedDocument, file_name: str, sha256: str) -> EntryDraft:
    facts = _in_the_script_of_the_body(_with_bylines(read.facts, document), document)
    frame = read_frame(document.lines, facts, fallback_title=_name_as_title(file_name))
    built = structure(document.lines, frame)
    title = frame.inner_title or frame.title
    described = describe(title, frame, document.lines, facts, built.clauses, is_statute=built.is_statute)
    return EntryDraft(
        kind=described.kind,
        title=title,
        body=document.body,
        clauses=mark_clauses(built.clauses, document.damaged),
        passages=mark_passages(split(document.body, built.clauses), document.damaged),
        description=described.description,
        details=_details(described, document.lines),
        relations=_relations(title, described.kind, frame, document.lines),
        source=Source(
            file_name=file_name,
            sha256=sha256,
            media_type=read.media_type,
            url=facts.url,
            site=facts.site or facts.source_name,
        ),
        findings=(
            *(Finding(code) for code in read.warnings),
            *cleaning_findings(document),
            *built.findings,
            *described.findings,
            *_missing(described),
        ),
        attachments=read.attachments,
        page_starts=document.page_starts,
        extraction=document.extraction,
    )


def _details(described: Described, lines: Sequence[Line]) -> NoticeDetails | None:
    return read_notice(lines, described.description.issued_on) if described.kind is EntryKind.NOTICE else None


def _relations(title: str, kind: EntryKind, frame: Frame, lines: Sequence[Line]) -> tuple[RelationDraft, ...]:
    text = [line for index, line in enumerate(lines) if index not in frame.furniture]
    forwarded = _FORWARDED.search(frame.title)
    carried = forwarded["title"] if forwarded and frame.inner_title is None else None
    found = find_relations(title, text, carried=carried)
    if kind is not EntryKind.NOTICE:
        return found
    # The policy that a call for applications carries out is the first basis it names.
    first = next((r for r in found if r.kind in (RelationKind.BASED_ON, RelationKind.IMPLEMENTS)), None)
    return tuple(replace(r, kind=RelationKind.NOTICE_OF) if r is first else r for r in found)


def _missing(described: Described) -> list[Finding]:
    """Name the facts that an official document should state and that were not found."""
    found = described.description
    if described.kind is not EntryKind.POLICY_DOCUMENT:
        return []
    missing = []
    if found.document_number is None and found.authority is not Authority.LAW:
        missing.append(Finding("no_document_number"))
    if found.issued_on is None:
        missing.append(Finding("no_issue_date"))
    return missing


def _with_bylines(facts: PageFacts, document: CleanedDocument) -> PageFacts:
    """Take the source and the address that by-lines and notices gave away when cleaning dropped them."""
    source, url = facts.source_name, facts.url
    for dropped in document.cleaned.dropped:
        if url is None and (match := re.search(r"原文链接[:：]\s*(https?://\S+)", dropped.text)):
            url = match[1]
        if source is None and (match := re.match(r"[来來]源\s*[:：]\s*([^|｜\s]{2,30})", dropped.text)):
            source = match[1]
    return replace(facts, source_name=source, url=url)


def _in_the_script_of_the_body(facts: PageFacts, document: CleanedDocument) -> PageFacts:
    """Simplify the page's own title where cleaning simplified the whole text: a document has one script."""
    was_converted = is_traditional(document.extraction.text) and not is_traditional(document.body)
    return replace(facts, title=simplify_traditional(facts.title)) if facts.title and was_converted else facts


def _name_as_title(file_name: str) -> str:
    stem = PurePosixPath(file_name.replace("\\", "/")).stem
    return stem.replace("_", " ").strip() or file_name
