"""Saved web pages: the main text without the portal around it, in the line structure it is printed in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from lxml import etree, html
from lxml.html.clean import Cleaner

from ingest.cleaning.lines import row_text
from ingest.description.dates import parse_date
from ingest.errors import UnreadableFileError
from ingest.readers.detect import decode
from ingest.readers.grid import Cell, fill_grid
from ingest.types import Block, BlockKind, PageFacts, ReadResult
from knowledge.types import Attachment

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "center",
        "pre",
        "header",
        "footer",
        "form",
        "fieldset",
        "figure",
        "figcaption",
        "table",
        "tbody",
        "thead",
        "main",
        "aside",
        "address",
    ]
)
_SKIPPED = frozenset(
    ["script", "style", "noscript", "template", "iframe", "svg", "button", "select", "option", "input", "textarea"]
)
_FILES = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|zip|rar|ofd|pptx?)(?:\?.*)?$", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n]+")
_FIELD = re.compile(r"^\s*([\u4e00-\u9fff\s]{2,8}?)\s*[:：]\s*(\S.{0,120})$")
_FIELD_NAMES = frozenset(
    [
        "索引号",
        "发布机构",
        "发文机关",
        "文号",
        "发文字号",
        "成文日期",
        "发文日期",
        "发布日期",
        "实施日期",
        "失效日期",
        "有效性",
        "名称",
        "主题分类",
    ]
)
_MIN_CHARS = 80


def read_web_page(name: str, content: bytes) -> ReadResult:
    """Read a saved page. Raises UnreadableFileError when it holds no text."""
    root = _parse(name, content)
    facts = _facts(root)
    main = _main_element(root)
    if main is None:
        blocks, attachments = _by_trafilatura(root), []
    else:
        attachments = [*_attachments(main)]
        blocks = [*_Walker().walk(main)]
    if not any(block.text.strip() for block in blocks):
        raise UnreadableFileError("no_text", file=name)
    return ReadResult(
        blocks=tuple(blocks),
        media_type="text/html",
        facts=facts,
        attachments=tuple(attachments),
        warnings=() if main is not None else ("main_text_guessed",),
    )


def _parse(name: str, content: bytes) -> Any:
    declared = _CHARSET.search(content[:4096])
    text = None
    if declared is not None:
        encoding = {"gb2312": "gb18030", "gbk": "gb18030"}.get(declared[1].decode("ascii").lower()) or declared[
            1
        ].decode()
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            text = None
    if text is None:
        text, _ = decode(name, content)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    try:
        return html.document_fromstring(text, parser=html.HTMLParser(huge_tree=True, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError("no_text", file=name) from error


# -- facts of the page -------------------------------------------------------------------------------------


def _facts(root: Any) -> PageFacts:
    metas = {
        (m.get("name") or m.get("property") or "").lower(): (m.get("content") or "").strip() for m in root.iter("meta")
    }
    heading = next((h.text_content().strip() for h in root.iter("h1") if h.text_content().strip()), None)
    page_title = next((t.text_content().strip() for t in root.iter("title")), None)
    title = metas.get("articletitle") or metas.get("og:title") or heading or page_title
    return PageFacts(
        title=_SPACES.sub(" ", title).strip() if title else None,
        published_on=parse_date(
            metas.get("pubdate") or metas.get("publishdate") or metas.get("article:published_time") or ""
        ),
        source_name=metas.get("contentsource") or None,
        site=metas.get("sitename") or metas.get("og:site_name") or None,
        url=metas.get("url") if metas.get("url", "").startswith("http") else None,
        fields=_fields(root),
    )


def _fields(root: Any) -> dict[str, str]:
    """Read the table of a portal that lists 索引号, 文号, 发文机关 and the like beside the text."""
    found: dict[str, str] = {}
    for element in root.iter("td", "th", "li", "span", "p", "div", "dt"):
        if len(element) > 4:
            continue
        text = _SPACES.sub(" ", element.text_content()).strip()
        if len(text) > 140:
            continue
        if match := _FIELD.match(text):
            key, value = "".join(match[1].split()), match[2].strip()
        else:
            key = "".join(text.rstrip("：: ").split())
            following = element.getnext()
            value = _SPACES.sub(" ", following.text_content()).strip() if following is not None else ""
        if key in _FIELD_NAMES and value and len(value) <= 120:
            found.setdefault(key, value)
    return found


# -- the main element --------------------------------------------------------------------------------------


@cache
def _selectors() -> tuple[str, ...]:
    text = (resources.files("ingest.lexicons") / "main_text_selectors.json").read_text(encoding="utf-8")
    return tuple(json.loads(text))


def _main_element(root: Any) -> Any | None:
    """Return the element that holds the text: the first selector of the list that finds enough of it."""
    for selector in _selectors():
        found = [element for element in root.xpath(selector) if _length(element) >= _MIN_CHARS]
        if found:
            return max(found, key=_length)
    return None


def _length(element: Any) -> int:
    return len("".join(element.text_content().split()))


def _by_trafilatura(root: Any) -> list[Block]:
    """Find the main text of a page that none of the known selectors fits."""
    import trafilatura

    Cleaner(scripts=True, style=True, comments=True, page_structure=False, safe_attrs_only=False)(root)
    found = trafilatura.extract(
        etree.tostring(root, encoding="unicode", method="html"),
        output_format="xml",
        include_tables=True,
        include_comments=False,
        favor_recall=True,
        include_formatting=False,
    )
    if not found:
        body = root.find("body")
        return [*_Walker().walk(body if body is not None else root)]
    main = etree.fromstring(found.encode()).find(".//main")
    return [] if main is None else [*_Walker(heading_tags={"head": 2}, row="row", cell="cell").walk(main)]


def _attachments(main: Any) -> Iterator[Attachment]:
    for link in main.iter("a"):
        target = link.get("href") or ""
        if _FILES.search(target):
            yield Attachment(" ".join(link.text_content().split()) or target.rsplit("/", 1)[-1], target)


# -- blocks ------------------------------------------------------------------------------------------------


class _Walker:
    """Turns an element into blocks: a block per paragraph, line break or list item, a table as a table."""

    def __init__(self, *, heading_tags: dict[str, int] | None = None, row: str = "tr", cell: str = "td") -> None:
        self._headings = heading_tags or {f"h{n}": n for n in range(1, 7)}
        self._row, self._cells = row, (cell, "th")
        self._parts: list[str] = []

    def walk(self, element: Any) -> Iterator[Block]:
        yield from self._inside(element)
        yield from self._flush()

    def _inside(self, element: Any) -> Iterator[Block]:
        if element.text:
            self._parts.append(element.text)
        for child in element:
            yield from self._child(child)
            if child.tail:
                self._parts.append(child.tail)

    def _child(self, child: Any) -> Iterator[Block]:
        if not isinstance(child.tag, str) or child.tag in _SKIPPED or _is_hidden(child):
            return
        if child.tag in ("br", "lb", "hr"):
            yield from self._flush()
        elif child.tag == "table":
            yield from self._flush()
            yield from self._table(child)
        elif child.tag in self._headings:
            yield from self._flush()
            text = _tidy("".join(child.itertext()))
            if text:
                yield Block(BlockKind.HEADING, text, level=self._headings[child.tag])
        elif child.tag in _BLOCKS or child.tag in ("list", "item", "quote"):
            yield from self._flush()
            yield from self._inside(child)
            yield from self._flush(BlockKind.LIST_ITEM if child.tag in ("li", "item") else BlockKind.PARAGRAPH)
        else:
            yield from self._inside(child)

    def _flush(self, kind: BlockKind = BlockKind.PARAGRAPH) -> Iterator[Block]:
        text = _tidy("".join(self._parts))
        self._parts = []
        if text:
            yield Block(kind, text)

    def _table(self, table: Any) -> Iterator[Block]:
        rows = [row for row in table.iter(self._row) if _table_of(row) is table]
        cells = [[c for c in row if c.tag in self._cells] for row in rows]
        if max((len(row) for row in cells), default=0) <= 1 or any(
            c.find(".//table") is not None for r in cells for c in r
        ):
            for row in cells:  # a table that only lays out the page
                for cell in row:
                    yield from _Walker(heading_tags=self._headings, row=self._row, cell=self._cells[0]).walk(cell)
            return
        grid = fill_grid(
            [[Cell(_cell_text(c), _span(c, "rowspan"), _span(c, "colspan")) for c in row] for row in cells]
        )
        grid = [row for row in grid if any(row)]
        if grid:
            yield Block(BlockKind.TABLE, "\n".join(row_text(row) for row in grid), rows=tuple(tuple(r) for r in grid))


def _table_of(row: Any) -> Any:
    parent = row.getparent()
    while parent is not None and parent.tag != "table":
        parent = parent.getparent()
    return parent


def _cell_text(cell: Any) -> str:
    blocks = [*_Walker().walk(cell)]
    return " ".join(" ".join(block.text.split()) for block in blocks)


def _span(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return max(1, min(int(value), 500)) if value.isdecimal() else 1


def _is_hidden(element: Any) -> bool:
    return "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _tidy(text: str) -> str:
    """Collapse what HTML collapses; wide blanks stay, they may stand for a line break (SPLIT)."""
    return _SPACES.sub(" ", text).strip(" ")
