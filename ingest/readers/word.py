"""Word documents (DOCX, DOCM): paragraphs and tables in order, with automatic numbering written out.

What is kept is what a reader of the finished document sees: tracked changes are taken as accepted, hidden text and
comments are left out, and each of these is counted as a loss. Notes stand in a section of their own at the end, behind
the mark that their place in the text has: put after its paragraph, a note would become a paragraph of that article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from core.messages import message
from ingest.errors import UnreadableFileError
from ingest.readers.damage import naming_damage, refuse_hostile_xml
from ingest.readers.package import open_package
from ingest.readers.word_headers import dropped_headers, red_head
from ingest.readers.word_numbering import Numbering
from ingest.readers.word_parts import WordParts, is_on, load_parts, w
from ingest.readers.word_styles import Styles, outline_level
from ingest.readers.word_tables import TableRow, frame_or_table, read_rows
from ingest.readers.word_text import Inline, InlineReader, chosen
from ingest.types import Block, BlockKind, Loss, PageFacts, ReadLimits, ReadResult

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_WRAPPERS = frozenset({w("customXml"), w("ins"), w("moveTo"), w("smartTag")})
_LINE_BREAK = re.compile(r"[\n\x0b\x0c]")
_SENTENCE_END = "。；：，！？;:,!?"
_HEAD_BLOCKS = 3
_PROGRAM_TITLE = re.compile(r"^(?:microsoft |word |新建|文档\s*\d*$|document\s*\d*$|无标题|untitled)", re.IGNORECASE)


def read_word(name: str, content: bytes, limits: ReadLimits) -> ReadResult:
    """Read a DOCX. Raises UnreadableFileError when it is damaged or asks for more than the limits."""
    with open_package(name, content, limits) as package:
        refuse_hostile_xml(name, package, limits)
        with naming_damage(name):
            reader = _Reader(name, load_parts(name, package, limits), limits)
            blocks = reader.blocks()
    losses = tuple(Loss(code=code, count=count) for code, count in sorted(reader.losses().items()) if count)
    if not blocks:
        pictures = next((loss.count for loss in losses if loss.code == "picture_not_read"), 0)
        if pictures:
            raise UnreadableFileError("only_pictures", file=name, count=pictures)
        raise UnreadableFileError("no_text", file=name)
    return ReadResult(blocks=blocks, media_type=_MEDIA_TYPE, facts=_facts(reader.title, blocks), losses=losses)


class _Reader:
    def __init__(self, name: str, parts: WordParts, limits: ReadLimits) -> None:
        self._name, self._parts, self._limits = name, parts, limits
        self._styles = Styles(parts.styles)
        self._numbering = Numbering(parts.numbering, self._styles)
        self._inline = InlineReader(self._styles)
        self._carried = Inline()
        self._cells = 0
        self._count = 0
        self.title = parts.title

    def blocks(self) -> tuple[Block, ...]:
        body = [block for block in self._content(self._parts.body) if block.text.strip()]
        head = [Block(BlockKind.PARAGRAPH, line) for line in red_head(self._parts, self._inline, body)]
        return (*head, *body, *self._notes())

    def losses(self) -> dict[str, int]:
        found = dict(self._inline.losses)
        found["macros_ignored"] = int(self._parts.has_macros)
        found["comments_dropped"] = len(self._parts.comments) if self._parts.comments is not None else 0
        found["headers_dropped"] = dropped_headers(self._parts)
        return found

    def _content(self, parent: Any) -> Iterator[Block]:
        for child in parent:
            tag = child.tag
            if tag == w("p"):
                yield from self._paragraph(child)
            elif tag == w("tbl"):
                yield from self._table(child)
            elif tag == w("sdt"):
                content = child.find(w("sdtContent"))
                yield from self._content(content) if content is not None else ()
            elif tag in _WRAPPERS:
                yield from self._content(child)
            elif tag == _ALTERNATIVES:
                yield from self._content(chosen(child))
            elif tag in (w("altChunk"), w("subDoc")):
                self._inline.losses["object_not_read"] += 1
        yield from self._leftover()

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        properties = paragraph.find(w("pPr"))
        style = self._styles.of_paragraph(properties)
        inline = self._inline.read(paragraph, style)
        inline.text = self._carried.text + inline.text
        inline.boxes = self._carried.boxes + inline.boxes
        self._carried = Inline()
        if _joins_next(properties):
            self._carried = inline
            return
        is_hidden = is_on(properties.find(w("rPr")), "vanish") if properties is not None else None
        if (style.hidden if is_hidden is None else is_hidden) and not inline.text.strip():
            yield from self._boxes(inline)
            return
        mark = self._numbering.next_mark(properties, style)
        own = outline_level(properties)
        level = (style.heading or 0) if own is None else own
        kind = BlockKind.HEADING if level else BlockKind.LIST_ITEM if mark.is_bullet else BlockKind.PARAGRAPH
        lines = list(_lines(mark.text, inline.text, kind, level))
        # What floats near the top is the red head; further down it explains the paragraph it is anchored in.
        is_head = self._count < _HEAD_BLOCKS
        if is_head:
            yield from self._boxes(inline)
        self._count += len(lines)
        yield from lines
        if not is_head:
            yield from self._boxes(inline)

    def _leftover(self) -> Iterator[Block]:
        """The text of a paragraph that was to go on in one that does not come."""
        carried, self._carried = self._carried, Inline()
        yield from _lines("", carried.text, BlockKind.PARAGRAPH, 0)
        yield from self._boxes(carried)

    def _boxes(self, inline: Inline) -> Iterator[Block]:
        for box in inline.boxes:
            if isinstance(box, str):
                yield Block(BlockKind.PARAGRAPH, box)
            else:
                yield from self._content(box)

    def _table(self, table: Any) -> Iterator[Block]:
        rows: list[TableRow] = []
        for row in read_rows(table):
            self._cells += sum(cell.columns for cell in row.cells)
            if self._cells > self._limits.max_table_cells:
                raise UnreadableFileError("too_many_cells", file=self._name, limit=self._limits.max_table_cells)
            for cell in row.cells:
                if not cell.is_continued:
                    cell.blocks = tuple(self._content(cell.element))
            if row.is_deleted:
                self._inline.losses["tracked_changes_accepted"] += 1
            else:
                rows.append(row)
        yield from frame_or_table(rows)

    def _notes(self) -> Iterator[Block]:
        # Reading a note may find a reference to another, so the list may grow.
        written: list[Block] = []
        for number, (kind, id_) in enumerate(self._inline.notes, start=1):
            part = self._parts.footnotes if kind == "footnote" else self._parts.endnotes
            note = next((n for n in part if n.get(w("id")) == id_), None) if part is not None else None
            text = " ".join(block.text.strip() for block in self._content(note)) if note is not None else ""
            if text.strip():
                mark = message("ingest.note_mark", number=number)
                written.append(Block(BlockKind.PARAGRAPH, f"{mark}{text.strip()}"))
        if written:
            yield Block(BlockKind.HEADING, message("ingest.notes_heading"), level=1)
            yield from written


def _joins_next(properties: Any | None) -> bool:
    """Whether a paragraph runs on into the next: its end was deleted, hidden as a style separator, or is a drop cap."""
    if properties is None:
        return False
    mark, frame = properties.find(w("rPr")), properties.find(w("framePr"))
    if mark is not None and (mark.find(w("del")) is not None or mark.find(w("moveFrom")) is not None):
        return True
    return bool(is_on(mark, "specVanish")) or (frame is not None and frame.get(w("dropCap"), "none") != "none")


def _lines(mark: str, text: str, kind: BlockKind, level: int) -> Iterator[Block]:
    for index, line in enumerate(_LINE_BREAK.split(text)):
        written = (mark if index == 0 else "") + (line.lstrip() if index == 0 and mark else line)
        if written.strip():
            yield Block(kind, written, level=level)


def _facts(title: str | None, blocks: tuple[Block, ...]) -> PageFacts:
    """Take the title from the file's properties only where no line at the top of the text could be one."""
    if title is None or _PROGRAM_TITLE.match(title):
        return PageFacts()
    top = [block for block in blocks[:8] if block.kind is not BlockKind.TABLE]
    has_own = any(block.kind is BlockKind.HEADING for block in top) or any(
        4 <= len(block.text.strip()) <= 60 and block.text.strip()[-1] not in _SENTENCE_END for block in top
    )
    return PageFacts() if has_own else PageFacts(title=title)
