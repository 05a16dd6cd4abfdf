"""PDF: the text layer put back into paragraphs and tables; pages without one through recognition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from ingest.errors import UnreadableFileError
from ingest.readers.ocr import LONGEST_SIDE, PageSize, Recogniser
from ingest.readers.pages import blocks_of_pages
from ingest.readers.pdf_tables import find_tables
from ingest.readers.pdf_text import PdfPage, read_page
from ingest.readers.printed import PageTable, PrintedLine, printed_table
from ingest.types import Block, Loss, ReadLimits, ReadResult

_MIN_CHARS_PER_PAGE = 16
_FEW_CHARS = 80  # beside a picture of the whole page: a stamp of the scanner, not the text
_PICTURE_OF_TEXT, _PICTURE_OF_PAGE = 0.2, 0.7  # shares of the page
_OUTLINES = 150  # shapes drawn on a page without text: letters turned into curves
_MIN_SHARE_IN_TABLE = 0.9


@dataclass(frozen=True, slots=True)
class _ReadPage:
    """The pieces of print of a page, from whichever source, and what is lost of it."""

    page: PdfPage
    pieces: tuple[PrintedLine, ...]
    losses: tuple[Loss, ...] = ()
    is_unread: bool = False


def read_pdf(name: str, content: bytes, limits: ReadLimits, recogniser: Recogniser | None = None) -> ReadResult:
    """Read a PDF. Raises UnreadableFileError when it is locked, damaged, too long, or has no text to be read.

    Without a recogniser, pages that are pictures are reported.
    """
    document = _open(name, content)
    try:
        count = len(document)
        if count > limits.max_pages:
            raise UnreadableFileError("too_many_pages", file=name, pages=count, limit=limits.max_pages)
        pages = list(_read_pages(document, count, recogniser))
    except pdfium.PdfiumError as error:
        raise UnreadableFileError("damaged", file=name) from error
    finally:
        document.close()
    found = find_tables(content, [page.page.number for page in pages if _has_grid(page)])
    losses = [loss for page in pages for loss in page.losses]
    losses += [Loss(code="tables_as_lines", page=number + 1) for number in found.unread]
    blocks = tuple(_blocks(pages, found.by_page))
    if sum(len(block.text) for block in blocks) < _MIN_CHARS_PER_PAGE * max(count, 1):
        garbled = sum(page.page.is_garbled for page in pages)
        raise UnreadableFileError("garbled_text" if garbled > count / 2 else "scanned", file=name, pages=count)
    return ReadResult(
        blocks=blocks,
        media_type="application/pdf",
        page_count=count,
        warnings=tuple(_warnings(pages)),
        losses=tuple(losses),
    )


def _open(name: str, content: bytes) -> Any:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        locked = "assword" in str(error) or pdfium_raw.FPDF_GetLastError() == pdfium_raw.FPDF_ERR_PASSWORD
        raise UnreadableFileError("encrypted" if locked else "damaged", file=name) from error


def _warnings(pages: Sequence[_ReadPage]) -> Iterator[str]:
    if any(page.is_unread for page in pages):
        yield "pages_without_text"
    if any(_recognised(page) for page in pages):
        yield "recognised_text"


# -- the source of each page ---------------------------------------------------------------------------------


def _read_pages(document: Any, count: int, recogniser: Recogniser | None) -> Iterator[_ReadPage]:
    for number in range(count):
        page = read_page(document, number)
        if page.is_garbled or _is_picture_of_text(page):
            yield _recognise(document, page, recogniser)
        else:
            yield _ReadPage(page, page.pieces, tuple(_losses_of(page)))


def _is_picture_of_text(page: PdfPage) -> bool:
    largest = max(page.picture_shares, default=0.0)
    if page.char_count < _MIN_CHARS_PER_PAGE and largest >= _PICTURE_OF_TEXT:
        return True
    if page.char_count == 0 and page.drawn >= _OUTLINES:
        return True
    return page.char_count < _FEW_CHARS and largest >= _PICTURE_OF_PAGE


def _losses_of(page: PdfPage) -> Iterator[Loss]:
    # A picture of the whole page under its text is the scan that the text was recognised in.
    pictures = [share for share in page.picture_shares if share < _PICTURE_OF_PAGE]
    if pictures:
        yield Loss(code="picture_not_read", count=len(pictures), page=page.number + 1)
    if page.is_ruled and page.is_turned:
        yield Loss(code="tables_as_lines", page=page.number + 1)
    if page.slanted:
        yield Loss(code="watermark", count=page.slanted, page=page.number + 1)


def _recognise(document: Any, page: PdfPage, recogniser: Recogniser | None) -> _ReadPage:
    """Recognise a page; when that cannot be done, keep what text it has, unless that makes no sense."""
    number = page.number
    if recogniser is not None and recogniser.is_available and recogniser.has_time:
        found = recogniser.read(_rendered(document, number), PageSize(number, page.width, page.height))
        if found.pieces:
            return _ReadPage(page, found.pieces, found.losses)
        if not page.is_garbled:
            return _ReadPage(page, page.pieces, (Loss(code="picture_not_read", page=number + 1),))
    code = "page_garbled" if page.is_garbled else "page_not_recognised"
    kept = () if page.is_garbled else page.pieces
    return _ReadPage(page, kept, (Loss(code=code, page=number + 1),), is_unread=True)


def _rendered(document: Any, number: int) -> Any:
    page = document[number]
    try:
        scale = LONGEST_SIDE / max(*page.get_size(), 1.0)
        return page.render(scale=min(scale, 200 / 72), rev_byteorder=True).to_numpy()[:, :, :3]
    finally:
        page.close()


def _has_grid(page: _ReadPage) -> bool:
    return page.page.is_ruled and not page.page.is_turned and bool(page.pieces) and not _recognised(page)


def _recognised(page: _ReadPage) -> bool:
    return any(piece.is_recognised for piece in page.pieces)


# -- from pieces to blocks -----------------------------------------------------------------------------------


def _blocks(pages: Iterable[_ReadPage], tables: dict[int, list[PageTable]]) -> Iterator[Block]:
    return blocks_of_pages(_with_tables(page, tables.get(page.page.number, [])) for page in pages)


def _with_tables(page: _ReadPage, tables: Sequence[PageTable]) -> list[PrintedLine]:
    """Put each table in the place of the print it holds, unless its cells hold less than was printed there."""
    pieces = list(page.pieces)
    for table in tables:
        inside = [piece for piece in pieces if piece.table is None and table.holds(piece)]
        if not inside or _letters(cell for row in table.rows for cell in row) < _MIN_SHARE_IN_TABLE * _letters(
            p.text for p in inside
        ):
            continue
        pieces = [piece for piece in pieces if piece not in inside]
        pieces.append(replace(printed_table(table, page.page.height)))
    return pieces


def _letters(texts: Iterable[str]) -> int:
    return sum(not c.isspace() for text in texts for c in text)
