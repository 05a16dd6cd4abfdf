"""Where the text of a PDF page comes from: its text layer, recognition, or nowhere, and what is then said."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import UnreadableFileError
from ingest.readers.ocr import Recogniser, is_installed
from ingest.readers.pdf import read_pdf
from ingest.types import BlockKind, ReadLimits, ReadOptions, ReadResult
from tests.support.pdfs import SCAN, character_error_rate, drawn, joined, one_page, printed_on_scan, stream, write

TEXT = ["第一条　为了规范检查，制定本办法。", "第二条　本办法自发布之日起施行，有效期五年。"]
needs_ocr = pytest.mark.skipif(not is_installed(), reason="the `ocr` extra is not installed")


def read(
    content: bytes, limits: ReadLimits | None = None, *, ocr: bool = False, on_page: Callable[[], None] | None = None
) -> ReadResult:
    limits = limits or ReadLimits()
    return read_pdf("a.pdf", content, limits, Recogniser(limits, ReadOptions(ocr=ocr), on_page))


def text_pages(count: int) -> bytes:
    return drawn(*([lambda canvas: write(canvas, 70, 740, TEXT)] * count))


def mixed() -> bytes:
    """Return a page with text, one that is a picture, and another with text."""
    return joined((text_pages(2), [0]), (SCAN.read_bytes(), [1]), (text_pages(2), [1]))


def garbled_page() -> bytes:
    """Return a page whose font maps its shapes to private characters."""
    codes = b"".join(b"<%02x> <e0%02x>\n" % (code, code) for code in range(0x20, 0x7F))
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange "
        b"<00> <ff> endcodespacerange 95 beginbfchar\n" + codes + b"endbfchar endcmap end end"
    )
    font = b"/Font<</T<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>>>"
    line = b"(what this line says is known to nobody but its font) Tj T* "
    return one_page(b"BT /T 12 Tf 14 TL 72 700 Td " + line * 6 + b"ET", stream(cmap), resources=font)


def test_without_recognition_a_scan_is_named_one() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(SCAN.read_bytes())
    assert (caught.value.reason, caught.value.params["pages"]) == ("scanned", "4")


def test_without_recognition_the_pages_with_text_are_read_and_the_picture_is_reported() -> None:
    found = read(mixed())
    assert sorted({block.page for block in found.blocks}) == [1, 3]
    assert [(loss.code, loss.page) for loss in found.losses] == [("page_not_recognised", 2)]
    assert found.warnings == ("pages_without_text",)


@needs_ocr
def test_of_a_mixed_document_only_the_pages_without_text_are_recognised() -> None:
    signs_of_life: list[bool] = []
    found = read(mixed(), ocr=True, on_page=lambda: signs_of_life.append(True))
    assert len(signs_of_life) == 1
    kinds = {page: {block.kind for block in found.blocks if block.page == page} for page in (1, 2, 3)}
    assert kinds == {1: {BlockKind.PARAGRAPH}, 2: {BlockKind.IMAGE_TEXT}, 3: {BlockKind.PARAGRAPH}}
    recognised = "".join(block.text for block in found.blocks if block.page == 2)
    assert character_error_rate(printed_on_scan(1), recognised) <= 0.01
    assert found.warnings == ("recognised_text",)
    assert found.losses == ()


@needs_ocr
def test_pages_left_over_when_the_time_for_recognition_is_up_are_reported() -> None:
    found = read(mixed(), ReadLimits(ocr_seconds=0.0), ocr=True)
    assert [(loss.code, loss.page) for loss in found.losses] == [("page_not_recognised", 2)]


def test_a_font_without_a_map_to_characters_gives_no_text() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(garbled_page())
    assert caught.value.reason == "garbled_text"
    found = read(joined((text_pages(2), [0, 1]), (garbled_page(), [0])))
    assert [(loss.code, loss.page) for loss in found.losses] == [("page_garbled", 3)]
    assert not any("\ue000" <= c <= "\uf8ff" for block in found.blocks for c in block.text)


def test_text_that_is_rare_or_foreign_is_not_taken_for_garbled() -> None:
    names = ["赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"] * 2
    english = ["These measures take effect on the day of their publication and are valid for five years."] * 2
    figures = ["2021 12.5 13.8 14.2 2022 13.1 14.9 15.0 2023 13.3 15.5 16.1 2024 13.9 16.0 17.2"] * 2
    for lines in (names, english, figures):
        assert read(drawn(lambda canvas, lines=lines: write(canvas, 40, 740, lines, size=9))).losses == ()


def test_pictures_beside_text_are_counted_and_icons_are_not() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 70, 740, TEXT)
        picture = ImageReader(Image.new("RGB", (50, 50), "red"))
        canvas.drawImage(picture, 100, 300, 200, 150)
        canvas.drawImage(picture, 350, 300, 120, 120)
        canvas.drawImage(picture, 70, 100, 16, 16)

    assert [(loss.code, loss.count, loss.page) for loss in read(drawn(draw)).losses] == [("picture_not_read", 2, 1)]


def test_a_scan_with_a_text_layer_of_its_own_is_not_recognised_again() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(io.BytesIO(white_page())), 0, 0, 595, 842)
        text = canvas.beginText(70, 740)
        text.setFont("STSong-Light", 12)
        text.setTextRenderMode(3)  # invisible, under the picture
        for line in (*TEXT * 3,):
            text.textLine(line)
        canvas.drawText(text)

    found = read(drawn(draw), ocr=True)
    assert {block.kind for block in found.blocks} == {BlockKind.PARAGRAPH}
    assert found.losses == ()


def white_page() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (595, 842), 255).save(buffer, "PNG")
    return buffer.getvalue()
