"""Official style: 一、 > （一） > 1. > （1） > ①, levels may be skipped; and text outside any numbering."""

from __future__ import annotations

from ingest.clauses.headings import heading_behind
from ingest.clauses.numbering import LISTS, Opening
from ingest.clauses.place import Place
from ingest.clauses.statute import add_item_paragraph, add_paragraph, continues_item
from ingest.clauses.tree import KIND_OF_MARK, PREFIX_OF_MARK
from ingest.cleaning.lines import Line
from ingest.types import BlockKind
from knowledge.types import ClauseKind


def take_level(place: Place, line: Line, opening: Opening) -> None:
    """Add a numbered level under the nearest open one that ranks above it."""
    rank = LISTS.index(opening.mark)
    while place.stack and ((mark := place.stack[-1].mark) is None or LISTS.index(mark) >= rank):
        if mark is None and not any(node.mark is opening.mark for node in place.stack):
            break  # a plain sub-heading holds numbered points
        place.stack.pop()
    parent = place.stack[-1] if place.stack else place.outer()
    node = place.tree.add(
        line,
        KIND_OF_MARK[opening.mark],
        PREFIX_OF_MARK[opening.mark] + opening.number,
        parent=parent,
        base=place.base_of(parent),
        number=opening.number,
        mark=opening.mark,
        heading=heading_behind(line.text, opening.end),
    )
    place.stack.append(node)
    place.add_inline_items(line, node, 0)


def take_text(place: Place, index: int, line: Line) -> None:
    """Add a line without a mark: a sub-heading, the next 款 of the open article, or a paragraph."""
    if line.kind is BlockKind.HEADING and not line.is_sentence:
        _take_heading(place, line)
    elif place.article is None:
        _add_text(place, line)
    elif continues_item(place, index):
        add_item_paragraph(place, line)
    elif line.is_sentence or index < place.last_article.get(index, -1):
        add_paragraph(place, line)
    else:
        place.close_article()
        place.divisions = []
        _add_text(place, line)


def _take_heading(place: Place, line: Line) -> None:
    place.close_article()
    place.divisions = []
    number = place.next_number("h")
    node = place.tree.add(
        line,
        ClauseKind.TEXT,
        f"h{number}",
        parent=place.root,
        base=place.base,
        number=str(number),
        heading=line.text,
    )
    place.stack = [node]


def _add_text(place: Place, line: Line) -> None:
    parent = place.stack[-1] if place.stack else place.outer()
    counts = parent.counts if parent is not None else place.counts
    number = counts["p"] = counts.get("p", 0) + 1
    node = place.tree.add(
        line, ClauseKind.TEXT, f"p{number}", parent=parent, base=place.base_of(parent), number=str(number)
    )
    place.add_inline_items(line, node, 0)
