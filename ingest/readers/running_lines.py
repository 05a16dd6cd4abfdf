"""What a page carries round its text: running headers and footers, page numbers, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.clauses.numbering import read_opening
from ingest.readers.printed import PrintedLine

_PAGE_NUMBER = re.compile(
    r"^(?:[-—–－·~•|\s_一]*(?:\d{1,4}|[ivxlc]{1,6})[-—–－·~•|\s_一]*"
    r"|第\s*\d+\s*页(?:\s*[,，/共]?\s*共?\s*\d+\s*页)?|\d+\s*/\s*\d+)$"
)
_FOOTNOTE = re.compile(r"^(?:[\u2460-\u2473\u2776-\u277f*※†]|\[\d{1,3}\]|〔\d{1,3}〕|\d{1,3}\s)")
_DIGITS = re.compile(r"\d+")
_EDGE_SHARE = 0.09
_NEARBY = 2  # pages: the headers of odd and even pages alternate
_SMALL_PRINT = 0.88  # of the usual size


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page that are text, and the footnotes under them."""

    lines: tuple[PrintedLine, ...]
    footnotes: tuple[PrintedLine, ...] = ()


def without_running_lines(pages: Sequence[Sequence[PrintedLine]]) -> list[list[PrintedLine]]:
    """Drop page numbers, and lines that stand at the same edge of neighbouring pages, apart from their digits."""
    places: dict[str, list[PrintedLine]] = {}
    for page in pages:
        for line in page:
            if _at_edge(line):
                places.setdefault(_edge_key(line), []).append(line)
    running = {key for key, lines in places.items() if _runs_on(lines)}
    return [[line for line in page if not _is_running(line, running)] for page in pages]


def _is_running(line: PrintedLine, running: set[str]) -> bool:
    return _at_edge(line) and (_PAGE_NUMBER.match(line.text) is not None or _edge_key(line) in running)


def _at_edge(line: PrintedLine) -> bool:
    margin = line.page_height * _EDGE_SHARE
    return line.table is None and (line.bottom < margin or line.top > line.page_height - margin)


def _edge_key(line: PrintedLine) -> str:
    return f"{line.middle > line.page_height / 2}{_DIGITS.sub('#', line.text)}"


def _runs_on(lines: Sequence[PrintedLine]) -> bool:
    """Whether a text stands at the same height of two pages near each other.

    What opens a clause or an annex ("附件1", "附件2" on pages of their own) and what ends a sentence only runs on
    if its numbers stay as they are.
    """
    is_text = read_opening(lines[0].text) is not None or lines[0].text[-1] in "。；："
    if is_text and len({line.text for line in lines}) > 1:
        return False
    return any(
        0 < later.page - line.page <= _NEARBY and abs(later.middle - line.middle) < line.em
        for index, line in enumerate(lines)
        for later in lines[index + 1 : index + 1 + 2 * _NEARBY]
    )


def set_footnotes_apart(page: Sequence[PrintedLine], em: float) -> PageLines:
    """Return the lines of a page and the footnotes at its foot: small print that begins with a mark.

    `em` is the usual size of the text.
    """
    first = len(page)
    while first > 0 and _is_small(page[first - 1], em):
        first -= 1
    begun = next((n for n in range(first, len(page)) if _FOOTNOTE.match(page[n].text)), len(page))
    if begun == 0:  # a page of nothing but small print has no text for notes to stand under
        return PageLines(tuple(page))
    return PageLines(tuple(page[:begun]), tuple(page[begun:]))


def _is_small(line: PrintedLine, em: float) -> bool:
    return line.table is None and line.em < _SMALL_PRINT * em and line.middle < line.page_height / 2


def split_footnotes(lines: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Yield the lines of each footnote."""
    pending: list[PrintedLine] = []
    for line in lines:
        if pending and _FOOTNOTE.match(line.text):
            yield pending
            pending = []
        pending.append(line)
    if pending:
        yield pending
