"""What a browser loads first stays small (compressed as the server does at its best)."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from build_ui import STATIC

KILO = 1000
_REFERENCE = re.compile(r'(?:src|href)="/ui/([^"]+\.(?:js|css))"')


def size(*files: Path) -> float:
    """Kilobytes of `files`, each compressed alone."""
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / KILO


def first_load(application: str) -> list[Path]:
    page = STATIC / application / "index.html"
    if not page.is_file():
        pytest.skip("the web pages are not built; run `python build_ui.py`")
    return [page, *(STATIC / name for name in _REFERENCE.findall(page.read_text("utf-8")))]


def test_the_loader_on_other_sites_pages_is_at_most_3_kilobytes() -> None:
    loader = STATIC / "loader" / "embed.js"
    if not loader.is_file():
        pytest.skip("the web pages are not built; run `python build_ui.py`")
    assert size(loader) <= 3


@pytest.mark.parametrize(("application", "most"), [("chat", 40), ("console", 420)])
def test_the_first_load_of_an_application_is_bounded(application: str, most: float) -> None:
    files = first_load(application)
    assert len(files) >= 3  # the page, a script and a style sheet
    assert size(*files) <= most


def test_what_is_loaded_later_comes_in_bounded_pieces() -> None:
    pieces = [*STATIC.glob("chat/assets/*.js"), *STATIC.glob("console/assets/*.js")]
    first = {*first_load("chat"), *first_load("console")}
    assert {piece.name: size(piece) for piece in pieces if piece not in first and size(piece) > 220} == {}


def test_old_web_views_can_read_the_loader() -> None:
    """Target es2018 and no lookbehind; a syntax error would leave the host page without a button."""
    loader = STATIC / "loader" / "embed.js"
    if loader.is_file():
        assert not re.search(r"\?\?|\?\.[a-z(\[]|\(\?<[=!]", loader.read_text("utf-8"))
