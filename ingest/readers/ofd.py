"""OFD documents (GB/T 33190): the print of each page, put back into paragraphs and tables as that of a PDF is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.errors import UnreadableFileError
from ingest.readers.damage import naming_damage, refuse_hostile_xml
from ingest.readers.ofd_package import OfdPackage
from ingest.readers.ofd_page import PagePrint, read_page
from ingest.readers.package import open_package
from ingest.readers.pages import blocks_of_pages
from ingest.readers.printed import PrintedLine, printed_table
from ingest.readers.ruled import MAX_RULES, ruled_tables
from ingest.types import Block, Loss, PageFacts, ReadLimits, ReadResult

_MEDIA_TYPE = "application/ofd"
_MIN_CHARS_PER_PAGE = 8


def read_ofd(name: str, content: bytes, limits: ReadLimits) -> ReadResult:
    """Read the text of an OFD. Raises UnreadableFileError when it is locked, damaged, too long, or has no text."""
    with open_package(name, content, limits) as container:
        refuse_hostile_xml(name, container, limits)
        with naming_damage(name):
            package = OfdPackage(name, container, limits)
            listed = package.pages()
            prints = [read_page(page, number) for number, page in enumerate(listed)]
            losses = (*_losses(prints), *package.losses())
            title = package.title
    if not listed:
        raise UnreadableFileError("damaged", file=name)
    blocks = tuple(blocks_of_pages(_with_tables(page) for page in prints))
    facts = PageFacts(title=title) if title and not _has_title(blocks) else PageFacts()
    if sum(len(block.text) for block in blocks) < min(_MIN_CHARS_PER_PAGE * len(listed), 200):
        raise UnreadableFileError(_no_text_reason(prints), file=name, pages=len(listed))
    return ReadResult(blocks=blocks, media_type=_MEDIA_TYPE, page_count=len(listed), facts=facts, losses=losses)


def _with_tables(page: PagePrint) -> list[PrintedLine]:
    """Put each ruled table in the place of the print inside it."""
    pieces = list(page.pieces)
    for cells in ruled_tables(page.rules):
        table = cells.filled(pieces, page.number, page.height)
        if table is not None:
            pieces = [piece for piece in pieces if not table.holds(piece)]
            pieces.append(printed_table(table, page.height))
    return pieces


def _losses(prints: Sequence[PagePrint]) -> Iterator[Loss]:
    for page in prints:
        yield from page.losses
        if len(page.rules) > MAX_RULES:
            yield Loss(code="tables_as_lines", page=page.number + 1)


def _has_title(blocks: Sequence[Block]) -> bool:
    """Whether a line at the top could be the title, so that the one of the file's properties is not needed."""
    return any(4 <= len(block.text) <= 60 and block.text[-1] not in "。；：，！？;:,!?" for block in blocks[:8])


def _no_text_reason(prints: Sequence[PagePrint]) -> str:
    if sum(page.meaningless for page in prints) >= _MIN_CHARS_PER_PAGE:
        return "garbled_text"
    return "scanned" if any(page.is_scan or page.losses for page in prints) else "no_text"
