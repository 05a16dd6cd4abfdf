"""Saved web pages: the main text without the portal around it, in the line structure it is printed in."""

from __future__ import annotations

import email
import email.policy
import json
import re
from email.message import EmailMessage
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any

from lxml import etree, html
from lxml.html.clean import Cleaner

from ingest.errors import UnreadableFileError
from ingest.readers.detect import decode, plausibility
from ingest.readers.web_blocks import HtmlBlocks
from ingest.readers.web_facts import attachments_of, page_facts, saved_from
from ingest.types import Block, Loss, ReadResult

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_MULTIPART = re.compile(
    rb"\A[^<]{0,4000}?^Content-Type:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE
)
_PROLOGUE = re.compile(r"\A\s*(?:<\?xml[^>]*\?>)?\s*(?:<!DOCTYPE[^>\[]*\[[^\]]*\]\s*>)?", re.IGNORECASE)
_CONTAINER = re.compile(
    r"</?(?:div|table|thead|tbody|tr|td|th|ul|ol|li|dl|dt|dd|section|article|main|center|form|fieldset|blockquote|"
    r"header|footer|nav|aside|details)\b[^>]*>",
    re.IGNORECASE,
)
_INLINE = re.compile(r"</?(?:span|font|b|i|u|em|strong|a|big|small|sub|sup|label|s|code|q)\b[^>]*>", re.IGNORECASE)
_MIN_CHARS = 80
_MAX_FOUND = 50  # elements that one selector may find
_MAX_LINK_SHARE = 0.25


def read_web_page(name: str, content: bytes) -> ReadResult:
    """Read a saved page, or the page in an MHT file. Raises UnreadableFileError when it holds no text."""
    text, encoding = _text(name, _page_of_archive(content))
    root = _parse(name, text)
    facts = page_facts(root, saved_from(text))
    main = _main_element(root)
    read = HtmlBlocks(root if main is None else main)
    attachments = tuple(attachments_of(root, root if main is None else main, facts.url))
    blocks = read.blocks if main is not None else _guessed_blocks(root, read.blocks)
    if not any(block.text.strip() for block in blocks):
        raise UnreadableFileError("no_text", file=name)
    counts = (
        ("picture_not_read", read.pictures if main is not None else 0),
        ("hidden_text_dropped", read.hidden if main is not None else 0),
        ("structure_flattened", int(root.get("data-flattened") or 0)),
    )
    return ReadResult(
        blocks=blocks,
        media_type="text/html",
        encoding=encoding,
        facts=facts,
        attachments=attachments,
        warnings=(
            *(() if main is not None else ("main_text_guessed",)),
            *(("replaced_bytes",) if "\ufffd" in text else ()),
        ),
        losses=tuple(Loss(code=code, count=count) for code, count in counts if count),
    )


def _page_of_archive(content: bytes) -> bytes:
    """Return the first HTML part of an MHT file as UTF-8; any other content as it is."""
    if not _MULTIPART.search(content[:8192]):
        return content
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in islice(message.walk(), 1000):
        if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else content
    return content


def _text(name: str, content: bytes) -> tuple[str, str]:
    """Decode a page. What it declares is taken where the bytes leave it open: many a page declares wrongly."""
    declared = _CHARSET.search(content[:4096])
    wanted = declared[1].decode("ascii").lower() if declared else ""
    wanted = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(wanted, wanted)
    try:
        text, encoding = decode(name, content)
    except UnreadableFileError:
        text, encoding = "", ""
    if not encoding or (encoding in ("gb18030", "big5hkscs") and wanted not in ("", encoding)):
        try:
            other = content.decode(wanted)
        except (UnicodeDecodeError, LookupError):
            other = ""
        if other and (not text or plausibility(other) > plausibility(text)):
            return other, wanted
    if not encoding:
        raise UnreadableFileError("not_text", file=name)
    return text, encoding


def _parse(name: str, text: str) -> Any:
    text = _PROLOGUE.sub("", text.lstrip("\ufeff")).replace("\x00", "")
    parser = html.HTMLParser(huge_tree=True, remove_comments=True)
    try:
        root = html.document_fromstring(text, parser=parser)
        if _is_cut_short(parser):
            root = html.document_fromstring(_flattened(text), parser=parser)
            root.set("data-flattened", "1")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError("no_text", file=name) from error
    return root


def _is_cut_short(parser: Any) -> bool:
    """Whether the parser left out what lies deeper than it goes."""
    return any("depth" in entry.message for entry in parser.error_log)


def _flattened(text: str) -> str:
    """Return the page with its containers made into paragraphs, which do not nest: all text, no structure."""
    return _CONTAINER.sub("<p>", _INLINE.sub("", text))


# -- the main element --------------------------------------------------------------------------------------


@cache
def _selectors() -> tuple[etree.XPath, ...]:
    text = (resources.files("ingest.lexicons") / "main_text_selectors.json").read_text(encoding="utf-8")
    return tuple(etree.XPath(selector) for selector in json.loads(text))


def _main_element(root: Any) -> Any | None:
    """Return the element that holds the text: the first selector of the list that finds enough of it."""
    for selector in _selectors():
        found = [element for element in selector(root)[:_MAX_FOUND] if _length(element) >= _MIN_CHARS]
        if found:
            return max(found, key=_length)
    return None


def _length(element: Any) -> int:
    return sum(len("".join(piece.split())) for piece in element.itertext())


def _guessed_blocks(root: Any, whole: tuple[Block, ...]) -> tuple[Block, ...]:
    """Find the main text of a page that none of the known selectors fits.

    A page with few links has no portal around its text and is taken whole.
    """
    linked = sum(_length(link) for link in root.iter("a"))
    if linked <= _MAX_LINK_SHARE * sum(len(block.text) for block in whole):
        return whole
    import trafilatura  # loads slowly, and most pages do without it

    Cleaner(scripts=True, style=True, comments=True, page_structure=False, safe_attrs_only=False)(root)
    found = trafilatura.extract(
        etree.tostring(root, encoding="unicode", method="html"),
        output_format="xml",
        include_tables=True,
        include_comments=False,
        favor_recall=True,
        include_formatting=False,
    )
    main = etree.fromstring(found.encode()).find(".//main") if found else None
    return whole if main is None else HtmlBlocks(main).blocks
