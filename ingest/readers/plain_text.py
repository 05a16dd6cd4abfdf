"""Plain text in any Chinese encoding: a block per line."""

from __future__ import annotations

import re

from ingest.readers.detect import decode
from ingest.types import Block, BlockKind, ReadResult

_LINE = re.compile(r"[^\r\n\u2028\x85\x0c]+")


def read_text(name: str, content: bytes) -> ReadResult:
    """Read plain text. Lines keep their offsets in the decoded file."""
    text, encoding = decode(name, content)
    blocks = tuple(Block(BlockKind.PARAGRAPH, match[0], original_start=match.start()) for match in _LINE.finditer(text))
    warnings = ("replaced_bytes",) if "\ufffd" in text else ()
    return ReadResult(blocks=blocks, media_type="text/plain", encoding=encoding, warnings=warnings)
