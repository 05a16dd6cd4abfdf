"""What the stages of an import hand to each other, and what a run reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from core.actors import Actor
from knowledge.types import EntryDraft


class BlockKind(StrEnum):
    """What a reader saw a block to be, by its markup or its place on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document in reading order.

    A line break inside `text` is a soft one (the line of a PDF page); cleaning joins such lines. `level` is the depth
    of a heading from 1. `rows` are the cells of a table, its header first; `text` is then one line per row.
    `original_start` is the offset of `text` in the decoded file, None when the format has no plain text.
    """

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None
    original_start: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a file says about itself outside its text: page metadata, file properties, front matter."""

    title: str | None = None
    published_on: date | None = None
    source_name: str | None = None
    site: str | None = None
    url: str | None = None
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a page links to; it is not fetched."""

    name: str
    url: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """How much one file may ask for; a file over a limit is refused with a reason, not cut."""

    max_bytes: int = 64 * 1024 * 1024
    max_pages: int = 2000
    max_chars: int = 20_000_000
    max_unpacked_bytes: int = 512 * 1024 * 1024
    max_unpacking_ratio: int = 200
    max_archive_members: int = 20_000
    max_table_cells: int = 500_000
    timeout_seconds: float = 180.0
    memory_bytes: int = 3 * 1024**3


class Outcome(StrEnum):
    """What became of one file."""

    READ = "read"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file, and why. `reason` has its sentence in the catalogue under `ingest.reason.<reason>`."""

    file_name: str
    outcome: Outcome
    reason: str | None = None
    params: dict[str, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    entry_ids: tuple[str, ...] = ()
    entry_count: int = 0
    clause_count: int = 0
    passage_count: int = 0
    findings: tuple[str, ...] = ()  # finding codes, once each
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """All files of one run, in the order they were met."""

    files: tuple[FileReport, ...]
    seconds: float

    def count(self, outcome: Outcome) -> int:
        """Return how many files ended with `outcome`."""
        return sum(file.outcome is outcome for file in self.files)


class Writer(Protocol):
    """Stores the drafts of one file. Each call is one unit of work: all of it is stored, or none."""

    def find_by_source_hash(self, sha256: str, file_name: str) -> bool:
        """Say whether a file of this name and content is already stored."""

    def write(self, drafts: list[EntryDraft], *, actor: Actor, publish: bool) -> list[str]:
        """Store the drafts, publish them when asked, and return their entry ids in the same order."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that a run is about to read: a path on disk, or a member of an archive already in memory."""

    name: str
    path: Path | None = None
    content: bytes | None = None
    refused: str | None = None  # reason code, when it may not be read at all
    recognised: Path | None = None  # the text of a scan, recognised elsewhere and laid beside it as NAME.pdf.txt
    params: dict[str, str] = field(default_factory=dict)
