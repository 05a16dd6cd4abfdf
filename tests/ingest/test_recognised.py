"""A scan and the text recognised in it elsewhere."""

from __future__ import annotations

import pytest

from ingest.errors import UnreadableFileError
from ingest.running.recognised import parse_or_recognised
from ingest.service import parse_file

MEASURE = "某区管理委员会文件\n某办法\n第一条　为了试验，制定本办法。\n第二条　本办法共两页。\f第三条　本条在第二页。\n"


def scan(reason: str) -> UnreadableFileError:
    return UnreadableFileError(reason, file="a.pdf", pages=2)


def test_the_text_beside_a_scan_keeps_its_pages_and_is_stored_as_the_scan() -> None:
    def parse(name: str, content: bytes) -> object:
        if name.endswith(".pdf"):
            raise scan("scanned")
        return parse_file(name, content)

    parsed = parse_or_recognised(parse, "a.pdf", b"%PDF", MEASURE.encode)  # type: ignore[arg-type]
    draft = parsed.drafts[0]
    assert draft.body[draft.page_starts[1] :].startswith("第三条")
    assert draft.source.file_name == "a.pdf"
    assert draft.source.sha256 is not None
    assert draft.findings[-1].code == "recognised_text"


def test_a_scan_without_text_beside_it_is_refused_as_before() -> None:
    def parse(name: str, content: bytes) -> object:
        raise scan("scanned")

    with pytest.raises(UnreadableFileError) as caught:
        parse_or_recognised(parse, "a.pdf", b"%PDF")  # type: ignore[arg-type]
    assert caught.value.reason == "scanned"


def test_text_beside_a_damaged_file_does_not_hide_the_damage() -> None:
    def parse(name: str, content: bytes) -> object:
        raise scan("damaged")

    with pytest.raises(UnreadableFileError) as caught:
        parse_or_recognised(parse, "a.pdf", b"%PDF", MEASURE.encode)  # type: ignore[arg-type]
    assert caught.value.reason == "damaged"
