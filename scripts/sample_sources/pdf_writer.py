"""PDF files with a text layer: one column or two, tables that repeat their header over pages."""

from __future__ import annotations

import functools
import html
import string
import tempfile
from collections.abc import Iterable
from pathlib import Path

from reportlab.lib import colors, enums
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as PdfFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)
from reportlab.platypus.doctemplate import FrameBreak

from scripts.sample_sources.blocks import INDENT, SOURCES, Block, Source
from scripts.sample_sources.fonts import save_truetype_subset

_RED = colors.HexColor("#C00000")
_MARGIN = 28 * mm
_HEADER = {"head", "number", "title", "to"}
_GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]


def write_pdf(source: Source, path: Path) -> None:
    """Write a PDF with a text layer and embedded subsets of a Han font. `@columns 2` sets the text in two columns."""
    _register_fonts()
    if source.settings.get("columns") == "2":
        _write_columns(source, path)
        return
    styles = _styles()
    story = [item for block in source.blocks for item in _flowables(block, styles, source.settings)]
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), _MARGIN)
    template = SimpleDocTemplate(str(path), pagesize=A4, title=source.text_of("title"), invariant=1, **margins)
    template.build(story, onFirstPage=_number_page, onLaterPages=_number_page)


def _number_page(canvas: Canvas, _: BaseDocTemplate) -> None:
    canvas.setFont("regular", 11)
    canvas.drawCentredString(A4[0] / 2, 15 * mm, f"\u2014 {canvas.getPageNumber()} \u2014")


def _write_columns(source: Source, path: Path) -> None:
    """Write a gazette page: the head over the whole width, the text in two columns, a running head on every page."""
    styles, gap, top = _styles(size=10.5, leading=18), 9 * mm, 62 * mm
    bottom, width = 24 * mm, A4[0] - 44 * mm
    column, left = (width - gap) / 2, 22 * mm
    full, first = A4[1] - bottom - 26 * mm, A4[1] - bottom - 26 * mm - top

    def decorate(canvas: Canvas, document: BaseDocTemplate) -> None:
        _number_page(canvas, document)
        canvas.setFont("regular", 9)
        canvas.drawString(left, A4[1] - 18 * mm, source.text_of("running"))

    def columns(height: float) -> list[Frame]:
        return [Frame(left + n * (column + gap), bottom, column, height, 0, 0, 0, 0) for n in range(2)]

    head = Frame(left, bottom + first, width, top, 0, 0, 0, 0)
    document = BaseDocTemplate(str(path), pagesize=A4, title=source.text_of("title"), invariant=1)
    document.addPageTemplates(
        [
            PageTemplate("first", [head, *columns(first)], onPage=decorate),
            PageTemplate("later", columns(full), onPage=decorate),
        ]
    )
    story: list[Flowable] = [NextPageTemplate("later")]
    blocks = [block for block in source.blocks if block.kind != "running"]
    begins = next(i for i, block in enumerate(blocks) if block.kind not in _HEADER)
    for index, block in enumerate(blocks):
        if index == begins:
            story.append(FrameBreak())
        story += _flowables(block, styles, source.settings)
    document.build(story)


@functools.cache
def _register_fonts() -> None:
    """Register both weights with the characters of all sources; the PDF writer subsets them again per file."""
    texts = [file.read_text(encoding="utf-8") for file in sorted((SOURCES / "policies").glob("*.pdf.src"))]
    characters = "".join(sorted(set("".join(texts)) | set(string.digits + "\u2014 ")))
    for weight in ("regular", "bold"):
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / f"{weight}.ttf"
            save_truetype_subset(weight, characters, target)
            pdfmetrics.registerFont(PdfFont(weight, str(target)))


def _styles(size: float = 14, leading: float = 26) -> dict[str, ParagraphStyle]:
    base = ParagraphStyle(
        "text", fontName="regular", fontSize=size, leading=leading, wordWrap="CJK", firstLineIndent=2 * size
    )
    flat = ParagraphStyle("flat", base, firstLineIndent=0)
    centred = ParagraphStyle("centred", flat, alignment=enums.TA_CENTER)
    bold_centred = ParagraphStyle("bold_centred", centred, fontName="bold")
    right = ParagraphStyle("right", flat, alignment=enums.TA_RIGHT)
    return {
        "text": base,
        "to": flat,
        "head": ParagraphStyle("head", bold_centred, fontSize=28, leading=44, textColor=_RED),
        "number": centred,
        "title": ParagraphStyle("title", bold_centred, fontSize=18, leading=30, spaceBefore=16, spaceAfter=12),
        "chapter": ParagraphStyle("chapter", bold_centred, spaceBefore=8, spaceAfter=4),
        "section": ParagraphStyle("section", base, fontName="bold"),
        "sign": ParagraphStyle("sign", right, spaceBefore=24),
        "date": right,
        "imprint": ParagraphStyle("imprint", flat, fontSize=11, spaceBefore=24),
        "cell": ParagraphStyle("cell", flat, fontSize=11, leading=16),
    }


def _flowables(block: Block, styles: dict[str, ParagraphStyle], settings: dict[str, str]) -> Iterable[Flowable]:
    if block.kind == "break":
        return [PageBreak()]
    if block.kind == "table":
        rows = [[Paragraph(cell, styles["cell"]) for cell in row] for row in block.rows]
        shares = [float(share) for share in settings.get("widths", "").split()]
        widths = [(A4[0] - 2 * _MARGIN) * share / sum(shares) for share in shares] or None
        return [Table(rows, colWidths=widths, repeatRows=1, style=_GRID if shares else _GRID[:1])]
    label, rest = block.label_and_rest
    # The PDF writer drops U+3000 as blank; it keeps no-break spaces.
    text = html.escape(rest.replace(" | ", INDENT * 4)).replace("\u3000", "\u00a0" * 4)
    if label:
        text = f'<font name="bold">{label}</font>{text}'
    paragraph = Paragraph(text, styles.get(block.kind, styles["text"]))
    if block.kind == "number":
        return [paragraph, HRFlowable(width="100%", thickness=2, color=_RED), Spacer(1, 12)]
    return [paragraph]
