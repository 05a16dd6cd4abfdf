"""Pictures of pages: photographs, scans, long posters, TIFF files of several pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from ingest.errors import UnreadableFileError
from ingest.readers.columns import reading_order
from ingest.readers.ocr import LONGEST_SIDE, PageSize, RecognisedPage, Recogniser
from ingest.readers.paragraphs import read_blocks
from ingest.readers.printed import PrintedLine
from ingest.readers.running_lines import PageLines, without_running_lines
from ingest.types import Loss, ReadLimits, ReadResult

_MAX_PIXELS = 60_000_000  # a newspaper page at 300 dpi; unpacked it takes 180 MB
_POSTER = 2.2  # times as tall as wide: read in strips, as the whole would be shrunk until nothing can be read
_STRIP = 1.4  # times the width
_POINTS_PER_PIXEL = 0.4


def read_picture(name: str, content: bytes, limits: ReadLimits, recogniser: Recogniser) -> ReadResult:
    """Return what a picture says, a page per frame.

    Raises UnreadableFileError: `image` (skipped) without the `ocr` extra, when it is damaged or too large, or when it
    says nothing.
    """
    picture = _opened(name, content)
    if not recogniser.is_available:
        raise UnreadableFileError("image", skipped=True, file=name)
    count = getattr(picture, "n_frames", 1) if picture.format in ("TIFF", "MPO") else 1
    if count > limits.max_pages:
        raise UnreadableFileError("too_many_pages", file=name, pages=count, limit=limits.max_pages)
    pages, losses = [], []
    for number in range(count):
        if not recogniser.has_time:
            losses.append(Loss(code="page_not_recognised", page=number + 1))
            continue
        found = _read_frame(recogniser, _frame(name, picture, number), number)
        losses += found.losses
        pages.append(reading_order(found.pieces).lines)
    lines = [PageLines(tuple(page)) for page in without_running_lines(pages)]
    blocks = tuple(read_blocks(lines, [line for page in lines for line in page.lines]))
    if not blocks:
        raise UnreadableFileError("picture_without_text", skipped=True, file=name)
    return ReadResult(
        blocks=blocks,
        media_type=Image.MIME.get(picture.format or "", "image/*"),
        page_count=count,
        warnings=("recognised_text",),
        losses=tuple(losses),
    )


def _opened(name: str, content: bytes) -> Any:
    try:
        picture = Image.open(io.BytesIO(content))
    except Image.DecompressionBombError as error:
        raise UnreadableFileError("picture_too_large", file=name, limit=_MAX_PIXELS // 10_000) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError) as error:
        raise UnreadableFileError("damaged", file=name) from error
    return picture


def _frame(name: str, picture: Any, number: int) -> Any:
    """Return a frame as an array of RGB, turned as its camera says. Its size is checked before it is unpacked."""
    try:
        picture.seek(number)
        if picture.width * picture.height > _MAX_PIXELS:
            raise UnreadableFileError("picture_too_large", file=name, limit=_MAX_PIXELS // 10_000)
        upright = ImageOps.exif_transpose(picture)
        if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
            paper = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(paper, upright.convert("RGBA"))
        return np.asarray(upright.convert("RGB"))
    # Pillow's decoders raise all of these on a file that ends early or lies about itself.
    except (OSError, ValueError, SyntaxError, TypeError, IndexError, KeyError, ZeroDivisionError, EOFError) as error:
        raise UnreadableFileError("damaged", file=name) from error


def _read_frame(recogniser: Recogniser, pixels: Any, number: int) -> RecognisedPage:
    height, width = pixels.shape[:2]
    pieces: list[PrintedLine] = []
    losses: list[Loss] = []
    for top, bottom in _strips(pixels):
        if not recogniser.has_time:
            losses.append(Loss(code="page_not_recognised", page=number + 1))
            break
        # Strips lie in one page: each is read as a page that ends where it does.
        size = PageSize(number, width * _POINTS_PER_PIXEL, (bottom - top) * _POINTS_PER_PIXEL)
        found = recogniser.read(pixels[top:bottom], size)
        pieces += [_moved(piece, (height - bottom) * _POINTS_PER_PIXEL, height) for piece in found.pieces]
        losses += found.losses
    return RecognisedPage(tuple(pieces), tuple(losses))


def _moved(piece: PrintedLine, up: float, height: int) -> PrintedLine:
    return replace(piece, bottom=piece.bottom + up, top=piece.top + up, page_height=height * _POINTS_PER_PIXEL)


def _strips(pixels: Any) -> Iterator[tuple[int, int]]:
    """Yield the top and bottom of the strips to read a picture in; a tall one is cut where its rows are emptiest."""
    height, width = pixels.shape[:2]
    if height <= _POSTER * width or height <= LONGEST_SIDE:
        yield 0, height
        return
    strip = int(min(max(_STRIP * width, 400), LONGEST_SIDE))
    ink = pixels.min(axis=2).std(axis=1)
    top = 0
    while height - top > 1.3 * strip:
        search = ink[top + int(0.7 * strip) : top + strip]
        cut = top + int(0.7 * strip) + int(np.argmin(search))
        yield top, cut
        top = cut
    yield top, height
