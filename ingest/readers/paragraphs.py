"""Printed lines put back into paragraphs, over lines, columns and pages."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.clauses.numbering import read_opening
from ingest.readers.pdf_tables import JoinedTable
from ingest.readers.printed import PrintedLine, tidy
from ingest.readers.running_lines import PageLines, split_footnotes
from ingest.types import Block, BlockKind

_MAX_BRACKET_LINES = 40
_LONG_LINE = 12  # characters: a shorter line says nothing about the edges of its column
_MIN_ALIGNED = 4  # lines that end at the same edge, for the place of a page to be known
_HAN = re.compile(r"[\u3400-\u9fff]")
_FULL_BRACKETS = str.maketrans("()", "（）")
Element = PrintedLine | JoinedTable


@dataclass(frozen=True, slots=True)
class _Layout:
    """A column of text: its edges, and whether paragraphs are indented."""

    left: float
    right: float
    em: float
    indented: bool

    def is_full(self, line: PrintedLine) -> bool:
        return line.right >= self.right - 1.6 * self.em

    def is_indented(self, line: PrintedLine) -> bool:
        return line.left > self.left + 0.9 * self.em

    def is_set_apart(self, line: PrintedLine) -> bool:
        """Whether a line is centred or set to the right, as titles and signatures are."""
        return line.left > self.left + 4 * self.em


def usual_em(lines: Sequence[PrintedLine]) -> float:
    """Return the size most of the text is printed in."""
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.em * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def read_blocks(pages: Sequence[PageLines], elements: Sequence[Element]) -> Iterator[Block]:
    """Yield the paragraphs and tables of a document in reading order; a footnote stands after the paragraph it is in.

    `elements` are the lines of all pages with tables in their places. A paragraph that runs on over pages is one block.
    """
    lines = [element for element in elements if isinstance(element, PrintedLine)]
    shifts = _shifts(lines)
    layouts = _layouts([_shifted(line, shifts) for line in lines])
    notes = {page.footnotes[0].page: page.footnotes for page in pages if page.footnotes}
    pending: list[PrintedLine] = []
    for element in elements:
        line = _shifted(element, shifts) if isinstance(element, PrintedLine) else None
        if pending and (line is None or _begins_paragraph(pending, line, layouts)):
            yield from _paragraph_with_notes(pending, notes)
            pending = []
        if line is None:
            yield element.block()  # type: ignore[union-attr]  # what is no line is a table
        else:
            pending.append(line)
    yield from _paragraph_with_notes(pending, notes)
    for page in list(notes):
        yield from _notes_of(page, notes)


# -- the edges of columns ------------------------------------------------------------------------------------


def _shifts(lines: Sequence[PrintedLine]) -> dict[int, float]:
    """Return how far each page's text stands to the right of where most pages have it.

    Left and right pages have mirrored margins, and a scanner takes sheets a little askew.
    """
    edges: dict[int, float] = {}
    by_page: dict[int, list[PrintedLine]] = {}
    for line in lines:
        if not line.column and len(line.text) >= _LONG_LINE:
            by_page.setdefault(line.page, []).append(line)
    for page, printed in by_page.items():
        edge = max(line.right for line in printed)
        near = [line.right for line in printed if line.right > edge - line.em]
        if len(near) >= _MIN_ALIGNED:
            edges[page] = sum(near) / len(near)
    if len(edges) < 2:
        return {}
    common = sorted(edges.values())[len(edges) // 2]
    em = usual_em(lines)
    return {page: edge - common for page, edge in edges.items() if 0.2 * em < abs(edge - common) < 4 * em}


def _shifted(line: PrintedLine, shifts: Mapping[int, float]) -> PrintedLine:
    shift = shifts.get(line.page)
    return replace(line, left=line.left - shift, right=line.right - shift) if shift else line


def _layouts(lines: Sequence[PrintedLine]) -> dict[str, _Layout]:
    by_column: dict[str, list[PrintedLine]] = {}
    for line in lines:
        by_column.setdefault(line.column, []).append(line)
    return {column: _layout(printed) for column, printed in by_column.items()}


def _layout(lines: Sequence[PrintedLine]) -> _Layout:
    em = usual_em(lines)
    long = [line for line in lines if len(line.text) >= _LONG_LINE] or list(lines)
    step = em / 3
    left = Counter(round(line.left / step) for line in long if line.left > 0).most_common(8) or [(0, 1)]
    usual = min(place for place, count in left if count >= 0.15 * left[0][1])
    at_edge = [line.left for line in long if round(line.left / step) == usual] or [0.0]
    edge = sum(at_edge) / len(at_edge)
    right = sorted(line.right for line in long)[int(len(long) * 0.9)]
    indented = sum(edge + 0.9 * em < line.left < edge + 4 * em for line in long)
    return _Layout(edge, right, em, indented >= 0.08 * len(long))


# -- paragraphs ----------------------------------------------------------------------------------------------


def _begins_paragraph(pending: Sequence[PrintedLine], line: PrintedLine, layouts: Mapping[str, _Layout]) -> bool:
    previous = pending[-1]
    before, layout = layouts[previous.column], layouts[line.column]
    if pending[0].text.startswith("（") and _unclosed(pending) and len(pending) < _MAX_BRACKET_LINES:
        return False
    if read_opening(line.text) is not None and previous.text[-1] not in "，、":
        return not _continues_reference(previous, line, before, layout)
    if previous.text[-1] in "，、" and not layout.is_set_apart(line):
        return False
    if not before.is_full(previous) or before.is_set_apart(previous) or layout.is_set_apart(line):
        return True
    if _differs_in_size(previous, line):
        return True
    if layout.indented:
        return layout.is_indented(line)
    return previous.text[-1] in "。！？；：;:"


def _differs_in_size(previous: PrintedLine, line: PrintedLine) -> bool:
    """Whether two lines of Han characters are set in different sizes; boxes of recognised lines do not say."""
    is_known = all(len(_HAN.findall(p.text)) >= 3 and not p.is_recognised for p in (previous, line))
    return is_known and abs(line.em - previous.em) > 0.12 * previous.em


def _unclosed(lines: Sequence[PrintedLine]) -> bool:
    """Whether a bracket that opened a paragraph (the history of a law under its title) is still open."""
    text = "".join(line.text for line in lines).translate(_FULL_BRACKETS)
    return text.count("（") > text.count("）")


def _continues_reference(previous: PrintedLine, line: PrintedLine, before: _Layout, layout: _Layout) -> bool:
    """Whether 第五条 at the start of a line goes on with a sentence that filled the line before."""
    return (
        before.is_full(previous)
        and previous.text[-1] not in "。！？；：;:）)”"
        and not (layout.indented and layout.is_indented(line))
    )


def _paragraph_with_notes(lines: Sequence[PrintedLine], notes: dict[int, tuple[PrintedLine, ...]]) -> Iterator[Block]:
    """Yield a paragraph, then the footnotes of the pages that it ended or ran past."""
    if not lines:
        return
    yield _paragraph(lines)
    for page in sorted(notes):
        if page < lines[-1].page:
            yield from _notes_of(page, notes)


def _notes_of(page: int, notes: dict[int, tuple[PrintedLine, ...]]) -> Iterator[Block]:
    for note in split_footnotes(notes.pop(page)):
        yield _paragraph(note)


def _paragraph(lines: Sequence[PrintedLine]) -> Block:
    text, breaks = lines[0].text, []
    for previous, line in itertools.pairwise(lines):
        needs_blank = text[-1].isascii() and text[-1].isalpha() and line.text[0].isascii() and line.text[0].isalnum()
        text += " " if needs_blank else ""
        breaks += [len(text)] * (line.page - previous.page)
        text += line.text
    kind = BlockKind.IMAGE_TEXT if lines[0].is_recognised else BlockKind.PARAGRAPH
    if tidy(text) == text:
        return Block(kind, text, page=lines[0].page + 1, page_breaks=tuple(breaks))
    # Blanks that only justified a line go; each break moves by those before it.
    moved = tuple(len(tidy(text[: place + 1])) - 1 for place in breaks)
    return Block(kind, tidy(text), page=lines[0].page + 1, page_breaks=moved)
