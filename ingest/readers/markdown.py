"""Markdown: front matter, headings, lists and tables; inline marks are taken off."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from ingest.cleaning.lines import row_text
from ingest.description.dates import parse_date
from ingest.readers.detect import decode
from ingest.readers.web_blocks import HtmlBlocks
from ingest.readers.web_facts import FILE_NAME
from ingest.types import Block, BlockKind, Loss, PageFacts, ReadResult
from knowledge.types import Attachment

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_UNDERLINE = re.compile(r"^ {0,3}=+[ \t]*$")
_BULLET = re.compile(r"^(?:[ \t]*>)*[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_QUOTE = re.compile(r"^(?:[ \t]*>)+[ \t]?")
_RULE_ROW = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*$")
_THEMATIC = re.compile(r"^\s*([-*_])(?:\s*\1){2,}\s*$")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\r?\n(.*?)\n\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([\w\u4e00-\u9fff]+)\s*[:：=]\s*(.+)$")
_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
# Underscores that stand for a blank to fill in, and the sign of multiplication, are no marks.
_MARKED = re.compile(r"[*_`\[<\\&]")
_INLINE = re.compile(
    r"(?<!\\)(?:!\[([^\]\[\n]{0,500})\]\([^()\n]{0,2000}\)|\[([^\]\[\n]{1,500})\]\([^()\n]{0,2000}\)"
    r"|\*\*(?=\S)([^\n]{1,2000}?)(?<=\S)\*\*|(?<![_\w])__(?=[^\s_])([^\n]{1,2000}?)(?<=[^\s_])__(?![_\w])"
    r"|`([^`\n]{1,2000})`"
    r"|(?<![*0-9A-Za-z])\*(?=[^\s*])([^*\n]{1,2000})(?<=[^\s*\\])\*(?![*0-9A-Za-z])"
    r"|</?(?:p|br|hr|div|span|b|i|u|em|strong|font|center|small|sup|sub|a|img|details|summary)\b[^>\n]{0,500}>)"
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_LINK = re.compile(r"(!?)\[([^\]\[\n]{0,500})\]\(\s*<?([^()>\s]{1,2000})(?:[>\s][^()\n]{0,500})?\)")
_MAX_PASSES = 5


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int


def read_markdown(name: str, content: bytes) -> ReadResult:
    """Read Markdown. Only lines without inline marks keep their original offsets."""
    text, encoding = decode(name, content)
    text = _without_comments(text)
    front = _FRONT_MATTER.match(text)
    begin = front.end() if front else 0
    links = [(match[1], match[2], match[3]) for match in _LINK.finditer(text)] if "](" in text else []
    pictures = sum(bool(mark) for mark, _, _ in links)
    return ReadResult(
        blocks=tuple(_blocks(text, begin)),
        media_type="text/markdown",
        encoding=encoding,
        facts=_facts(front[2] if front else ""),
        attachments=tuple(
            Attachment(shown or target.rsplit("/", 1)[-1], target)
            for mark, shown, target in links
            if not mark and FILE_NAME.search(target)
        ),
        warnings=("replaced_bytes",) if "\ufffd" in text else (),
        losses=(Loss(code="picture_not_read", count=pictures),) if pictures else (),
    )


def _enclosed(text: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """Yield the spans from an opening to the next closing; a pattern would search to the end for each unclosed one."""
    lowered = text.lower() if opening in text.lower() else ""
    start = lowered.find(opening)
    while start >= 0 and (end := lowered.find(closing, start)) >= 0:
        yield start, end + len(closing)
        start = lowered.find(opening, end)


def _without_comments(text: str) -> str:
    """Return the text with blanks for comments, so that offsets stay."""
    pieces, position = [], 0
    for start, end in _enclosed(text, "<!--", "-->"):
        pieces += [text[position:start], re.sub(r"[^\r\n]", " ", text[start:end])]
        position = end
    return "".join([*pieces, text[position:]])


def _blocks(text: str, begin: int) -> Iterator[Block]:
    for start, end in _enclosed(text, "<table", "</table>"):
        if start >= begin:
            yield from _marked_lines(text, begin, start)
            yield from _html_table(text[start:end])
            begin = end
    yield from _marked_lines(text, begin, len(text))


def _html_table(source: str) -> tuple[Block, ...]:
    try:
        return HtmlBlocks(html.fragment_fromstring(source, create_parent="div")).blocks
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()


def _marked_lines(text: str, begin: int, end: int) -> Iterator[Block]:
    lines = [_Line(match[1].rstrip(), match.start()) for match in _LINE.finditer(text, begin, end)]
    is_literal = False
    index = 0
    while index < len(lines):
        line = lines[index]
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        index += 1
        if _FENCE.match(line.text):
            is_literal = not is_literal
        elif is_literal:
            if line.text.strip():
                yield Block(BlockKind.PARAGRAPH, line.text, original_start=line.start)
        elif _is_table_row(line.text, following):
            rows = [line.text]
            while index < len(lines) and "|" in lines[index].text:
                if not (len(rows) == 1 and _RULE_ROW.match(lines[index].text)):
                    rows.append(lines[index].text)
                index += 1
            yield _table([_cells(row) for row in rows])
        elif _UNDERLINE.match(following) and line.text.strip() and not _HEADING.match(line.text):
            yield Block(BlockKind.HEADING, _plain(line.text.strip()), level=1)
            index += 1
        elif line.text.strip() and not _THEMATIC.match(line.text):
            yield from _block(line)


def _is_table_row(line: str, following: str) -> bool:
    stripped = line.strip()
    framed = len(stripped) > 2 and stripped[0] == "|" == stripped[-1]
    return framed or ("|" in line and "|" in following and _RULE_ROW.match(following) is not None)


def _cells(row: str) -> tuple[str, ...]:
    inner = row.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(_plain(cell.strip()) for cell in _CELL_EDGE.split(inner))


def _block(line: _Line) -> Iterator[Block]:
    if heading := _HEADING.match(line.text):
        text = _plain(heading[2])
        if text:
            at = line.start + heading.start(2) if text == heading[2] else None
            yield Block(BlockKind.HEADING, text, level=len(heading[1]), original_start=at)
        return
    bullet = _BULLET.match(line.text) or _QUOTE.match(line.text)
    written = line.text[bullet.end() if bullet else 0 :].lstrip(" \t")
    text = _plain(written)
    if text.strip():
        at = line.start + len(line.text) - len(written) if text == written else None
        is_item = bullet is not None and not bullet[0].rstrip().endswith(">")
        yield Block(BlockKind.LIST_ITEM if is_item else BlockKind.PARAGRAPH, text, original_start=at)


def _table(rows: list[tuple[str, ...]]) -> Block:
    return Block(BlockKind.TABLE, "\n".join(row_text(row) for row in rows), rows=tuple(rows))


def _plain(text: str) -> str:
    if not _MARKED.search(text):
        return text
    for _ in range(_MAX_PASSES):
        new = _INLINE.sub(lambda m: next((g for g in m.groups() if g is not None), ""), text)
        if new == text:
            break
        text = new
    return entities.unescape(_ESCAPED.sub(r"\1", text))


def _facts(front: str) -> PageFacts:
    fields = {m[1]: m[2].strip().strip("\"'") for line in front.splitlines() if (m := _FIELD.match(line))}
    return PageFacts(
        title=fields.get("title") or fields.get("标题"),
        published_on=parse_date(fields.get("published") or fields.get("发布日期") or ""),
        source_name=fields.get("source") or fields.get("来源"),
        url=fields.get("url") or fields.get("source_url"),
        fields=fields,
    )
