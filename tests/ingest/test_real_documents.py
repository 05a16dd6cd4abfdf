"""Public documents in their original formats; skipped where the shared data folder is absent."""

from __future__ import annotations

import gzip
import json
import unicodedata
from pathlib import Path

import pytest

from ingest.readers.web_page import _main_element, _parse
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


@pytest.mark.parametrize("path", files("html"), ids=lambda p: p.stem[:12])
def test_a_government_page_loses_no_word_of_its_main_text(path: Path) -> None:
    content = path.read_bytes()
    draft = read_file(path.name, content)[0]
    main = _main_element(_parse(path.name, content))
    if main is None:  # one page is nothing but links: no main text to lose, and the reader says that it guessed
        assert [finding.code for finding in draft.findings] == ["main_text_guessed"]
        return
    missing = set(letters(main.text_content()).removesuffix("相关附件")) - set(letters(draft.body))
    assert not missing
    assert len(letters(draft.body)) >= 0.99 * len(letters(main.text_content()).removesuffix("相关附件"))
    for noise in ("您的位置", "分享到", "上一篇", "网站地图", "版权所有", "ICP备"):
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


def test_statutes_keep_every_character_and_their_articles_run_on() -> None:
    whole, gapless = 0, 0
    for name in ("laws_national", "laws_local"):
        with gzip.open(SHARED / "laws" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as rows:
            for number, row in enumerate(rows):
                record = json.loads(row)
                if number % 23 or len(record["text"]) < 500 or "<!--" in record["text"]:
                    continue
                draft = read_file("法.md", f"# {record['title']}\n\n{record['text']}".encode())[0]
                body, source = letters(draft.body), letters(record["title"] + record["text"])
                # A title that the text repeats is dropped; nothing else may be.
                assert body == source or source.endswith(body[len(letters(record["title"])) :])
                whole += 1
                gapless += not any(finding.code == "numbering_gap" for finding in draft.findings)
    assert whole >= 100
    assert gapless / whole >= 0.97
