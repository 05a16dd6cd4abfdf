"""The sources of the sample documents: one paragraph a line, or a directive."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parent
FIXED_TIME = datetime(2026, 11, 20, 2, 0, 0, tzinfo=UTC)
ZIP_DATE = (2026, 11, 20, 10, 0, 0)
INDENT = "\u3000\u3000"
CENTRED = frozenset({"head", "number", "title", "chapter"})
RIGHT = frozenset({"sign", "date"})
_SETTINGS = frozenset({"encoding", "wrap", "template", "columns", "scan", "numbering", "widths", "published"})


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, break or table of a source; `kind` is the directive, or `text`."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def label_and_rest(self) -> tuple[str, str]:
        """The article number up to the ideographic space, then the rest; an empty label for other text."""
        label, space, rest = self.text.partition("\u3000")
        return (label, space + rest) if space and self.kind == "text" and len(label) <= 8 else ("", self.text)


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed source: its blocks, and the settings of how to write them."""

    blocks: tuple[Block, ...]
    settings: dict[str, str]

    def text_of(self, kind: str) -> str:
        """Text of the last block of this kind, or an empty string."""
        return next((block.text for block in reversed(self.blocks) if block.kind == kind), "")

    def texts_of(self, kind: str) -> list[str]:
        """Texts of all blocks of this kind, in order."""
        return [block.text for block in self.blocks if block.kind == kind]


def parse_source(text: str) -> Source:
    """Read directives and paragraphs; raises ValueError when a table is not closed."""
    blocks: list[Block] = []
    settings: dict[str, str] = {}
    lines = filter(str.strip, text.splitlines())
    for line in lines:
        kind, _, value = line[1:].partition(" ") if line.startswith("@") else ("text", "", line)
        if kind == "table":
            blocks.append(Block("table", rows=tuple(_read_rows(lines))))
        elif kind in _SETTINGS:
            settings[kind] = value
        else:
            blocks.append(Block(kind, value))
    return Source(tuple(blocks), settings)


def _read_rows(lines: Iterator[str]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each row up to `@end`."""
    for line in lines:
        if line == "@end":
            return
        yield tuple(cell.strip() for cell in line.split(" | "))
    raise ValueError("A table has no @end.")


def save_fixed(file: Any, path: Path) -> None:
    """Save an office document so that the same content always gives the same bytes."""
    buffer = io.BytesIO()
    file.save(buffer)
    path.write_bytes(_with_fixed_dates(buffer.getvalue()))


def _with_fixed_dates(archive: bytes) -> bytes:
    """The same zip archive with one fixed date on every entry and in the document properties."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                stamp = FIXED_TIME.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", stamp, content)
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return buffer.getvalue()
