"""Annexes (附件, 附表, 附录), the list of them above a signature, and tables."""

from __future__ import annotations

import re

from ingest.clauses.headings import MAX_HEADING
from ingest.clauses.numbering import Mark, Opening
from ingest.clauses.place import Place
from ingest.clauses.table_rows import add_table
from ingest.cleaning.lines import Line
from knowledge.types import ClauseKind

_ATTACHED = re.compile(r"\.(?:docx?|xlsx?|pdf|zip|rar|wps|et|ofd|pptx?)$", re.IGNORECASE)
_WORD = re.compile(r"附[件表录]")


def names_attached_file(line: Line) -> bool:
    """Say whether a line is nothing but the name of a file that the page offers."""
    return _ATTACHED.search(line.text) is not None and len(line.text) <= MAX_HEADING * 2


def take_attached_file(place: Place, line: Line) -> None:
    """Add the name of an attached file: shown with the document, never indexed by itself."""
    place.tree.add(line, ClauseKind.TEXT, "att", parent=None, base=place.base)


def take_appendix(place: Place, index: int, opening: Opening, signed: int) -> int:
    """Open an annex, or add the list of annexes that stands above line `signed`. Returns the next line to read."""
    if _is_list_of_annexes(place, index, opening, signed):
        return _take_list_of_annexes(place, index)
    line = place.lines[index]
    heading, last = line.text[opening.end :].strip("：:. 　"), index
    if not heading and (below := place.name_below(index)) is not None:
        heading, last = below, index + 1
    place.begin_part("")
    word = _WORD.search(line.text)
    place.root = place.tree.add(
        line,
        ClauseKind.APPENDIX,
        f"a{opening.number or '1'}",
        parent=None,
        base="",
        number=opening.number,
        heading=heading,
        mark=Mark.APPENDIX,
    )
    place.root.word = word[0] if word else ""
    if last != index:
        place.root.extend(place.lines[last])
    place.base = f"{place.root.id}."
    return last + 1


def _is_list_of_annexes(place: Place, index: int, opening: Opening, signed: int) -> bool:
    """附件：1.… 2.… above a signature only lists what follows later."""
    rest = place.lines[index].text[opening.end :].strip("：: ")
    inner = place.frame.inner_start
    return bool(rest) and index < (signed if inner is None else max(signed, inner))


def _take_list_of_annexes(place: Place, index: int) -> int:
    place.close_article()
    node = place.tree.add(place.lines[index], ClauseKind.TEXT, "att", parent=None, base=place.base)
    index += 1
    while index < len(place.lines) and _is_listed(place, index):
        node.extend(place.lines[index])
        index += 1
    return index


def _is_listed(place: Place, index: int) -> bool:
    opening = place.plan.openings[index]
    line = place.lines[index]
    return (
        index not in place.frame.furniture
        and not line.is_sentence
        and not line.is_table
        and (opening is not None and opening.mark is Mark.LEVEL3)
    )


def take_table(place: Place, index: int) -> int:
    """Add the table that begins on line `index` with its rows (rule 6). Returns the next line to read."""
    last = index
    while last + 1 < len(place.lines) and place.lines[last + 1].block == place.lines[index].block:
        last += 1
    parent = place.stack[-1] if place.stack else place.article or place.outer()
    caption = place.lines[index - 1].text if index and not place.lines[index - 1].is_sentence else ""
    rows = place.lines[index : last + 1]
    number = place.next_number("tab")
    add_table(place.tree, rows, parent=parent, base=place.base, number=number, caption=caption)
    return last + 1
