"""Rebuild the binary files of the sample base from the plain text in `scripts/sample_sources`.

The same sources always give the same bytes: zip dates, document properties and PDF identifiers are fixed.
PDF files need the font family Noto Serif CJK SC, found through fontconfig; its licence is the SIL Open Font Licence.

A source line is a paragraph, or a directive: `@title TEXT`, `@chapter TEXT`, `@sign TEXT`, `@table` … `@end`.
Usage: `python scripts/make_sample.py [NAME ...]`, names as in `ingest/sample/documents`; without names, everything.
"""

import functools
import html
import io
import re
import string
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph
from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib import colors, enums
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as PdfFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "scripts" / "sample_sources"
OUTPUT = ROOT / "ingest" / "sample"
FIXED_TIME = datetime(2026, 11, 20, 2, 0, 0, tzinfo=UTC)
ZIP_DATE = (2026, 11, 20, 10, 0, 0)
RED = "C00000"
HEAD_RED = colors.HexColor("#C00000")
INDENT = "\u3000\u3000"
CENTRED = {"head", "number", "title", "chapter"}
RIGHT = {"sign", "date"}


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, break or table of a source; `kind` is the directive, or `text`."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def label_and_rest(self) -> tuple[str, str]:
        """The article number up to the ideographic space, then the rest; an empty label for other text."""
        label, space, rest = self.text.partition("\u3000")
        return (label, space + rest) if space and self.kind == "text" and len(label) <= 8 else ("", self.text)


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed source: its blocks, and the settings of how to write them."""

    blocks: tuple[Block, ...]
    settings: dict[str, str]

    def text_of(self, kind: str) -> str:
        """Text of the last block of this kind, or an empty string."""
        return next((block.text for block in reversed(self.blocks) if block.kind == kind), "")


def parse_source(text: str) -> Source:
    """Read directives and paragraphs; raises ValueError when a table is not closed."""
    blocks: list[Block] = []
    settings: dict[str, str] = {}
    lines = filter(str.strip, text.splitlines())
    for line in lines:
        kind, _, value = line[1:].partition(" ") if line.startswith("@") else ("text", "", line)
        if kind == "table":
            blocks.append(Block("table", rows=tuple(read_rows(lines))))
        elif kind in {"encoding", "wrap"}:
            settings[kind] = value
        else:
            blocks.append(Block(kind, value))
    return Source(tuple(blocks), settings)


def read_rows(lines: Iterator[str]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each row up to `@end`."""
    for line in lines:
        if line == "@end":
            return
        yield tuple(cell.strip() for cell in line.split(" | "))
    raise ValueError("A table has no @end.")


def write_docx(source: Source, path: Path) -> None:
    """Write an official document with a red head, Han fonts and real tables."""
    document = docx.Document()
    document.sections[0].page_width, document.sections[0].page_height = Cm(21), Cm(29.7)
    set_han_font(document.styles["Normal"].element.get_or_add_rPr(), "FangSong")
    for block in source.blocks:
        add_docx_block(document, block)
    properties = document.core_properties
    properties.author = properties.comments = properties.title = ""
    properties.created = properties.modified = FIXED_TIME.replace(tzinfo=None)
    save_fixed(document, path)


def add_docx_block(document: Document, block: Block) -> None:
    if block.kind == "break":
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        return
    if block.kind == "table":
        table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        return
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = 1.5
    paragraph.paragraph_format.space_after = Pt(0)
    label, rest = block.label_and_rest
    if label:
        add_run(paragraph, label, "SimHei", 16, bold=True)
    if block.kind == "head":
        add_run(paragraph, rest, "SimSun", 30, bold=True, color=RED)
    elif block.kind == "title":
        add_run(paragraph, rest, "SimSun", 22, bold=True)
    elif block.kind in {"chapter", "section"}:
        add_run(paragraph, rest, "SimHei", 16)
    else:
        add_run(paragraph, rest.replace(" | ", INDENT * 3), "FangSong", 14 if block.kind == "imprint" else 16)
    if block.kind in CENTRED:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif block.kind in RIGHT:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif block.kind in {"text", "section"}:
        paragraph.paragraph_format.first_line_indent = Pt(32)


def add_run(paragraph: DocxParagraph, text: str, font: str, size: int, *, bold: bool = False, color: str = "") -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if color:
        run.font.color.rgb = RGBColor.from_string(color)
    set_han_font(run._element.get_or_add_rPr(), font)


def set_han_font(properties: object, font: str) -> None:
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]
    for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(attribute), font)


def with_fixed_dates(archive: bytes) -> bytes:
    """The same zip archive with one fixed date on every entry and in the document properties."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                stamp = FIXED_TIME.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", stamp, content)
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return buffer.getvalue()


def write_pdf(source: Source, path: Path) -> None:
    """Write a PDF with a text layer and embedded subsets of a Han font."""
    register_fonts()
    styles = pdf_styles()
    story = [item for block in source.blocks for item in pdf_block(block, styles)]

    def number_page(canvas: Canvas, _: SimpleDocTemplate) -> None:
        canvas.setFont("regular", 11)
        canvas.drawCentredString(A4[0] / 2, 15 * mm, f"\u2014 {canvas.getPageNumber()} \u2014")

    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 28 * mm)
    template = SimpleDocTemplate(str(path), pagesize=A4, title=source.text_of("title"), invariant=1, **margins)
    template.build(story, onFirstPage=number_page, onLaterPages=number_page)


@functools.cache
def register_fonts() -> None:
    """Register both weights with the characters of all sources; the PDF writer subsets them again per file."""
    texts = [file.read_text(encoding="utf-8") for file in sorted((SOURCES / "policies").glob("*.pdf.src"))]
    characters = "".join(sorted(set("".join(texts)) | set(string.digits + "\u2014 ")))
    for weight in ("regular", "bold"):
        command = ["fc-match", "--format=%{file}\n%{index}", f"Noto Serif CJK SC:style={weight.capitalize()}"]
        file, index = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        if "NotoSerifCJK" not in file:
            raise SystemExit("Noto Serif CJK is not installed; on Debian: apt-get install fonts-noto-cjk.")
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / f"{weight}.ttf"
            save_truetype_subset(file, int(index), characters, target)
            pdfmetrics.registerFont(PdfFont(weight, str(target)))


def save_truetype_subset(file: str, index: int, characters: str, target: Path) -> None:
    """Keep only the glyphs of `characters` and turn their cubic outlines into quadratic ones.

    The PDF writer embeds TrueType outlines only, and the font ships as CFF.
    """
    font = TTFont(file, fontNumber=index, recalcTimestamp=False)
    options = subset.Options(layout_features=[], hinting=False, name_IDs=[1, 2, 4, 6], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    outlines, order = font.getGlyphSet(), font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
        glyphs[name].recalcBounds(None)
    for table in ("CFF ", "VORG", "vhea", "vmtx", "GSUB", "GPOS", "GDEF", "BASE"):
        if table in font:
            del font[table]
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    font["hmtx"].metrics = {n: (w, getattr(glyphs[n], "xMin", 0)) for n, (w, _) in font["hmtx"].metrics.items()}
    maximum = font["maxp"]
    maximum.tableVersion = 0x00010000
    zeros = "Zones TwilightPoints Storage FunctionDefs InstructionDefs StackElements SizeOfInstructions"
    for field in f"{zeros} ComponentElements ComponentDepth".split():
        setattr(maximum, f"max{field}", 0)
    font["post"].formatType, font["head"].glyphDataFormat = 3.0, 0
    font.sfntVersion = "\x00\x01\x00\x00"
    font.save(target)


def pdf_styles() -> dict[str, ParagraphStyle]:
    base = ParagraphStyle("text", fontName="regular", fontSize=14, leading=26, wordWrap="CJK", firstLineIndent=28)
    flat = ParagraphStyle("flat", base, firstLineIndent=0)
    centred = ParagraphStyle("centred", flat, alignment=enums.TA_CENTER)
    bold_centred = ParagraphStyle("bold_centred", centred, fontName="bold")
    right = ParagraphStyle("right", flat, alignment=enums.TA_RIGHT)
    return {
        "text": base,
        "to": flat,
        "head": ParagraphStyle("head", bold_centred, fontSize=28, leading=44, textColor=HEAD_RED),
        "number": centred,
        "title": ParagraphStyle("title", bold_centred, fontSize=18, leading=30, spaceBefore=16, spaceAfter=12),
        "chapter": ParagraphStyle("chapter", bold_centred, spaceBefore=8, spaceAfter=4),
        "section": ParagraphStyle("section", base, fontName="bold"),
        "sign": ParagraphStyle("sign", right, spaceBefore=24),
        "date": right,
        "imprint": ParagraphStyle("imprint", flat, fontSize=11, spaceBefore=24),
        "cell": ParagraphStyle("cell", flat, fontSize=11, leading=16),
    }


def pdf_block(block: Block, styles: dict[str, ParagraphStyle]) -> Iterable[Flowable]:
    if block.kind == "break":
        return [PageBreak()]
    if block.kind == "table":
        rows = [[Paragraph(cell, styles["cell"]) for cell in row] for row in block.rows]
        return [Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])]
    label, rest = block.label_and_rest
    # The PDF writer drops U+3000 as blank; it keeps no-break spaces.
    text = html.escape(rest.replace(" | ", INDENT * 4)).replace("\u3000", "\u00a0" * 4)
    if label:
        text = f'<font name="bold">{label}</font>{text}'
    paragraph = Paragraph(text, styles.get(block.kind, styles["text"]))
    if block.kind == "number":
        return [paragraph, HRFlowable(width="100%", thickness=2, color=HEAD_RED), Spacer(1, 12)]
    return [paragraph]


def write_html(source: Source, path: Path) -> None:
    """Write a portal page: the document inside navigation, share buttons and recommendations."""
    parts = [html_block(block) for block in source.blocks if block.kind != "title"]
    template = string.Template((SOURCES / "portal.html").read_text(encoding="utf-8"))
    values = {kind: html.escape(source.text_of(kind)) for kind in ("title", "number", "sign", "date")}
    path.write_text(template.substitute(values, body="\n".join(parts), name=path.stem), encoding="utf-8")


def html_block(block: Block) -> str:
    label, rest = block.label_and_rest
    text = (f"<strong>{label}</strong>" if label else "") + html.escape(rest)
    if block.kind in CENTRED:
        return f'<p style="text-align:center"><strong>{text}</strong></p>'
    if block.kind in RIGHT:
        return f'<p style="text-align:right">{text}</p>'
    return f"<p>{text}</p>" if block.kind == "to" else f'<p style="text-indent:2em">{text}</p>'


def write_markdown(source: Source, path: Path) -> None:
    """Write headings, bold article numbers and pipe tables."""
    parts = []
    for block in source.blocks:
        label, rest = block.label_and_rest
        prefix = {"title": "# ", "chapter": "## ", "section": "## "}.get(block.kind, f"**{label}**" if label else "")
        parts.append(prefix + rest)
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def write_text(source: Source, path: Path) -> None:
    """Write plain text; `@encoding` names the charset, `@wrap` a hard line length as old systems leave it."""
    width = int(source.settings.get("wrap", "0"))
    lines: list[str] = []
    for block in source.blocks:
        line = block.text if block.kind in CENTRED | RIGHT | {"to"} else INDENT + block.text
        lines += [line[i : i + width] for i in range(0, len(line), width)] if width else [line]
        lines += [""] if block.kind in {"number", "title"} else []
    content = "\r\n".join(lines) + "\r\n"
    path.write_bytes(content.encode(source.settings.get("encoding", "utf-8")))


def write_xlsx(source: Source, path: Path) -> None:
    """Write heading lines merged over the width of the table, the table, and notes below it."""
    width = max(len(row) for block in source.blocks for row in block.rows)
    book = Workbook()
    sheet = book.worksheets[0]
    for block in source.blocks:
        if block.kind == "table":
            append_table(sheet, block.rows)
            continue
        sheet.append([block.text])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=width)
        sheet.cell(sheet.max_row, 1).font = Font(bold=block.kind == "title", size=16 if block.kind == "title" else 11)
    save_fixed(book, path)


def append_table(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    """Append rows with borders; figures become numbers, and the first row is bold."""
    side = Side(style="thin")
    for index, row in enumerate(rows):
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
        for cell in sheet[sheet.max_row]:
            cell.border = Border(side, side, side, side)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.font = Font(bold=index == 0)
    for column, _ in enumerate(rows[0], start=1):
        longest = max(max(map(len, row[column - 1].split("\n"))) for row in rows)
        sheet.column_dimensions[get_column_letter(column)].width = min(2 * longest + 2, 60)


def save_fixed(file: Document | Workbook, path: Path) -> None:
    buffer = io.BytesIO()
    file.save(buffer)
    path.write_bytes(with_fixed_dates(buffer.getvalue()))


def write_faqs(path: Path) -> None:
    """Write `faqs.xlsx`: the first source line names the columns, blank lines part the rows."""
    header, *records = (SOURCES / "faqs.txt").read_text(encoding="utf-8").strip().split("\n\n")
    columns = header.split(" | ")
    rows = [record.split("\n") for record in records]
    if bad := [row[0] for row in rows if len(row) != len(columns)]:
        raise ValueError(f"These FAQ records do not have {len(columns)} lines: {bad}")
    book = Workbook()
    append_table(book.worksheets[0], [columns, *([row[0], row[1].replace("\uff1b", "\n"), *row[2:]] for row in rows)])
    book.worksheets[0].freeze_panes = "A2"
    save_fixed(book, path)


WRITERS: dict[str, Callable[[Source, Path], None]] = {
    ".docx": write_docx,
    ".html": write_html,
    ".md": write_markdown,
    ".pdf": write_pdf,
    ".txt": write_text,
    ".xlsx": write_xlsx,
}


def main(names: Sequence[str]) -> None:
    """Write the named documents, or all of them and the FAQ table."""
    documents = OUTPUT / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    for file in sorted((SOURCES / "policies").glob("*.src")):
        if not names or file.stem in names:
            target = documents / file.stem
            WRITERS[target.suffix](parse_source(file.read_text(encoding="utf-8")), target)
            print(f"{target.stat().st_size:>8}  {target.relative_to(ROOT)}")
    if not names:
        write_faqs(OUTPUT / "faqs.xlsx")


if __name__ == "__main__":
    main(sys.argv[1:])
