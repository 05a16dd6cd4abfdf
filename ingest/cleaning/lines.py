"""The cleaned text as lines that still know which block they came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from urllib.parse import urlsplit

from ingest.cleaning.clean import Cleaned, clean
from ingest.types import Block, BlockKind, ReadOptions, ReadResult
from knowledge.types import Extraction

CELL_SEPARATOR = " | "
_CELL = re.compile(r" ?\| ?")
_PAGES = frozenset({"text/html", "text/plain", "text/markdown"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the body: `body[start:end]` is `text`. `block` numbers the block it came from."""

    text: str
    start: int
    end: int
    kind: BlockKind
    level: int
    block: int
    original_start: int | None = None
    original_end: int | None = None

    @property
    def is_table(self) -> bool:
        return self.kind is BlockKind.TABLE

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a table row."""
        return tuple(_CELL.split(self.text))

    @property
    def is_sentence(self) -> bool:
        """Whether the line ends like running text, or is too long for a title."""
        return self.text[-1] in "。：；！？:;!?…”" or len(self.text) > 60


@dataclass(frozen=True, slots=True)
class CleanedDocument:
    """The body of a document, its lines, and what cleaning did to get there."""

    body: str
    lines: tuple[Line, ...]
    cleaned: Cleaned
    extraction: Extraction
    page_starts: tuple[int, ...]

    @property
    def edit_counts(self) -> dict[str, int]:
        """Number of edits by rule."""
        return dict(self.cleaned.edit_counts)

    @property
    def damaged(self) -> tuple[tuple[int, int], ...]:
        """The spans of the body that are damaged beyond mending (C13): searchable, never quoted."""
        return self.cleaned.damaged


def row_text(cells: tuple[str, ...] | list[str]) -> str:
    """Return the line that stands for a table row."""
    return CELL_SEPARATOR.join(" ".join(cell.replace("|", "｜").split()) for cell in cells)


def clean_document(read: ReadResult, options: ReadOptions) -> CleanedDocument:
    """Clean the blocks of a document as one text, and cut the result into lines."""
    host = urlsplit(read.facts.url or "").hostname or read.facts.site or ""
    rules_off = options.rules_off | options.rules_off_by_site.get(host, frozenset())
    blocks = [block for block in read.blocks if block.text.strip()]
    starts, length = [], 0
    for block in blocks:
        starts.append(length)
        length += len(block.text) + 1
    raw = "\n".join(block.text for block in blocks)
    wrapped = read.media_type == "text/plain"
    cleaned = clean(raw, chrome=read.media_type in _PAGES, wrapped=wrapped, without=rules_off)
    return CleanedDocument(
        body=cleaned.text,
        lines=tuple(_lines(cleaned, blocks, starts)),
        cleaned=cleaned,
        extraction=Extraction(raw, cleaned.edited.text_edits()),
        page_starts=_page_starts(cleaned, blocks, starts),
    )


def _page_starts(cleaned: Cleaned, blocks: list[Block], starts: list[int]) -> tuple[int, ...]:
    """Return the body offset at which each page begins; a page without text begins where the next one does."""
    begins = sorted(
        (page + n, start + offset)
        for block, start in zip(blocks, starts, strict=True)
        if (page := block.page) is not None
        for n, offset in enumerate((0, *block.page_breaks))
    )
    found: list[int] = []
    for page, raw in begins:
        if page > len(found):
            found += [cleaned.edited.after(raw)] * (page - len(found))
    return tuple(found)


def _lines(cleaned: Cleaned, blocks: list[Block], starts: list[int]) -> list[Line]:
    lines = []
    for match in re.finditer(r"[^\n]+", cleaned.text):
        raw_start = cleaned.edited.before(match.start())
        index = bisect_right(starts, raw_start) - 1
        block = blocks[index]
        original = block.original_start
        span: tuple[int | None, int | None] = (None, None)
        if original is not None:
            raw_end = cleaned.edited.before(match.end(), is_end=True)
            # A line joined over blocks ends in a later one; offsets in plain text run on through both.
            last = bisect_right(starts, max(raw_end - 1, raw_start)) - 1
            origin_of_last = blocks[last].original_start
            end = raw_end - starts[last] + (original if origin_of_last is None else origin_of_last)
            span = (original + raw_start - starts[index], end)
        lines.append(Line(match[0], match.start(), match.end(), block.kind, block.level, index, *span))
    return lines
