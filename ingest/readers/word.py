"""Word documents (DOCX): paragraphs and tables in order, with automatic numbering written out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from ingest.cleaning.lines import row_text
from ingest.errors import UnreadableFileError
from ingest.readers.damage import naming_damage, refuse_hostile_xml
from ingest.readers.package import open_package
from ingest.readers.word_numbering import Numbering
from ingest.types import Block, BlockKind, PageFacts, ReadLimits, ReadResult

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEADING = re.compile(r"^(?:heading|标题)\s*(\d)$", re.IGNORECASE)


def read_word(name: str, content: bytes, limits: ReadLimits) -> ReadResult:
    """Read a DOCX. Raises UnreadableFileError when it is damaged or asks for more than the limits."""
    with open_package(name, content, limits) as package:
        refuse_hostile_xml(name, package, [part for part in package.namelist() if part.endswith((".xml", ".rels"))])
    with naming_damage(name):
        document = Document(io.BytesIO(content))
        blocks = tuple(_blocks(document, limits, name))
    if not blocks:
        raise UnreadableFileError("no_text", file=name)
    return ReadResult(blocks=blocks, media_type=_MEDIA_TYPE, facts=PageFacts())


def _blocks(document: Any, limits: ReadLimits, name: str) -> Iterator[Block]:
    numbering = Numbering(document)
    cells = 0
    for part in document.iter_inner_content():
        if isinstance(part, Paragraph):
            yield from _paragraph(part, numbering)
        elif isinstance(part, Table):
            rows = _rows(part)
            cells += sum(len(row) for row in rows)
            if cells > limits.max_table_cells:
                raise UnreadableFileError("too_many_cells", file=name, limit=limits.max_table_cells)
            yield from _table(rows)


def _paragraph(paragraph: Paragraph, numbering: Numbering) -> Iterator[Block]:
    text = paragraph.text
    if not text.strip():
        return
    mark, style = numbering.next_mark(paragraph), numbering.style_name(paragraph)
    for index, line in enumerate(re.split(r"[\n\x0b\x0c]", text)):
        if line.strip():
            yield _line(style, (mark if index == 0 else "") + line.strip("\n"))


def _line(style: str, text: str) -> Block:
    if heading := _HEADING.match(style):
        return Block(BlockKind.HEADING, text, level=int(heading[1]))
    return Block(BlockKind.HEADING if style in ("Title", "标题") else BlockKind.PARAGRAPH, text, level=1)


def _rows(table: Table) -> list[tuple[str, ...]]:
    """Return the cells of a table; a cell merged downwards repeats, one merged across stands once."""
    rows = []
    for row in table.rows:
        cells: list[str] = []
        previous = None
        for cell in row.cells:
            if cell._tc is previous:  # python-docx repeats a cell for each column it covers
                continue
            previous = cell._tc
            nested = [" ".join(inner) for inner_table in cell.tables for inner in _rows(inner_table)]
            cells.append(" ".join([*cell.text.split("\n"), *nested]).strip())
        if any(cells):
            rows.append(tuple(cells))
    return rows


def _table(rows: list[tuple[str, ...]]) -> Iterator[Block]:
    if rows and max(len(row) for row in rows) == 1:
        for row in rows:  # a frame around text, not a table
            yield Block(BlockKind.PARAGRAPH, row[0])
    elif rows:
        yield Block(BlockKind.TABLE, "\n".join(row_text(row) for row in rows), rows=tuple(rows))
