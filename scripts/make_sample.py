"""Rebuild the files of the sample base from the plain text in `scripts/sample_sources`.

The same sources always give the same bytes: zip dates, document properties, PDF identifiers and the noise of the scan
are fixed. PDF files need the font family Noto Serif CJK SC.

A source line is a paragraph, or a directive: `@title TEXT`, `@chapter TEXT`, `@sign TEXT`, `@table` … `@end`; the
writers in `scripts/sample_sources` say which others they know.
Usage: `python scripts/make_sample.py [NAME ...]`, names as in `ingest/sample/documents`; without names, everything.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

from scripts.sample_sources.blocks import CENTRED, INDENT, RIGHT, SOURCES, Block, Source, parse_source
from scripts.sample_sources.ofd_writer import write_ofd
from scripts.sample_sources.page_writers import write_html, write_markdown, write_text
from scripts.sample_sources.pdf_writer import write_pdf
from scripts.sample_sources.scan_writer import write_scan
from scripts.sample_sources.sheet_writer import write_faqs, write_xlsx
from scripts.sample_sources.word_writer import write_docx

ROOT = SOURCES.parent.parent
OUTPUT = ROOT / "ingest" / "sample"


def _write_ofd_file(source: Source, path: Path) -> None:
    pages = [[*group] for is_break, group in groupby(source.blocks, lambda b: b.kind == "break") if not is_break]
    texts = [[text for block in page for text in _ofd_paragraphs(block)] for page in pages]
    path.write_bytes(write_ofd(texts, source.text_of("title")))


def _ofd_paragraphs(block: Block) -> list[str]:
    if block.kind == "table":
        return ["\t".join(row) for row in block.rows]
    if block.kind in CENTRED:
        return ["\t" + block.text]
    if block.kind in RIGHT:
        return ["\t\t" + block.text]
    return [(INDENT if block.kind in {"text", "section"} else "") + block.text.replace(" | ", INDENT * 3)]


def _write_pdf_or_scan(source: Source, path: Path) -> None:
    (write_scan if "scan" in source.settings else write_pdf)(source, path)


WRITERS: dict[str, Callable[[Source, Path], None]] = {
    ".docx": write_docx,
    ".html": write_html,
    ".md": write_markdown,
    ".ofd": _write_ofd_file,
    ".pdf": _write_pdf_or_scan,
    ".txt": write_text,
    ".xlsx": write_xlsx,
}


def main(names: Sequence[str]) -> None:
    """Write the named documents, or all of them and the FAQ table."""
    documents = OUTPUT / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    for file in sorted((SOURCES / "policies").glob("*.src")):
        if not names or file.stem in names:
            target = documents / file.stem
            WRITERS[target.suffix](parse_source(file.read_text(encoding="utf-8")), target)
            print(f"{target.stat().st_size:>8}  {target.relative_to(ROOT)}")
    if not names:
        write_faqs(OUTPUT / "faqs.xlsx")


if __name__ == "__main__":
    main(sys.argv[1:])
