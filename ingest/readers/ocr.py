"""Recognising the text of pictures, with the `ocr` extra; without it, saying that it is not there."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import structlog

from ingest.readers.printed import PrintedLine, tidy
from ingest.types import Loss, ReadLimits, ReadOptions

_log = structlog.get_logger(__name__)
LONGEST_SIDE = 1960
"""Pixels. A4 at 167 dpi: above it the engine shrinks a picture, and smaller print than 7 pt is lost below it."""

_DETECTED_SIDE = 1280
"""Pixels. Lines are found on a smaller picture than they are read on: a third faster, and 0.7 GB at most for 0.95."""

_MODELS = {
    "Det.model_path": "PP-OCRv6_det_small.onnx",
    "Cls.model_path": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec.model_path": "PP-OCRv6_rec_small.onnx",
}
_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBER_BRACKETS = re.compile(r"(?<=[\u3400-\u9fff])[〔\[【(（]((?:19|20)\d{2})[〕\]】)）](?=\d{1,4}号)")
_PAIR = re.compile(r"[(（]([^()（）]{1,60})[)）]")
_AFTER_HAN = re.compile(r"(?<=[\u3400-\u9fff）”》])[,;:?!](?!//)")
_FULL_MARKS = str.maketrans(",;:?!", "，；：？！")
_DROPPED, _UNCERTAIN = 0.5, 0.8  # scores of lines that are left out, and that a person should look at
_DOUBTFUL_PAGE = 0.75  # mean score of a page that may lie on its side or head
_TALL = 1.6  # a box of several characters that is taller than wide stands sideways
_STRAIGHT = 0.3  # degrees
_MIN_SIDE, _MAX_RATIO = 12, 40  # pixels; the engine blows a thinner picture up until it can be read


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """The pieces of print found in a picture, and what could not be read of it."""

    pieces: tuple[PrintedLine, ...]
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class PageSize:
    """The page that a picture shows, in points; `number` counts from 0."""

    number: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Found:
    """Text with its box in pixels, y growing downwards."""

    text: str
    score: float
    corners: Any  # 4 × 2


def is_installed() -> bool:
    """Say whether the engine and its models are there; nothing is ever fetched."""
    if find_spec("onnxruntime") is None:
        return False
    folder = _model_folder()
    return folder is not None and all((folder / name).is_file() for name in _MODELS.values())


class Recogniser:
    """Recognises the pages of one file, for as long as they may take.

    `on_page` is called after each: who waits for the file may begin to wait anew.
    """

    def __init__(self, limits: ReadLimits, options: ReadOptions, on_page: Callable[[], None] | None = None) -> None:
        self._threads, self._on_page = limits.ocr_threads, on_page
        self._until = time.monotonic() + limits.ocr_seconds
        self._slowest = 0.0
        self.is_available = options.ocr and is_installed()

    @property
    def has_time(self) -> bool:
        """Whether another page can be recognised in time, if it takes as long as the slowest so far."""
        return time.monotonic() + self._slowest < self._until

    def read(self, picture: Any, page: PageSize) -> RecognisedPage:
        """Return what the picture of a page (height × width × 3 of uint8, RGB) says. Lines keep no order."""
        begun, sides = time.monotonic(), sorted(picture.shape[:2])
        if sides[0] < _MIN_SIDE or sides[1] > _MAX_RATIO * sides[0]:
            return RecognisedPage(())
        found = _upright(_engine(self._threads), np.ascontiguousarray(picture[:, :, ::-1]))
        self._slowest = max(self._slowest, time.monotonic() - begun)
        if self._on_page is not None:
            self._on_page()
        kept = [f for f in found.lines if f.score >= _DROPPED]
        uncertain = sum(f.score < _UNCERTAIN for f in kept)
        losses = [
            Loss(code=code, count=count, page=page.number + 1)
            for code, count in (
                ("recognition_dropped", len(found.lines) - len(kept)),
                ("recognition_uncertain", uncertain),
            )
            if count
        ]
        height, width = found.shape
        sideways = (height > width) != (page.height > page.width)
        shown = PageSize(page.number, page.height, page.width) if sideways else page
        return RecognisedPage(
            tuple(_printed(f, shown, shown.width / width) for f in _straightened(kept)), tuple(losses)
        )


@dataclass(frozen=True, slots=True)
class _Attempt:
    lines: tuple[_Found, ...]
    shape: tuple[int, int]

    @property
    def score(self) -> float:
        chars = sum(len(f.text) for f in self.lines)
        return sum(f.score * len(f.text) for f in self.lines) / chars if chars else 0.0

    @property
    def is_sideways(self) -> bool:
        boxes = [np.ptp(f.corners, axis=0) for f in self.lines if len(f.text) >= 3]
        return len(boxes) >= 3 and sum(h > _TALL * w for w, h in boxes) > 0.6 * len(boxes)


def _upright(engine: Any, picture: Any) -> _Attempt:
    """Return what is found in a picture, turned when its lines stand on their side or on their head."""
    first = _attempt(engine, picture)
    if first.is_sideways:
        turns: Sequence[int] = (1, 3)
    elif first.lines and first.score < _DOUBTFUL_PAGE:
        turns = (2,)
    else:
        return first
    attempts = [_attempt(engine, np.ascontiguousarray(np.rot90(picture, turn))) for turn in turns]
    return max([first, *attempts], key=lambda a: (not a.is_sideways, a.score))


def _attempt(engine: Any, picture: Any) -> _Attempt:
    try:
        answer = engine(picture, use_cls=False)
    except MemoryError:
        raise
    except (
        Exception
    ) as error:  # the engine has no error of its own; the other pages of the file are still worth reading
        _log.warning("page_not_recognised", kind=type(error).__name__)
        return _Attempt((), picture.shape[:2])
    if answer.boxes is None or answer.txts is None:
        return _Attempt((), picture.shape[:2])
    lines = (
        _Found(with_full_marks(tidy(text)), float(score), np.asarray(box, dtype=float))
        for text, score, box in zip(answer.txts, answer.scores, answer.boxes, strict=True)
        if text.strip()
    )
    return _Attempt(tuple(lines), picture.shape[:2])


def with_full_marks(text: str) -> str:
    """Return recognised text with the marks that Chinese is printed with; the engine gives half-width ones too."""
    text = _NUMBER_BRACKETS.sub(r"〔\1〕", text)
    text = _PAIR.sub(lambda m: f"（{m[1]}）" if _HAN.search(m[1]) else m[0], text)
    return _AFTER_HAN.sub(lambda m: m[0].translate(_FULL_MARKS), text)


def _straightened(lines: Sequence[_Found]) -> list[_Found]:
    """Turn boxes so that the lines of a sheet that was scanned askew run level."""
    slopes = [
        math.atan2(f.corners[1][1] - f.corners[0][1], f.corners[1][0] - f.corners[0][0])
        for f in lines
        if len(f.text) >= 8
    ]
    if len(slopes) < 3 or abs(slope := float(np.median(slopes))) < math.radians(_STRAIGHT):
        return list(lines)
    turn = np.array([[math.cos(slope), -math.sin(slope)], [math.sin(slope), math.cos(slope)]])
    return [_Found(f.text, f.score, f.corners @ turn) for f in lines]


def _printed(found: _Found, page: PageSize, scale: float) -> PrintedLine:
    left, top = map(float, found.corners.min(axis=0) * scale)
    right, bottom = map(float, found.corners.max(axis=0) * scale)
    units = sum(0.5 if c.isascii() else 1.0 for c in found.text)
    em = (right - left) / units if units >= 6 else 0.8 * (bottom - top)
    return PrintedLine(
        found.text,
        left=left,
        right=right,
        bottom=page.height - bottom,
        top=page.height - top,
        em=max(em, 1.0),
        page=page.number,
        page_height=page.height,
        is_recognised=True,
    )


def _model_folder() -> Path | None:
    package = find_spec("rapidocr")
    return Path(package.origin).parent / "models" if package and package.origin else None


@lru_cache(maxsize=1)
def _engine(threads: int) -> Any:
    """Return the engine of this process; it is slow to load and holds about half a gigabyte."""
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(threads)
    folder = _model_folder()
    assert folder is not None
    return RapidOCR(
        params={
            **{key: str(folder / name) for key, name in _MODELS.items()},
            "Global.log_level": "critical",
            "Global.text_score": 0.0,
            "Global.max_side_len": LONGEST_SIDE,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTED_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
