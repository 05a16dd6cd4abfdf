"""What a saved page says about its text outside of it: metadata, the portal's table of facts, files it links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from ingest.description.dates import parse_date
from ingest.types import PageFacts
from knowledge.types import Attachment

FILE_NAME = re.compile(
    r"\.(?:pdf|docx?|xlsx?|wps|et|dps|csv|txt|rtf|zip|rar|7z|ofd|ceb|pptx?)(?:[?#].*)?$", re.IGNORECASE
)
_SPACES = re.compile(r"\s+")
_FIELD = re.compile(r"^\s*[【\[]?([\u4e00-\u9fff\s]{2,10}?)\s*[】\]]?\s*[:：]\s*(\S.{0,120})$")
_FIELD_NAMES = frozenset(
    re.findall(
        r"\S+",
        "索引号 发布机构 发文机关 文号 发文字号 成文日期 发文日期 发布日期 实施日期 失效日期 有效性 名称 主题分类",
    )
)
# The other names that portals give to the same facts.
_ALIASES = {
    "信息索引号": "索引号",
    "信息索引": "索引号",
    "索取号": "索引号",
    "发文单位": "发文机关",
    "制发机关": "发文机关",
    "发布单位": "发布机构",
    "公开机构": "发布机构",
    "文件编号": "文号",
    "发文文号": "文号",
    "公文文号": "文号",
    "生成日期": "成文日期",
    "印发日期": "发文日期",
    "公开日期": "发布日期",
    "发布时间": "发布日期",
    "生效日期": "实施日期",
    "施行日期": "实施日期",
    "废止日期": "失效日期",
    "文件状态": "有效性",
    "效力状态": "有效性",
    "信息名称": "名称",
    "文件名称": "名称",
}
_MAX_FIELD = 140
_MAX_INNER = 12  # elements inside one that may hold a fact
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(https?://\S+)")
_ATTACHED = re.compile(r"^[\s\u3000]*附\s*(?:件|表|图)")


def page_facts(root: Any, saved_from: str | None) -> PageFacts:
    """Return what the page says about itself. `saved_from` is the address a browser wrote into it."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = _SPACES.sub(" ", meta.get("content") or "").strip()
        if content:
            metas.setdefault((meta.get("name") or meta.get("property") or "").lower(), content)
    heading = next((text for h in root.iter("h1") if (text := short_text(h, 300))), None)
    page_title = next((text for t in root.iter("title") if (text := short_text(t, 300))), None)
    title = metas.get("articletitle") or metas.get("og:title") or heading or page_title
    address = metas.get("url") or metas.get("og:url") or _canonical(root) or saved_from or ""
    return PageFacts(
        title=title or None,
        published_on=parse_date(
            metas.get("pubdate") or metas.get("publishdate") or metas.get("article:published_time") or ""
        ),
        source_name=metas.get("contentsource") or metas.get("source") or None,
        site=metas.get("sitename") or metas.get("og:site_name") or None,
        url=address if _is_web_address(address) else None,
        fields=_fields(root) | _column(metas),
    )


def saved_from(text: str) -> str | None:
    """Return the address that a browser wrote into the head of a page it saved."""
    found = _SAVED_FROM.search(text[:4000])
    return found[1] if found else None


def _canonical(root: Any) -> str | None:
    links = (link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next(filter(None, links), None)


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _column(metas: dict[str, str]) -> dict[str, str]:
    return {"栏目": metas["columnname"]} if metas.get("columnname") else {}


def _fields(root: Any) -> dict[str, str]:
    """Read the table of a portal that lists 索引号, 文号, 发文机关 and the like beside the text."""
    found: dict[str, str] = {}
    for element in root.iter("td", "th", "li", "span", "p", "div", "dt", "b", "strong", "label"):
        text = short_text(element, _MAX_FIELD)
        if not text:
            continue
        if match := _FIELD.match(text):
            key, value = _key(match[1]), match[2].strip()
        else:
            key, value = _key(text.rstrip("：: ").strip("【】[]")), ""
            if key in _FIELD_NAMES:
                value = _beside(element)
        if key in _FIELD_NAMES and value and len(value) <= 120 and _key(value.rstrip("：:")) not in _FIELD_NAMES:
            found.setdefault(key, value)
    return found


def _key(text: str) -> str:
    plain = "".join(text.split())
    return _ALIASES.get(plain, plain)


def _beside(element: Any) -> str:
    """Return the text that follows a name: in the next element, or right behind it."""
    following = element.getnext()
    tail = _SPACES.sub(" ", element.tail or "").strip(" ：:")
    return tail or (short_text(following, 120) if following is not None else "")


def short_text(element: Any, limit: int) -> str:
    """Return the text of an element, empty when it is longer than `limit` or holds many elements."""
    if sum(1 for _ in islice(element.iter(), _MAX_INNER + 1)) > _MAX_INNER:
        return ""
    text = _SPACES.sub(" ", "".join(element.itertext())).strip()
    return text if len(text) <= limit else ""


def attachments_of(root: Any, main: Any, address: str | None) -> Iterator[Attachment]:
    """Yield the files that the text links to or shows in a frame, and those elsewhere that are called annexes.

    Addresses are absolute where the page's own is known. Each address once, in order.
    """
    base = next((b.get("href") for b in root.iter("base") if b.get("href")), None) or address
    seen: set[str] = set()
    for element, target in (*_links(main), *(link for link in _links(root) if _is_called_annex(link[0]))):
        whole = _absolute(target, base)
        if whole is not None and whole not in seen:
            seen.add(whole)
            yield Attachment(_name_of(element, target), whole)


def _links(element: Any) -> Iterator[tuple[Any, str]]:
    for link in element.iter("a", "iframe", "embed", "object"):
        target = (link.get("href") or link.get("src") or link.get("data") or "").strip()
        if FILE_NAME.search(target):
            yield link, target


def _is_called_annex(link: Any) -> bool:
    parent = link.getparent()
    return bool(_ATTACHED.match(short_text(link, 200)) or (parent is not None and _ATTACHED.match(parent.text or "")))


def _absolute(target: str, base: str | None) -> str | None:
    if target.lower().startswith(("javascript:", "data:", "file:", "about:")):
        return None
    try:
        return urljoin(base, target) if base else target
    except ValueError:
        return None


def _name_of(element: Any, target: str) -> str:
    shown = short_text(element, 300) or (element.get("title") or "").strip()
    return shown or unquote(target.split("?")[0].rsplit("/", 1)[-1])
