"""Writes the OpenAPI file web clients are generated from: `python -m api.openapi [FILE]`, default web/openapi.json."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from api.app import bare_app

DEFAULT_FILE = Path("web/openapi.json")


def render() -> str:
    """Return the description as the file's text: sorted keys, so that a diff shows only what changed."""
    return json.dumps(bare_app().openapi(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
