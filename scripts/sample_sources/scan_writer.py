"""A scan: pages of pictures without a text layer, and beside it the text that is in them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from scripts.sample_sources.blocks import CENTRED, INDENT, RIGHT, Block, Source
from scripts.sample_sources.fonts import find_font

_DPI = 150
_WIDTH, _HEIGHT = round(8.27 * _DPI), round(11.69 * _DPI)
_EM, _PITCH, _TOP, _COLUMNS, _LINES = 32, 59, 210, 28, 22  # the type area of GB/T 9704, in pixels
_LEFT = (_WIDTH - _COLUMNS * _EM) // 2
_PAPER, _INK, _RED_AS_GREY = 243, 38, 96
_SIZES = {"head": 66, "title": 44}
_QUALITY = 32
_NOT_FIRST = "，。、；：？！）》”"


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    kind: str
    left: float
    size: int


def write_scan(source: Source, path: Path) -> None:
    """Write a PDF of slightly skewed grey pictures, and its text as NAME.pdf.txt with a form feed between pages.

    `@scan SEED` says which skew and noise: the same seed gives the same bytes.
    """
    pages = list(_pages(source))
    random = np.random.default_rng(int(source.settings["scan"]))
    rl_config.useA85 = 0  # text-safe streams would make the pictures a quarter larger
    canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=0)
    for number, lines in enumerate(pages, start=1):
        picture = io.BytesIO(_scanned(_drawn(lines, number), random))
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    rl_config.useA85 = 1
    text = "\f".join("".join(f"{line.text}\n" for line in lines) for lines in pages)
    path.with_name(path.name + ".txt").write_text(text, encoding="utf-8")


def _pages(source: Source) -> Iterator[list[_Line]]:
    page: list[_Line] = []
    room = _LINES
    for block in source.blocks:
        if block.kind == "break":
            yield page
            page, room = [], _LINES
            continue
        for line in _lines(block):
            if room < 1:
                yield page
                page, room = [], _LINES
            page.append(line)
            room -= 2 if block.kind in _SIZES else 1
    if page:
        yield page


def _lines(block: Block) -> Iterator[_Line]:
    size = _SIZES.get(block.kind, _EM)
    columns = _COLUMNS * _EM / size
    indented = block.kind in {"text", "section"}
    text = (INDENT if indented else "") + block.text.replace(" | ", INDENT * 3)
    while text:
        width, end = 0.0, 0
        while end < len(text) and (width <= columns - 1 or (end and text[end] in _NOT_FIRST)):
            width += 0.5 if text[end].isascii() else 1
            end += 1
        printed, text = text[:end], text[end:]
        spare = _COLUMNS * _EM - width * size
        left = spare / 2 if block.kind in CENTRED else spare - 2 * _EM if block.kind in RIGHT else 0.0
        yield _Line(printed, block.kind, left, size)


def _drawn(lines: list[_Line], number: int) -> Image.Image:
    page = Image.new("L", (_WIDTH, _HEIGHT), _PAPER)
    pen, top = ImageDraw.Draw(page), _TOP
    for line in lines:
        font = _font("bold" if line.kind in {"head", "title", "chapter"} else "regular", line.size)
        left = _LEFT + line.left
        for character in line.text:
            pen.text((left, top), character, _RED_AS_GREY if line.kind == "head" else _INK, font)
            left += line.size / 2 if character.isascii() else line.size
        if line.kind == "number":
            pen.line((_LEFT, top + 52, _WIDTH - _LEFT, top + 52), _RED_AS_GREY, 4)
        top += _PITCH * (2 if line.kind in _SIZES else 1)
    pen.text((_WIDTH / 2 - 52, _HEIGHT - 150), f"\u2014 {number} \u2014", _INK, _font("regular", 28))
    return page


def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    file, index = find_font(weight)
    return ImageFont.truetype(file, size, index=index)


def _scanned(page: Image.Image, random: np.random.Generator) -> bytes:
    """Turn a clean page into what a scanner sees: skewed, soft, uneven light, grain; as a grey JPEG."""
    page = page.rotate(random.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, fillcolor=_PAPER)
    page = page.filter(ImageFilter.GaussianBlur(0.6))
    pixels = np.asarray(page, dtype=np.float32)
    across = np.linspace(0, 1, _WIDTH, dtype=np.float32)[None, :]
    pixels = pixels - random.uniform(4, 12) * across + random.normal(0, 2.2, pixels.shape).astype(np.float32)
    buffer = io.BytesIO()
    picture = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8), "L")
    picture.save(buffer, "JPEG", quality=_QUALITY, optimize=True, dpi=(_DPI, _DPI))
    return buffer.getvalue()
