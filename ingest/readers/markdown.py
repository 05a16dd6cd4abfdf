"""Markdown: headings, lists and pipe tables; inline marks are taken off."""

from __future__ import annotations

import re

from ingest.cleaning.lines import row_text
from ingest.readers.detect import decode
from ingest.types import Block, BlockKind, PageFacts, ReadResult

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"^\s*[-*+]\s+(?=\S)")
_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_RULE_ROW = re.compile(r"^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$")
_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)
_FIELD = re.compile(r"^([\w\u4e00-\u9fff]+)\s*[:：]\s*(.+)$")
_INLINE = re.compile(
    r"!\[([^\]]*)\]\([^)]*\)|\[([^\]]+)\]\([^)]*\)|\*\*(.+?)\*\*|__(.+?)__|`([^`]+)`|(?<!\*)\*([^*\n]+)\*(?!\*)"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def read_markdown(name: str, content: bytes) -> ReadResult:
    """Read Markdown. Only lines without inline marks keep their original offsets."""
    text, encoding = decode(name, content)
    text = _COMMENT.sub(lambda m: " " * len(m[0]), text.replace("\r\n", "\n"))
    front = _FRONT_MATTER.match(text)
    facts = _facts(front[1] if front else "")
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for match in re.finditer(r"[^\n]*\n?", text[front.end() if front else 0 :]):
        line = match[0].rstrip()
        if row := _ROW.match(line):
            if not _RULE_ROW.match(line):
                rows.append(tuple(_plain(cell.strip()) for cell in re.split(r"(?<!\\)\|", row[1])))
            continue
        if rows:
            blocks.append(_table(rows))
            rows = []
        if line.strip() and not re.fullmatch(r"\s*([-*_])(\s*\1){2,}\s*|```\w*", line):
            blocks.append(_block(line, match.start() + (front.end() if front else 0)))
    if rows:
        blocks.append(_table(rows))
    return ReadResult(blocks=tuple(blocks), media_type="text/markdown", encoding=encoding, facts=facts)


def _block(line: str, start: int) -> Block:
    if heading := _HEADING.match(line):
        text = _plain(heading[2])
        at = start + heading.start(2) if text == heading[2] else None
        return Block(BlockKind.HEADING, text, level=len(heading[1]), original_start=at)
    bullet = _BULLET.match(line)
    written = line[bullet.end() if bullet else 0 :].removeprefix("> ")
    text = _plain(written)
    at = start + len(line) - len(written) if text == written else None
    return Block(BlockKind.LIST_ITEM if bullet else BlockKind.PARAGRAPH, text, original_start=at)


def _table(rows: list[tuple[str, ...]]) -> Block:
    return Block(BlockKind.TABLE, "\n".join(row_text(row) for row in rows), rows=tuple(rows))


def _plain(text: str) -> str:
    previous = None
    while previous != text:
        previous = text
        text = _INLINE.sub(lambda m: next((g for g in m.groups() if g is not None), ""), text)
    return text.replace("\\|", "|")


def _facts(front: str) -> PageFacts:
    fields = {m[1]: m[2].strip("\"' ") for line in front.splitlines() if (m := _FIELD.match(line))}
    return PageFacts(
        title=fields.get("title") or fields.get("标题"),
        source_name=fields.get("source") or fields.get("来源"),
        url=fields.get("url") or fields.get("source_url"),
        fields=fields,
    )
