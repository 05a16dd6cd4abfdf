"""From the print of pages to blocks: columns, running lines, footnotes, tables and paragraphs, in that order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ingest.readers.columns import reading_order
from ingest.readers.paragraphs import read_blocks, usual_em
from ingest.readers.pdf_tables import join_tables
from ingest.readers.printed import PrintedLine
from ingest.readers.running_lines import set_footnotes_apart, without_running_lines
from ingest.types import Block


def blocks_of_pages(pages: Iterable[Sequence[PrintedLine]]) -> Iterator[Block]:
    """Yield the paragraphs and tables of a document from the pieces of its pages, tables in their places."""
    ordered: list[Sequence[PrintedLine]] = []
    gutter = None
    for pieces in pages:
        order = reading_order(pieces, usual=gutter)
        gutter = order.gutter
        ordered.append(order.lines)
    kept = without_running_lines(ordered)
    em = usual_em([line for page in kept for line in page])
    parts = [set_footnotes_apart(page, em) for page in kept]
    return read_blocks(parts, join_tables([line for part in parts for line in part.lines]))
