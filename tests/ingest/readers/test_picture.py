"""Pictures of pages."""

from __future__ import annotations

import io
import itertools
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ingest.errors import UnreadableFileError
from ingest.readers.ocr import Recogniser, is_installed, with_full_marks
from ingest.readers.picture import _strips, read_picture
from ingest.service import parse_file
from ingest.types import BlockKind, ReadLimits, ReadOptions, ReadResult
from tests.support.pdfs import SCAN, character_error_rate, picture_of_page, printed_on_scan

needs_ocr = pytest.mark.skipif(not is_installed(), reason="the `ocr` extra is not installed")


def saved(picture: Any, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def read(content: bytes, limits: ReadLimits | None = None) -> ReadResult:
    limits = limits or ReadLimits()
    return read_picture("a.png", content, limits, Recogniser(limits, ReadOptions()))


def reason(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read(content)
    return caught.value.reason


def page(number: int, dpi: int = 150) -> Any:
    return picture_of_page(SCAN.read_bytes(), number, dpi)


def top_of(number: int) -> Any:
    picture = page(number)
    return picture.crop((0, 0, picture.width, 640))


def test_without_recognition_a_picture_is_skipped_with_what_to_do() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        parse_file("a.png", saved(Image.new("L", (50, 50)), "PNG"), options=ReadOptions(ocr=False))
    assert (caught.value.reason, caught.value.skipped) == ("image", True)


@needs_ocr
def test_a_picture_of_a_page_is_read_into_paragraphs_with_their_page() -> None:
    found = read(saved(page(0), "PNG"))
    assert character_error_rate(printed_on_scan(0), "".join(block.text for block in found.blocks)) <= 0.01
    assert {(block.kind, block.page) for block in found.blocks} == {(BlockKind.IMAGE_TEXT, 1)}
    assert any(block.text.startswith("（二）近1年内") and block.text.endswith("行政处罚的；") for block in found.blocks)
    assert (found.media_type, found.warnings) == ("image/png", ("recognised_text",))


@needs_ocr
def test_a_tiff_of_several_pages_keeps_its_pages_though_one_lies_askew() -> None:
    first, second = top_of(2).convert("1"), top_of(3).convert("1").rotate(1.2, expand=True, fillcolor=1)
    found = read(saved(first, "TIFF", save_all=True, append_images=[second]))
    assert found.page_count == 2
    assert found.blocks[0].text.startswith("第十三条")
    # Every article of the second page is a paragraph of its own, though the sheet lies askew.
    second_page = [block.text[:4] for block in found.blocks if block.page == 2]
    assert {"第十九条", "第二十条"} <= set(second_page)


@needs_ocr
@pytest.mark.parametrize("turn", [90, 180])
def test_a_sheet_on_its_side_or_head_is_turned(turn: int) -> None:
    found = read(saved(top_of(3).rotate(turn, expand=True), "JPEG", quality=80))
    assert found.blocks[0].text.startswith("日起正常使用")
    assert "追回补助资金" in "".join(block.text for block in found.blocks)


@needs_ocr
def test_a_picture_that_says_nothing_is_skipped() -> None:
    assert reason(saved(Image.new("RGB", (600, 400), "white"), "PNG")) == "picture_without_text"
    assert reason(saved(Image.new("RGB", (2000, 3), "white"), "PNG")) == "picture_without_text"


@needs_ocr
def test_broken_pictures_are_named_damaged() -> None:
    whole = saved(Image.new("RGB", (600, 400), "white"), "PNG")
    assert reason(whole[:60]) == "damaged"
    assert reason(b"\x89PNG\r\n\x1a\n" + b"x" * 50) == "damaged"
    assert reason(b"BM" + b"\x00" * 60) == "damaged"


@needs_ocr
@pytest.mark.parametrize("side", [9_000, 30_000])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    bomb = saved(Image.new("1", (100, 100)), "PNG")
    head = b"IHDR" + side.to_bytes(4, "big") * 2
    content = bomb.replace(b"IHDR" + (100).to_bytes(4, "big") * 2, head)
    content = content[:29] + _checksum(content[12:29]) + content[33:]
    assert reason(content) == "picture_too_large"


def _checksum(chunk: bytes) -> bytes:
    return zlib.crc32(chunk).to_bytes(4, "big")


def test_a_long_poster_is_cut_between_its_lines() -> None:
    poster = Image.new("RGB", (600, 9_000), "white")
    for top in range(20, 9_000, 60):
        poster.paste("black", (40, top, 560, top + 30))
    pixels = np.asarray(poster)
    strips = list(_strips(pixels))
    assert strips[0][0] == 0
    assert strips[-1][1] == 9_000
    assert all(end == start for (_, end), (start, _) in itertools.pairwise(strips))
    assert all(pixels[end].min() == 255 for _, end in strips[:-1])
    assert all(end - start <= 1_100 for start, end in strips)


def test_recognised_marks_are_the_ones_that_chinese_is_printed_with() -> None:
    assert with_full_marks("(一)近2年内:第(二）项,提前停用;") == "（一）近2年内：第（二）项，提前停用；"
    assert with_full_marks("云高经〔2025]7号") == "云高经〔2025〕7号"
    assert with_full_marks("GB/T (2023) 4,500 http://a.cn") == "GB/T (2023) 4,500 http://a.cn"
