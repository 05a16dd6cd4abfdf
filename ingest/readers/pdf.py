"""PDF with a text layer: lines put back into paragraphs, running headers and page numbers left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from ingest.clauses.numbering import read_opening
from ingest.errors import UnreadableFileError
from ingest.readers.pdf_tables import PageTable, find_tables
from ingest.types import Block, BlockKind, ReadLimits, ReadResult

_PAGE_NUMBER = re.compile(
    r"^(?:[-—–－·\s]*\d{1,4}[-—–－·\s]*|第\s*\d+\s*页(?:\s*[,，/共]\s*共?\s*\d+\s*页)?|\d+\s*/\s*\d+)$"
)
_DIGITS = re.compile(r"\d+")
_HAN = "\u3400-\u9fff"
_PRINTED_GAP = re.compile(
    rf"(?<=[{_HAN}，。、；：（）《》“”]) (?=[\d〔])|(?<=[\d%〕]) (?=[{_HAN}，。、；：（）《》“”])"
)
_EDGE_SHARE = 0.09
_MIN_CHARS_PER_PAGE = 16
_MAX_BRACKET_LINES = 40


@dataclass(frozen=True, slots=True)
class _PdfLine:
    """A printed line with its box in points; y grows upwards."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    page: int
    page_height: float

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


def read_pdf(name: str, content: bytes, limits: ReadLimits) -> ReadResult:
    """Read the text layer of a PDF. Raises UnreadableFileError when locked, damaged, too long or only pictures."""
    document = _open(name, content)
    try:
        count = len(document)
        if count > limits.max_pages:
            raise UnreadableFileError("too_many_pages", file=name, pages=count, limit=limits.max_pages)
        pages = [_page_lines(document, number) for number in range(count)]
        ruled = [number for number in range(count) if pages[number] and _has_rules(document, number)]
    except pdfium.PdfiumError as error:
        raise UnreadableFileError("damaged", file=name) from error
    finally:
        document.close()
    body = [line for page in _without_running_lines(pages) for line in page]
    if sum(len(line.text) for line in body) < _MIN_CHARS_PER_PAGE * max(count, 1):
        raise UnreadableFileError("scanned", file=name, pages=count)
    tables = find_tables(content, ruled)
    blocks = tuple(_blocks(body, tables))
    empty = sum(not page for page in pages)
    return ReadResult(
        blocks=blocks, media_type="application/pdf", page_count=count, warnings=("pages_without_text",) if empty else ()
    )


def _open(name: str, content: bytes) -> Any:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        locked = "assword" in str(error) or pdfium_raw.FPDF_GetLastError() == pdfium_raw.FPDF_ERR_PASSWORD
        raise UnreadableFileError("encrypted" if locked else "damaged", file=name) from error


# -- lines of a page ---------------------------------------------------------------------------------------


def _page_lines(document: Any, number: int) -> list[_PdfLine]:
    page = document[number]
    text_page = page.get_textpage()
    try:
        text = text_page.get_text_range(errors="ignore")
        height = page.get_height()
        lines, position = [], 0
        for raw in re.split(r"(\r\n|\n|\r)", text):
            if raw.strip():
                lines.append(_line(text_page, raw, position, number, height))
            position += len(raw)
        return [line for line in lines if line.text]
    finally:
        text_page.close()
        page.close()


def _line(text_page: Any, raw: str, position: int, page: int, page_height: float) -> _PdfLine:
    stripped = raw.strip()
    first = position + raw.index(stripped[0])
    last = position + len(raw.rstrip()) - 1
    boxes = [_box(text_page, index) for index in (first, last)]
    text = _PRINTED_GAP.sub("", " ".join(stripped.replace("\ufffe", "").split()))
    return _PdfLine(
        text, boxes[0][0], boxes[1][2], min(b[1] for b in boxes), max(b[3] for b in boxes), page, page_height
    )


def _box(text_page: Any, index: int) -> tuple[float, float, float, float]:
    if 0 <= index < text_page.count_chars():
        left, bottom, right, top = text_page.get_charbox(index, loose=True)
        return left, bottom, right, top
    return 0.0, 0.0, 0.0, 0.0


def _has_rules(document: Any, number: int) -> bool:
    """Whether a page draws enough lines for a table."""
    page = document[number]
    try:
        return sum(1 for _ in page.get_objects(filter=(pdfium_raw.FPDF_PAGEOBJ_PATH,), max_depth=2)) >= 4
    finally:
        page.close()


# -- running lines -----------------------------------------------------------------------------------------


def _without_running_lines(pages: Sequence[Sequence[_PdfLine]]) -> list[list[_PdfLine]]:
    """Drop page numbers, and lines that stand at the same edge of many pages apart from their digits."""
    seen = Counter(key for page in pages for key in {_edge_key(line) for line in page if _at_edge(line)})
    often = max(2, len(pages) // 3)
    return [
        [
            line
            for line in page
            if not (_at_edge(line) and (_PAGE_NUMBER.match(line.text) or seen[_edge_key(line)] >= often))
        ]
        for page in pages
    ]


def _at_edge(line: _PdfLine) -> bool:
    margin = line.page_height * _EDGE_SHARE
    return line.bottom < margin or line.top > line.page_height - margin


def _edge_key(line: _PdfLine) -> str:
    return f"{line.bottom > line.page_height / 2}{_DIGITS.sub('#', line.text)}"


# -- paragraphs --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Layout:
    """The usual text column: its edges, and whether paragraphs are indented."""

    left: float
    right: float
    em: float
    indented: bool

    def is_full(self, line: _PdfLine) -> bool:
        return line.right >= self.right - 1.6 * self.em

    def is_indented(self, line: _PdfLine) -> bool:
        return line.left > self.left + 0.9 * self.em

    def is_set_apart(self, line: _PdfLine) -> bool:
        """Whether a line is centred or set to the right, as titles and signatures are."""
        return line.left > self.left + 4 * self.em


def _layout(lines: Sequence[_PdfLine]) -> _Layout:
    em = sorted(line.height for line in lines)[len(lines) // 2]
    long = [line for line in lines if len(line.text) >= 12] or list(lines)
    left = Counter(round(line.left) for line in long if line.left > 0).most_common(8) or [(0, 1)]
    usual = [edge for edge, count in left if count >= 0.15 * left[0][1]]
    edge = float(min(usual))
    right = sorted(line.right for line in long)[int(len(long) * 0.9)]
    indented = sum(edge + 0.9 * em < line.left < edge + 4 * em for line in long)
    return _Layout(edge, right, em, indented >= 0.08 * len(long))


def _blocks(lines: Sequence[_PdfLine], tables: dict[int, list[PageTable]]) -> Iterator[Block]:
    if not lines:
        return
    layout = _layout(lines)
    pending: list[_PdfLine] = []
    printed: set[tuple[int, int]] = set()
    for line in lines:
        table = next((t for t in tables.get(line.page, []) if t.holds(line.bottom, line.top, line.left)), None)
        if table is not None:
            yield from _paragraph(pending)
            pending = []
            if (table.page, table.number) not in printed:
                printed.add((table.page, table.number))
                yield table.block()
            continue
        if pending and _begins_paragraph(pending, line, layout):
            yield from _paragraph(pending)
            pending = []
        pending.append(line)
    yield from _paragraph(pending)


def _begins_paragraph(pending: Sequence[_PdfLine], line: _PdfLine, layout: _Layout) -> bool:
    previous = pending[-1]
    if pending[0].text.startswith("（") and _unclosed(pending) and len(pending) < _MAX_BRACKET_LINES:
        return False
    if read_opening(line.text) is not None and previous.text[-1] not in "，、":
        return not _continues_reference(previous, line, layout)
    if previous.text[-1] in "，、" and not layout.is_set_apart(line):
        return False
    if not layout.is_full(previous) or layout.is_set_apart(previous) or layout.is_set_apart(line):
        return True
    if abs(line.height - previous.height) > 0.25 * layout.em and previous.page == line.page:
        return True
    if layout.indented:
        return layout.is_indented(line)
    return previous.text[-1] in "。！？；：;:"


def _unclosed(lines: Sequence[_PdfLine]) -> bool:
    """Whether a bracket that opened a paragraph (the history of a law under its title) is still open."""
    text = "".join(line.text for line in lines)
    return text.count("（") > text.count("）")


def _continues_reference(previous: _PdfLine, line: _PdfLine, layout: _Layout) -> bool:
    """Whether 第五条 at the start of a line goes on with a sentence that filled the line before."""
    return (
        layout.is_full(previous)
        and previous.text[-1] not in "。！？；：;:）)”"
        and not (layout.indented and layout.is_indented(line))
    )


def _paragraph(lines: Sequence[_PdfLine]) -> Iterator[Block]:
    if not lines:
        return
    text = lines[0].text
    for line in lines[1:]:
        needs_blank = text[-1].isascii() and text[-1].isalnum() and line.text[0].isascii() and line.text[0].isalnum()
        text += (" " if needs_blank and text[-1].isalpha() else "") + line.text
    yield Block(BlockKind.PARAGRAPH, _PRINTED_GAP.sub("", text), page=lines[0].page + 1)
