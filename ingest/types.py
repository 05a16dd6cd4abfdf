"""What the stages of an import hand to each other, and what a run reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Literal

from ingest.records.types import FaqMapping, FaqSheet
from knowledge.types import Attachment, EntryDraft


class BlockKind(StrEnum):
    """What a reader saw a block to be, by its markup or its place on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    IMAGE_TEXT = "image_text"  # recognised in a picture


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document in reading order.

    A line break inside `text` is a soft one (the line of a PDF page); cleaning joins such lines. `level` is the depth
    of a heading from 1. `rows` are the cells of a table, its header first; `text` is then one line per row.
    `original_start` is the offset of `text` in the decoded file, None when the format has no plain text. `page` counts
    from 1; where a paragraph runs on over pages, `page_breaks` are the offsets in `text` at which each next one begins.
    """

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None
    original_start: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    page_breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a file says about itself outside its text: page metadata, file properties, front matter."""

    title: str | None = None
    published_on: date | None = None
    source_name: str | None = None
    site: str | None = None
    url: str | None = None
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something of the original that is not in the text. `code` has its sentence under `ingest.loss.<code>`."""

    code: str
    count: int = 1
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """The content of one file as a reader gives it."""

    blocks: tuple[Block, ...]
    media_type: str
    encoding: str | None = None
    page_count: int | None = None
    facts: PageFacts = PageFacts()
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = ()  # finding codes
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """How much one file may ask for; a file over a limit is refused with a reason, not cut."""

    max_bytes: int = 64 * 1024 * 1024
    max_pages: int = 2000
    max_chars: int = 20_000_000
    max_unpacked_bytes: int = 512 * 1024 * 1024
    max_part_bytes: int = 128 * 1024 * 1024  # one member of a document's container, unpacked
    max_unpacking_ratio: int = 200
    max_archive_members: int = 20_000
    max_table_cells: int = 500_000
    timeout_seconds: float = 180.0
    memory_bytes: int = 3 * 1024**3
    ocr_seconds: float = 1800.0  # for the pages of one file beside timeout_seconds; those left over are reported
    ocr_threads: int = 1
    max_output_bytes: int = 256 * 1024 * 1024  # what a parser hands back, as it crosses the process boundary


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What a deployment or a curator decided about reading. Crosses the process boundary of the parser.

    `rules_off_by_site` maps a source site's host ("www.example.gov.cn") to the cleaning rules it is read without.
    """

    rules_off: frozenset[str] = frozenset()
    rules_off_by_site: Mapping[str, frozenset[str]] = field(default_factory=dict)
    faq_mappings: Mapping[str, FaqMapping] = field(default_factory=dict)  # by sheet name
    faqs_only: Literal["every", "mapped"] | None = None  # read tables as questions: all of them, or those mapped
    ocr: bool = True  # recognise pictures and scanned pages where the `ocr` extra is installed
    libreoffice: str | None = None  # program that converts old office files; None: found by PATH; "off": none


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFile:
    """What one file gave: the drafts of its entries, and what it took to make them."""

    drafts: tuple[EntryDraft, ...]
    block_count: int = 0
    table_count: int = 0
    edits: Mapping[str, int] = field(default_factory=dict)  # number of edits by rule
    losses: tuple[Loss, ...] = ()
    faq_sheets: tuple[FaqSheet, ...] = ()  # what was made of sheets of questions
    seconds: float = 0.0  # that the parser worked on it, waiting and starting left out


class Outcome(StrEnum):
    """What became of one file."""

    READ = "read"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"
    MISSING = "missing"  # known from an earlier run of the same folder, and no longer there


class RunStatus(StrEnum):
    """Where a run stands. One that is `running` while nobody runs it was killed; it is resumed like a stopped one."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file, and why. `reason` has its sentence in the catalogue under `ingest.reason.<reason>`."""

    file_name: str
    outcome: Outcome
    root: str = ""  # the folder that was given; file_name is relative to it
    sha256: str | None = None
    reason: str | None = None
    params: dict[str, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    entry_ids: tuple[str, ...] = ()
    entry_count: int = 0
    clause_count: int = 0
    passage_count: int = 0
    block_count: int = 0
    table_count: int = 0
    findings: tuple[str, ...] = ()  # finding codes, once each
    fields_found: tuple[str, ...] = ()  # described fields with a value, each once
    fields_missing: tuple[str, ...] = ()  # described fields that a document of its kind should have
    edits: dict[str, int] = field(default_factory=dict)  # by rule
    losses: tuple[Loss, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What became of a run: all its files, in the order they were met, those read before it was resumed too."""

    files: tuple[FileReport, ...]
    seconds: float  # spent working, waiting for a restart left out
    run_id: str = ""
    status: RunStatus = RunStatus.FINISHED
    started_at: datetime | None = None
    finished_at: datetime | None = None
    roots: tuple[str, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """Return how many files ended with `outcome`."""
        return sum(file.outcome is outcome for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunProgress:
    """How far a run is. `expected_count` grows while archives are opened."""

    run_id: str
    status: RunStatus
    started_at: datetime
    finished_at: datetime | None
    actor_id: str
    roots: tuple[str, ...]
    publish: bool
    expected_count: int
    seconds: float
    counts: Mapping[Outcome, int]

    @property
    def done_count(self) -> int:
        """Return how many files have been dealt with."""
        return sum(count for outcome, count in self.counts.items() if outcome is not Outcome.MISSING)

    @property
    def remaining_seconds(self) -> float | None:
        """Return about how long the rest takes, at the rate so far; None before anything can be said."""
        if self.status is not RunStatus.RUNNING or not self.done_count:
            return None
        return round(self.seconds / self.done_count * max(0, self.expected_count - self.done_count), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """A file that was read before, and the entries that came of it."""

    root: str
    file_name: str
    sha256: str
    entry_ids: tuple[str, ...]
    last_run_id: str
    missing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that a run is about to read: a path on disk, or a member of an archive already in memory."""

    name: str
    root: str = ""
    path: Path | None = None
    content: bytes | None = None
    refused: str | None = None  # reason code, when it may not be read at all
    is_skipped: bool = False  # refused, but nothing is wrong with it
    recognised: Path | None = None  # the text of a scan, recognised elsewhere and laid beside it as NAME.pdf.txt
    params: dict[str, str] = field(default_factory=dict)
