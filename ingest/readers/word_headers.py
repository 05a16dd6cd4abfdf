"""Headers of Word pages: left out, but for a red head or a document number that stands on the first page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.readers.word_parts import WordParts, is_on, relation_id, w
from ingest.readers.word_styles import Style
from ingest.readers.word_text import InlineReader
from ingest.types import Block

_RED_HEAD = re.compile(r"^[\u4e00-\u9fff\s（）()]{4,40}文件$")
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]\s*[〔\[［(（【]\s*\d{4}\s*[〕\]］)）】]\s*第?\s*\d{1,4}\s*号")
_PAGE_MARK = re.compile(r"^[\s\d\-—–－·第共页/]*$")
_TOP_BLOCKS = 12


def red_head(parts: WordParts, inline: InlineReader, body: Sequence[Block]) -> list[str]:
    """Return the lines of the first page's header that read like a red head or a document number, missing below it."""
    known = {"".join(line.split()) for block in body[:_TOP_BLOCKS] for line in block.text.split("\n")}
    found = []
    for paragraph in _first_header(parts):
        text = inline.read(paragraph, Style()).text.strip()
        is_head = _RED_HEAD.match(text) or (len(text) <= 40 and _DOCUMENT_NUMBER.search(text))
        if is_head and "".join(text.split()) not in known:
            found.append(text)
    return found


def dropped_headers(parts: WordParts) -> int:
    """Return how many headers and footers hold words, not only page numbers."""
    texts = ("".join(t.text or "" for t in tree.iter(w("t"))) for tree in parts.headers.values())
    return sum(not _PAGE_MARK.match(text) for text in texts)


def _first_header(parts: WordParts) -> Iterator[Any]:
    section = next(parts.body.iter(w("sectPr")), None)
    if section is None:
        return
    by_kind = {element.get(w("type")): relation_id(element) for element in section.iterchildren(w("headerReference"))}
    wanted = by_kind.get("first" if is_on(section, "titlePg") else "default")
    part = parts.headers.get(wanted or "")
    if part is not None:
        yield from part.iter(w("p"))
