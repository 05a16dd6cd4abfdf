"""Statute style: 编 > 章 > 节 > 条 > 款 > 项 > 目 (rules 2 and 3 of DOMAIN §2.4)."""

from __future__ import annotations

import re

from ingest.clauses.headings import HEADING_END, heading_behind
from ingest.clauses.numbering import LISTS, SECTIONS, Mark, Opening
from ingest.clauses.place import Place
from ingest.clauses.tree import KIND_OF_MARK, PREFIX_OF_MARK
from ingest.cleaning.lines import Line
from knowledge.types import ClauseKind

_ARTICLE_HEADING = re.compile(r"^[^\S\n]*(?:[（(【\[]([^（）()【】\[\]，。]{1,30})[）)】\]])")
_MAX_ARTICLE_TITLE = 25


def take_division(place: Place, index: int, opening: Opening) -> int:
    """Open a 编, 章 or 节; its name may stand on the next line. Returns the next line to read."""
    line = place.lines[index]
    place.close_article()
    depth = SECTIONS.index(opening.mark)
    while place.divisions and SECTIONS.index(place.divisions[-1].mark or Mark.SECTION) >= depth:
        place.divisions.pop()
    parent = place.outer()
    heading, last = line.text[opening.end :].strip(), index
    if not heading and (below := place.name_below(index)) is not None:
        heading, last = below, index + 1
    node = place.tree.add(
        line,
        KIND_OF_MARK[opening.mark],
        PREFIX_OF_MARK[opening.mark] + opening.number,
        parent=parent,
        base=f"{parent.id}." if place.divisions and parent else place.base,
        number=opening.number,
        heading=heading,
        mark=opening.mark,
    )
    if last != index:
        node.extend(place.lines[last])
    place.divisions.append(node)
    return last + 1


def heads_articles(place: Place, index: int, opening: Opening) -> bool:
    """Say whether 一、 or （一） is the heading of the articles below it and not an item of the one above."""
    if opening.mark not in (Mark.LEVEL1, Mark.LEVEL2) or place.lines[index].is_sentence:
        return False
    item = place.stack[0] if place.article is not None and place.stack else None
    if item is not None and item.mark is opening.mark and opening.number == str(int(item.number) + 1):
        return False  # the last item of a list, left without its full stop
    below = place.plan.openings[index + 1] if index + 1 < len(place.lines) else None
    if below is None or below.mark is Mark.ARTICLE:
        return below is not None
    return below.mark is Mark.LEVEL2 and opening.mark is Mark.LEVEL1 and heads_articles(place, index + 1, below)


def take_article(place: Place, line: Line, opening: Opening) -> None:
    """Open a 条. Its own text is the mark and its name; what follows on the line is its first 款."""
    place.close_article()
    name, own_end = _name_of_article(line.text, opening.end)
    text_start = len(line.text) - len(line.text[own_end:].lstrip("：: "))
    own_end += len(line.text[own_end:text_start].rstrip())  # 第三条：… keeps its colon
    place.article = place.tree.add(
        line,
        ClauseKind.ARTICLE,
        f"t{opening.number}",
        parent=place.outer(),
        base=place.base,
        number=opening.number,
        heading=name,
        mark=Mark.ARTICLE,
        span=(0, own_end),
    )
    if text_start < len(line.text):
        add_paragraph(place, line, text_start)


def _name_of_article(text: str, mark_end: int) -> tuple[str, int]:
    """Return the name of an article and where its own text ends: 第三条（申请条件）…, or a short title alone."""
    if heading := _ARTICLE_HEADING.match(text[mark_end:]):
        return heading[1], mark_end + heading.end()
    rest = text[mark_end:].lstrip("：: ")
    if rest and len(rest) <= _MAX_ARTICLE_TITLE and not re.search("[，、]", rest) and not HEADING_END.search(rest):
        return rest, len(text)
    return "", mark_end


def add_paragraph(place: Place, line: Line, first: int = 0) -> None:
    """Add the next 款 of the open article: from character `first` of `line` to its end."""
    article = place.article
    assert article is not None
    number = article.counts["k"] = article.counts.get("k", 0) + 1
    place.paragraph = place.tree.add(
        line,
        ClauseKind.PARAGRAPH,
        f"k{number}",
        parent=article,
        base=f"{article.id}.",
        number=str(number),
        span=(first, len(line.text)),
    )
    place.stack = []
    place.add_inline_items(line, place.paragraph, first)


def take_item(place: Place, line: Line, opening: Opening) -> None:
    """Add a 项 to the open 款, or a 目 under it: a mark met before closes what was opened since."""
    if place.paragraph is None:
        place.paragraph = place.article  # the article's heading stands alone and its items follow at once
    marks = [node.mark for node in place.stack]
    if opening.mark in marks:
        del place.stack[marks.index(opening.mark) :]
    parent = place.stack[-1] if place.stack else place.paragraph
    assert parent is not None
    node = place.tree.add(
        line,
        ClauseKind.POINT if place.stack else ClauseKind.ITEM,
        f"{'m' if place.stack else 'x'}{opening.number}",
        parent=parent,
        base=f"{parent.id}.",
        number=opening.number,
        mark=opening.mark,
        heading=heading_behind(line.text, opening.end),
    )
    place.stack.append(node)
    place.add_inline_items(line, node, 0)


def continues_item(place: Place, index: int) -> bool:
    """Say whether an unnumbered line stands inside a list: the next mark below it is the number after the open 项.

    Rule 2 opens the next 款 behind a list; （二）, two plain lines, （三） is a list still going on.
    """
    item = place.stack[0] if place.stack else None
    if item is None or not item.number.isdecimal():
        return False
    for opening in place.plan.openings[index + 1 :]:
        if opening is not None and opening.mark not in LISTS:
            return False
        if opening is not None and opening.mark is item.mark:
            return opening.number == str(int(item.number) + 1)
    return False


def add_item_paragraph(place: Place, line: Line) -> None:
    """Add a further paragraph of the open 项, cited like it."""
    item = place.stack[0]
    number = item.counts["p"] = item.counts.get("p", 0) + 1
    del place.stack[1:]
    node = place.tree.add(line, ClauseKind.TEXT, f"p{number}", parent=item, base=f"{item.id}.", number=str(number))
    place.add_inline_items(line, node, 0)


def leaves_article(place: Place, index: int, opening: Opening) -> bool:
    """Close the article and say so when, after the last one of a part, 一、 that no colon announces begins a text."""
    if opening.mark is not Mark.LEVEL1 or index < place.last_article.get(index, index):
        return False
    leaves = not place.stack and not place.lines[index - 1].text.endswith(("：", ":"))
    if leaves:
        place.close_article()
    return leaves
