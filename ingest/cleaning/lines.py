"""The cleaned text as lines that still know which block they came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from ingest.cleaning.clean import Cleaned, clean
from ingest.types import Block, BlockKind, ReadResult

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


def row_text(cells: tuple[str, ...] | list[str]) -> str:
    """Return the line that stands for a table row."""
    return CELL_SEPARATOR.join(" ".join(cell.replace("|", "｜").split()) for cell in cells)


def clean_document(read: ReadResult) -> CleanedDocument:
    """Clean the blocks of a document as one text, and cut the result into lines."""
    blocks = [block for block in read.blocks if block.text.strip()]
    starts, length = [], 0
    for block in blocks:
        starts.append(length)
        length += len(block.text) + 1
    raw = "\n".join(block.text for block in blocks)
    wrapped = read.media_type == "text/plain"
    cleaned = clean(raw, chrome=read.media_type in _PAGES, wrapped=wrapped)
    return CleanedDocument(cleaned.text, tuple(_lines(cleaned, blocks, starts)), cleaned)


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
