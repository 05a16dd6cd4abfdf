"""Word documents as offices write them: red head, Han fonts, tables, and what makes them hard to read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from scripts.sample_sources.blocks import CENTRED, FIXED_TIME, INDENT, RIGHT, Block, Source, save_fixed
from scripts.sample_sources.word_parts import Numbering, add_change, add_text_box, attach_footnotes, footnote_mark

_RED = "C00000"
_MARKUP = re.compile(r"\{([-+^])(.*?)\1\}")
_MERGE_LEFT, _MERGE_UP, _BLANK = "<", "^", "_"


def write_docx(source: Source, path: Path) -> None:
    """Write an official document.

    `@numbering auto` makes article and item numbers list numbers that are not in the text. In a paragraph `{-old-}`
    and `{+new+}` are tracked changes and `{^note^}` is a footnote; `@box TEXT` stands in a text box; a table cell `<`
    or `^` is merged with the one before or above it, and `_` is blank.
    """
    document = docx.Document()
    document.sections[0].page_width, document.sections[0].page_height = Cm(21), Cm(29.7)
    _set_han_font(document.styles["Normal"].element.get_or_add_rPr(), "FangSong")
    writer = _Writer(document, Numbering(document) if source.settings.get("numbering") == "auto" else None)
    for block in source.blocks:
        writer.add(block)
    if writer.notes:
        attach_footnotes(document, writer.notes)
    properties = document.core_properties
    properties.author = properties.comments = properties.title = ""
    properties.created = properties.modified = FIXED_TIME.replace(tzinfo=None)
    save_fixed(document, path)


class _Writer:
    def __init__(self, document: Document, numbering: Numbering | None) -> None:
        self.notes: list[str] = []
        self._document, self._numbering = document, numbering

    def add(self, block: Block) -> None:
        if block.kind == "break":
            self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif block.kind == "table":
            self._add_table(block.rows)
        elif block.kind == "box":
            add_text_box(self._document.add_paragraph(), block.text)
        else:
            self._add_paragraph(block)

    def _add_table(self, rows: tuple[tuple[str, ...], ...]) -> None:
        table = self._document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = "" if text in (_MERGE_LEFT, _MERGE_UP, _BLANK) else text
        for down, row in enumerate(rows):
            for across, text in enumerate(row):
                if text in (_MERGE_LEFT, _MERGE_UP):
                    other = table.cell(down - (text == _MERGE_UP), across - (text == _MERGE_LEFT))
                    kept = other.text
                    other.merge(table.cell(down, across)).text = kept

    def _add_paragraph(self, block: Block) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.line_spacing = 1.5
        paragraph.paragraph_format.space_after = Pt(0)
        label, rest = block.label_and_rest
        if self._numbering is not None:
            label, rest = self._numbering.take(paragraph, label, rest)
        if label:
            _add_run(paragraph, label, "SimHei", 16, bold=True)
        if block.kind == "head":
            _add_run(paragraph, rest, "SimSun", 30, bold=True, color=_RED)
        elif block.kind == "title":
            _add_run(paragraph, rest, "SimSun", 22, bold=True)
        elif block.kind in {"chapter", "section"}:
            _add_run(paragraph, rest, "SimHei", 16)
        else:
            self._add_marked(paragraph, rest.replace(" | ", INDENT * 3), 14 if block.kind == "imprint" else 16)
        if block.kind in CENTRED:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif block.kind in RIGHT:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif block.kind in {"text", "section"}:
            paragraph.paragraph_format.first_line_indent = Pt(32)

    def _add_marked(self, paragraph: Paragraph, text: str, size: int) -> None:
        at = 0
        for match in _MARKUP.finditer(text):
            if match.start() > at:
                _add_run(paragraph, text[at : match.start()], "FangSong", size)
            at = match.end()
            if match[1] == "^":
                self.notes.append(match[2])
                footnote_mark(paragraph, len(self.notes))
            else:
                add_change(paragraph, match[2], is_deleted=match[1] == "-")
        if at < len(text) or not text:
            _add_run(paragraph, text[at:], "FangSong", size)


def _add_run(paragraph: Paragraph, text: str, font: str, size: int, *, bold: bool = False, color: str = "") -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if color:
        run.font.color.rgb = RGBColor.from_string(color)
    _set_han_font(run._element.get_or_add_rPr(), font)


def _set_han_font(properties: Any, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(attribute), font)
