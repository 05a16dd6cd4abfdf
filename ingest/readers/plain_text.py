"""Plain text in any Chinese encoding: a block per line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.readers.detect import decode
from ingest.types import Block, BlockKind, ReadResult

_LINE = re.compile(r"[^\r\n\u2028\x85\x0c]+")


def read_text(name: str, content: bytes) -> ReadResult:
    """Read plain text. Lines keep their offsets in the decoded file; form feeds begin pages."""
    text, encoding = decode(name, content)
    warnings = ("replaced_bytes",) if "\ufffd" in text else ()
    pages = text.count("\f") + 1 if "\f" in text else None
    blocks = tuple(_lines(text, has_pages=pages is not None))
    return ReadResult(blocks=blocks, media_type="text/plain", encoding=encoding, page_count=pages, warnings=warnings)


def _lines(text: str, *, has_pages: bool) -> Iterator[Block]:
    page, seen = 1, 0
    for match in _LINE.finditer(text):
        page, seen = page + text.count("\f", seen, match.start()), match.start()
        yield Block(BlockKind.PARAGRAPH, match[0], original_start=match.start(), page=page if has_pages else None)
