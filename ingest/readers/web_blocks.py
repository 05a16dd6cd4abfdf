"""The blocks of a piece of HTML: paragraphs, numbered list items, headings and tables, as they are printed.

One pass over the events of the tree and no recursion: pages with 100,000 nested elements exist to be a nuisance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from ingest.clauses.numbering import read_opening, to_chinese_numeral
from ingest.cleaning.lines import row_text
from ingest.readers.grid import Cell, arrange
from ingest.types import Block, BlockKind

_BLOCK_TAGS = frozenset(
    re.findall(
        r"[^ ]+",
        r"p div li tr td th h1 h2 h3 h4 h5 h6 section article ul ol dl dt dd blockquote center pre "
        r"header footer form fieldset figure figcaption table tbody thead tfoot caption main aside "
        r"address details summary legend nav hr br list item quote lb row cell head body",
    )
)
_SKIPPED_TAGS = frozenset(
    re.findall(
        r"[^ ]+",
        r"script style noscript template iframe svg button select option input textarea object embed "
        r"canvas video audio map rt rp title meta link base",
    )
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)} | {"head": 2}
_ROWS, _CELLS = frozenset({"tr", "row"}), frozenset({"td", "th", "cell"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w\s-]+)", re.IGNORECASE)
_MAX_CELL_PARAGRAPHS = 8
_MIN_ICON = 40  # pixels; smaller pictures are icons
_ICON = re.compile(r"icon|logo|arrow|blank|spacer|qrcode|/file_?type|filetype", re.IGNORECASE)


@dataclass(slots=True)
class _List:
    style: str
    number: int
    step: int = 1


@dataclass(slots=True)
class _Table:
    element: Any
    rows: list[Any] = field(default_factory=list)
    holds_tables: bool = False


class HtmlBlocks:
    """The blocks of one element in reading order, and how many pictures and hidden pieces were passed by."""

    def __init__(self, element: Any) -> None:
        self.pictures = 0
        self.hidden = 0
        self._parts: list[str] = []
        self._mark = ""
        self._lists: list[_List] = []
        self._open: list[BlockKind] = []
        self._heading = 0
        self._superscripts = 0
        self._preformatted = 0
        self._tables = _layout_of_tables(element)
        self.blocks = tuple(self._walk(element))

    def _walk(self, element: Any) -> Iterator[Block]:
        walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
        for event, node in walker:
            if event in ("comment", "pi"):
                self._add(node.tail if node is not element else "")
            elif event == "start":
                yield from self._start(node, walker)
            else:
                yield from self._end(node)
                if node is not element:
                    self._add(node.tail)
        yield from self._flush()

    def _start(self, node: Any, walker: Any) -> Iterator[Block]:
        tag = node.tag
        if tag in _SKIPPED_TAGS or self._is_hidden(node):
            node.set("data-skipped", "1")
            walker.skip_subtree()
            return
        if tag == "img":
            self.pictures += _is_picture(node)
        if tag == "sup":
            self._superscripts += 1
        if tag in _BLOCK_TAGS:
            yield from self._flush()
            self._open_block(node)
            if tag == "table" and node in self._tables:
                yield from self._table(self._tables[node])
                node.set("data-skipped", "1")
                walker.skip_subtree()
                return
        self._add(node.text)

    def _open_block(self, node: Any) -> None:
        tag = node.tag
        if tag in ("ol", "ul", "list"):
            self._lists.append(_list_of(node))
        elif tag in ("li", "item"):
            self._mark = self._next_mark(node)
        elif tag == "pre":
            self._preformatted += 1
        self._heading = _HEADINGS.get(tag, self._heading)

    def _end(self, node: Any) -> Iterator[Block]:
        tag = node.tag
        if node.get("data-skipped"):
            del node.attrib["data-skipped"]
            return
        if tag == "sup":
            self._superscripts -= 1
        if tag not in _BLOCK_TAGS:
            return
        yield from self._flush(BlockKind.LIST_ITEM if tag in ("li", "item") else BlockKind.PARAGRAPH)
        if tag in ("ol", "ul", "list") and self._lists:
            self._lists.pop()
        elif tag in ("li", "item"):
            self._mark = ""
        elif tag == "pre":
            self._preformatted -= 1
        if tag in _HEADINGS:
            self._heading = 0

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self._superscripts and re.fullmatch(r"\s*[0-9+-]{1,3}\s*", text):
            text = text.strip().translate(_SUPERSCRIPT)
        self._parts.append(text.replace("\n", "\x00") if self._preformatted else text)

    def _flush(self, kind: BlockKind = BlockKind.PARAGRAPH) -> Iterator[Block]:
        if not self._parts:
            return
        text, self._parts = "".join(self._parts), []
        for piece in text.split("\x00"):
            tidy = _SPACES.sub(" ", piece).strip(" ")
            if not tidy:
                continue
            if self._mark:
                # Numbers that an author typed are not given twice.
                tidy = tidy if read_opening(tidy) else self._mark + tidy
                self._mark, kind = "", BlockKind.LIST_ITEM
            if self._heading:
                yield Block(BlockKind.HEADING, tidy, level=self._heading)
            else:
                yield Block(kind, tidy)

    def _next_mark(self, node: Any) -> str:
        if not self._lists or not self._lists[-1].style:
            return ""
        current = self._lists[-1]
        value = node.get("value") or ""
        if value.isdecimal() and len(value) < 5:
            current.number = int(value)
        mark = _mark(current.style, current.number)
        current.number += current.step
        return mark

    def _is_hidden(self, node: Any) -> bool:
        style = (node.get("style") or "").replace(" ", "").lower()
        hidden = "display:none" in style or "visibility:hidden" in style or node.get("hidden") is not None
        if hidden and "".join(node.itertext()).strip():
            self.hidden += 1
        return hidden

    def _table(self, rows: list[Any]) -> Iterator[Block]:
        caption = next((row for row in rows if row.tag == "caption"), None)
        if caption is not None and (text := _SPACES.sub(" ", "".join(caption.itertext())).strip()):
            yield Block(BlockKind.PARAGRAPH, text)
        cells = [
            [
                Cell(self._cell_text(cell), _span(cell, "rowspan"), _span(cell, "colspan"))
                for cell in row
                if cell.tag in _CELLS
            ]
            for row in rows
            if row.tag != "caption"
        ]
        arranged = arrange(cells)
        for title in arranged.titles:
            yield Block(BlockKind.PARAGRAPH, title)
        if arranged.rows:
            lines = "\n".join(row_text(row) for row in arranged.rows)
            yield Block(BlockKind.TABLE, lines, rows=arranged.rows)
        for note in arranged.notes:
            yield Block(BlockKind.PARAGRAPH, note)

    def _cell_text(self, cell: Any) -> str:
        inner = HtmlBlocks(cell)
        self.pictures += inner.pictures
        self.hidden += inner.hidden
        return " ".join(" ".join(block.text.split()) for block in inner.blocks)


def _layout_of_tables(element: Any) -> dict[Any, list[Any]]:
    """Return the tables that hold data, with their rows and caption; the others only lay out the page."""
    found: list[_Table] = []
    stack: list[_Table] = []
    for event, node in etree.iterwalk(element, events=("start", "end"), tag=("table", "caption", *_ROWS)):
        if node.tag == "table" and event == "end":
            found.append(stack.pop())
        elif node.tag == "table":
            if stack:
                stack[-1].holds_tables = True
            stack.append(_Table(node))
        elif event == "start" and stack:
            stack[-1].rows.append(node)
    return {table.element: table.rows for table in found if table.element is not element and _holds_data(table)}


def _holds_data(table: _Table) -> bool:
    rows = [[cell for cell in row if cell.tag in _CELLS] for row in table.rows if row.tag in _ROWS]
    if table.holds_tables or table.element.get("role") == "presentation":
        return False
    if max((len(row) for row in rows), default=0) <= 1:
        return False
    # A table of one row whose cells are whole columns of text lays out the page.
    return len(rows) > 1 or all(
        sum(1 for child in cell if child.tag in ("p", "div", "br")) <= _MAX_CELL_PARAGRAPHS for cell in rows[0]
    )


def _list_of(node: Any) -> _List:
    if node.tag != "ol":
        return _List("", 1)
    declared = _LIST_STYLE.search(node.get("style") or "")
    style = (declared[1].split()[0].lower() if declared else "") or node.get("type") or "1"
    start = node.get("start") or "1"
    return _List("" if style == "none" else style, int(start) if start.isdecimal() and len(start) < 5 else 1)


def _mark(style: str, number: int) -> str:
    """Return what a browser prints before a list item."""
    if style in ("a", "lower-alpha", "lower-latin") and number <= 26:
        return f"{chr(96 + number)}. "
    if style in ("A", "upper-alpha", "upper-latin") and number <= 26:
        return f"{chr(64 + number)}. "
    if style in ("i", "lower-roman", "I", "upper-roman"):
        roman = _roman(number)
        return f"{roman.lower() if style in ('i', 'lower-roman') else roman}. "
    if "chinese" in style or "cjk" in style or "han" in style:
        return f"{to_chinese_numeral(number)}、" if 0 < number < 10_000 else f"{number}. "
    return f"{number}. "


def _roman(number: int) -> str:
    text = ""
    for value, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        count, number = divmod(number, value)
        text += letters * count
    return text


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), 500)) if value.isascii() and value.isdecimal() and len(value) < 6 else 1


def _is_picture(node: Any) -> bool:
    """Whether an image may show text: not one of the icons that a portal puts beside its links."""
    sizes = [int(n) for name in ("width", "height") if (n := (node.get(name) or "").removesuffix("px")).isdecimal()]
    if any(size <= _MIN_ICON for size in sizes):
        return False
    return not _ICON.search(node.get("src") or "")
