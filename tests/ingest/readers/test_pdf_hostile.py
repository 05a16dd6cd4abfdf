"""PDF files that are broken or mean harm: each gives text or a reason, soon."""

from __future__ import annotations

import time
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableFileError
from ingest.readers.pdf import read_pdf
from ingest.running.worker import ParserProcess
from ingest.types import ReadLimits
from tests.support.pdfs import SCAN, drawn, one_page, rule, stream, write, written

TEXT = b"BT /T 12 Tf 72 700 Td (This page has text that is long enough to be read.) Tj ET "
RULES = b"0 0 m 99 0 l S 0 9 m 99 9 l S 0 18 m 99 18 l S 0 27 m 99 27 l S "
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F %d 0 R>>>>"


def outcome(content: bytes) -> str:
    """Return the first words of a file, or the reason why there are none."""
    try:
        return read_pdf("a.pdf", content, ReadLimits()).blocks[0].text[:9]
    except UnreadableFileError as error:
        return error.reason


def file_of(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return written(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[page] * count
    )


def test_ten_thousand_pages_are_refused_before_one_is_read() -> None:
    begun = time.monotonic()
    with pytest.raises(UnreadableFileError) as caught:
        read_pdf("a.pdf", file_of(10_000), ReadLimits())
    assert (caught.value.reason, caught.value.params["pages"]) == ("too_many_pages", "10000")
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "damaged"),
        (b"%PDF-1.7", "damaged"),
        (drawn(lambda canvas: write(canvas, 70, 700, ["第一条　为了规范检查，制定本办法。"]))[:400], "damaged"),
        (written(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"), "damaged"),
        (written(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"), "damaged"),
        (
            one_page(TEXT + RULES + b"/F Do", stream(b"q /F Do Q", FORM % 5), resources=b"/XObject<</F 5 0 R>>"),
            "This page",
        ),
        (one_page(b"q " * 50_000 + TEXT), "This page"),
        (one_page(TEXT + RULES, resources=b"/X " + b"[" * 50_000 + b"]" * 50_000), "This page"),
        (one_page(stream(zlib.compress(b" " * 50_000_000, 9), b"/Filter/FlateDecode")), "scanned"),
    ],
    ids=["empty", "header", "cut", "tree", "no-pages", "form-in-itself", "states", "arrays", "blanks"],
)
@pytest.mark.timeout(60)
def test_broken_and_hostile_files_give_text_or_a_reason(content: bytes, expected: str) -> None:
    assert outcome(content) == expected


def test_a_form_that_doubles_with_every_level_harms_nothing_but_its_parser() -> None:
    levels = 30
    forms = [stream(b"/F Do /F Do", FORM % (6 + level)) for level in range(levels)]
    last = stream(b"0 0 m 9 9 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]")
    bomb = one_page(TEXT + b"/F Do", *forms, last, resources=b"/XObject<</F 5 0 R>>")
    with ParserProcess(ReadLimits(timeout_seconds=30, memory_bytes=800 * 1024**2)) as parser:
        with pytest.raises(UnreadableFileError) as caught:
            parser.parse("a.pdf", bomb)
        assert caught.value.reason in ("parser_crashed", "too_slow", "too_much_memory")
        assert parser.parse("b.pdf", WHOLE).drafts


def whole() -> bytes:
    def draw(canvas: object) -> None:
        write(canvas, 70, 740, ["第一条　为了规范检查，制定本办法。", "第二条　本办法自发布之日起施行。"])  # type: ignore[arg-type]
        rule(canvas, 70, 600, [100, 100], [["类别", "次数"], ["甲类", "2"]])  # type: ignore[arg-type]

    return drawn(draw, draw)


WHOLE = whole()
PICTURES = SCAN.read_bytes()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_truncated_or_mutated_file_gives_blocks_or_a_reason_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([WHOLE, PICTURES])))
    for _ in range(data.draw(st.integers(0, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(1, len(content))) if data.draw(st.booleans()) else len(content)
    try:
        assert read_pdf("a.pdf", bytes(content[:end]), ReadLimits()).blocks
    except UnreadableFileError as error:
        assert error.message  # noqa: PT017
