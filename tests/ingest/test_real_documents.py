"""Public documents in their original formats; skipped where the shared data folder is absent."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from ingest.readers.web_page import _main_element, _parse, _text
from ingest.service import read_file
from knowledge.types import ClauseKind, EntryDraft

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
ORIGINALS = SHARED / "policy-originals"
pytestmark = pytest.mark.skipif(not ORIGINALS.is_dir(), reason="needs the shared data folder beside the repository")


def letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def files(kind: str) -> list[Path]:
    return sorted((ORIGINALS / kind).iterdir()) if ORIGINALS.is_dir() else []


def articles(draft: EntryDraft, prefix: str = "t") -> list[str]:
    return [c.number for c in draft.clauses if c.kind is ClauseKind.ARTICLE and c.id.startswith(prefix)]


def without_chrome(text: str) -> str:
    """Take off what a portal prints inside its main element without being part of the document."""
    links = r"(?:点击查看政策解读：.{1,60}?的解读|(?:政策解读|一图读懂)：https\S+html)"
    return letters(re.sub(links, "", text)).removesuffix("相关附件")


@pytest.mark.parametrize("path", files("html"), ids=lambda p: p.stem[:12])
def test_a_government_page_keeps_its_main_text_and_nothing_around_it(path: Path) -> None:
    content = path.read_bytes()
    draft = read_file(path.name, content)[0]
    main = _main_element(_parse(path.name, _text(path.name, content)[0]))
    if main is None:  # one page is nothing but links: no main text to lose, and the reader says that it guessed
        assert [finding.code for finding in draft.findings] == ["main_text_guessed"]
        return
    wanted, found = Counter(without_chrome(main.text_content())), Counter(letters(draft.body))
    assert (wanted & found).total() >= 0.99 * wanted.total()
    for noise in ("您的位置", "分享到", "上一篇", "网站地图", "版权所有", "ICP备", "政策解读："):
        assert noise not in draft.body


@pytest.mark.parametrize("path", files("txt"), ids=lambda p: p.stem[:12])
def test_a_local_document_has_number_issuer_and_date(path: Path) -> None:
    description = read_file(path.name, path.read_bytes())[0].description
    assert description.document_number
    assert description.issuing_bodies
    assert description.issued_on


@pytest.mark.parametrize(("name", "count"), [("中华人民共和国劳动法", 107), ("中华人民共和国民法典", 1260)])
def test_the_articles_of_a_code_run_on_without_a_gap(name: str, count: int) -> None:
    path = ORIGINALS / "pdf" / f"{name}.pdf"
    draft = read_file(path.name, path.read_bytes())[0]
    assert draft.title == name
    assert articles(draft) == [str(n) for n in range(1, count + 1)]
