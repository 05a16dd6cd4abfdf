"""PDF files drawn line by line, written object by object, or put together from pages of the sample's scan."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
SCAN = Path(__file__).parents[2] / "ingest" / "sample" / "documents" / "green-manufacturing-reward-2025.pdf"
"""A scan: pictures only. What is printed on its pages stands in the text beside it, a form feed between two pages."""

Drawing = Callable[[Canvas], None]


def drawn(*pages: Drawing, size: tuple[float, float] = A4) -> bytes:
    """Return a PDF with a page for each drawing."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    for page in pages:
        canvas.setFont(FONT, 12)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def write(canvas: Canvas, x: float, y: float, lines: Sequence[str], *, size: float = 12, step: float = 20) -> None:
    """Print lines downwards from y; each leading U+3000 moves a line to the right by a character."""
    canvas.setFont(FONT, size)
    for number, text in enumerate(lines):
        shown = text.lstrip("\u3000")
        canvas.drawString(x + size * (len(text) - len(shown)), y - number * step, shown)


def rule(canvas: Canvas, x: float, top: float, widths: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
    """Draw a table with rules round every cell, its rows 24 points high."""
    canvas.setFont(FONT, 10)
    for number, row in enumerate(rows):
        left = x
        for width, text in zip(widths, row, strict=True):
            canvas.rect(left, top - 24 * (number + 1), width, 24)
            canvas.drawString(left + 4, top - 24 * number - 16, text)
            left += width


def written(*objects: bytes) -> bytes:
    """Return a PDF of the given objects, numbered from 1; the first is its catalogue."""
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(out),
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def one_page(content: bytes, *more: bytes, resources: bytes = b"") -> bytes:
    """Return a PDF of one page; `more` are objects from number 5 on. Its font is /T."""
    font = b"/Font<</T<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>" if b"/Font" not in resources else b""
    return written(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s%s>>/Contents 4 0 R>>" % (font, resources),
        stream(content),
        *more,
    )


def joined(*parts: tuple[bytes, Sequence[int]]) -> bytes:
    """Return a PDF of the given pages (from 0) of other PDFs."""
    made = pdfium.PdfDocument.new()
    for content, pages in parts:
        made.import_pages(pdfium.PdfDocument(content), list(pages))
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def picture_of_page(content: bytes, number: int, dpi: int = 150) -> Any:
    """Return page `number` (from 0) as a picture."""
    return pdfium.PdfDocument(content)[number].render(scale=dpi / 72).to_pil()


def printed_on_scan(number: int) -> str:
    """Return what is printed on page `number` (from 0) of the scan."""
    return SCAN.with_name(SCAN.name + ".txt").read_text("utf-8").split("\f")[number]


def character_error_rate(wanted: str, found: str) -> float:
    """Return how many characters must be changed, put in or taken out, per character wanted; blanks do not count."""
    expected, read = "".join(wanted.split()), "".join(found.split())
    row = list(range(len(read) + 1))
    for i, character in enumerate(expected, start=1):
        previous, row[0] = row[0], i
        for j, other in enumerate(read, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (character != other))
    return row[-1] / max(len(expected), 1)
