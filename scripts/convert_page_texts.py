"""Write the page's texts in Traditional characters from those in Simplified: convert_page_texts.py."""

from __future__ import annotations

import json
from pathlib import Path

from core.text import to_traditional

LOCALES = Path(__file__).parents[1] / "web" / "shared" / "locales"
_KEPT = {"nav.script": "简体", "progress.datePattern": None}
"""Keys that are not converted: to another text, or (None) left as they are."""


def converted() -> str:
    """Return the catalogue as it stands in the file."""
    files = (LOCALES / "zh-CN.json", LOCALES / "zh-CN.later.json")
    texts = {key: text for file in files for key, text in json.loads(file.read_text(encoding="utf-8")).items()}
    other = {key: _KEPT[key] or text if key in _KEPT else to_traditional(text) for key, text in texts.items()}
    return json.dumps(other, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    (LOCALES / "zh-Hant.json").write_text(converted(), encoding="utf-8")
