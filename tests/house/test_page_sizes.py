"""How much the enterprise's pages load before the first view: gates, gzip -9."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "api" / "static"
KILOBYTE = 1000

pytestmark = pytest.mark.skipif(not (STATIC / "chat" / "index.html").is_file(), reason="The pages are not built.")


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_the_first_load_of_the_chat_page_stays_under_40_kilobytes() -> None:
    page = (STATIC / "chat" / "index.html").read_text("utf-8")
    files = [STATIC / "chat" / name for name in re.findall(r'"/ui/chat/(assets/[^"]+)"', page)]
    assert files
    assert sum(map(packed, files)) <= 40 * KILOBYTE


def test_the_loader_stays_under_3_kilobytes() -> None:
    assert packed(STATIC / "loader" / "embed.js") <= 3 * KILOBYTE


def test_no_bundle_for_enterprises_holds_a_lookbehind_which_older_web_views_cannot_read() -> None:
    for file in [*(STATIC / "chat").rglob("*.js"), STATIC / "loader" / "embed.js"]:
        assert not re.search(r"\(\?<[=!]", file.read_text("utf-8")), file.name
