"""Print how faithfully the statutes of the shared data are read: article numbers, characters kept, speed.

Usage: python scripts/evaluate_reading.py [SHARED_DIR] [--every N]. SHARED_DIR holds data/laws; default ../shared.
The figures and what they mean stand in docs/evaluation.md, "Reading what governments publish".
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.assemble import assemble
from ingest.readers.markdown import read_markdown
from ingest.types import ReadOptions, ReadResult
from knowledge.types import ClauseKind, EntryDraft

ROOT = Path(__file__).parents[1]
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one text gave. `removed` counts letters that cleaning took out, by rule."""

    title: str
    size_bytes: int
    cpu_seconds: float
    articles: int
    gaps: tuple[str, ...]
    begins_at: str | None
    removed: Counter[str]
    missing: int
    unplaced: int
    doubled_ids: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--every", type=int, default=1, help="read every Nth text only")
    arguments = parser.parse_args()
    folder = arguments.shared / "data" / "laws"
    if not folder.is_dir():
        raise SystemExit(f"No statutes in '{folder}'. Name the folder that holds data/laws.")
    readings = [read(title, text) for title, text in statutes(folder, arguments.every)]
    report(readings)


def statutes(folder: Path, every: int = 1) -> Iterator[tuple[str, str]]:
    """Yield title and text of every Nth statute, in the order of the files."""
    number = 0
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for row in rows:
                if number % every == 0:
                    record = json.loads(row)
                    yield record["title"], record["text"]
                number += 1


def read(title: str, text: str) -> Reading:
    """Read one text and compare the clauses with what the reader saw. Only clean → structure → split is timed."""
    content = f"# {title}\n\n{text}".encode()
    seen = read_markdown("statute.md", content)
    begin = time.process_time()
    draft = assemble(seen, file_name=f"{title}.md", sha256="0" * 64, options=ReadOptions()).drafts[0]
    seconds = time.process_time() - begin
    removed = _removed_by_rule(draft)
    ids = Counter(clause.id for clause in draft.clauses)
    return Reading(
        title=title,
        size_bytes=len(content),
        cpu_seconds=seconds,
        articles=sum(clause.kind is ClauseKind.ARTICLE for clause in draft.clauses),
        gaps=tuple(f.params["number"] for f in draft.findings if f.code == "numbering_gap"),
        begins_at=next((f.params["number"] for f in draft.findings if f.code == "numbering_start"), None),
        removed=removed,
        missing=_missing(seen, draft, removed),
        unplaced=_unplaced(draft),
        doubled_ids=sum(count - 1 for count in ids.values()),
    )


def letters(text: str) -> str:
    """Return the letters and digits of `text`, compatibility forms folded: what must never be lost."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _removed_by_rule(draft: EntryDraft) -> Counter[str]:
    edits = draft.extraction.edits if draft.extraction else ()
    removed: Counter[str] = Counter()
    for edit in edits:
        if lost := len(letters(edit.removed)) - len(letters(edit.replacement)):
            removed[edit.rule] += lost
    return removed


def _missing(seen: ReadResult, draft: EntryDraft, removed: Counter[str]) -> int:
    """Letters of the source that are neither in the body nor removed by a rule that says so."""
    before, after = (len(letters(text)) for text in ("\n".join(b.text for b in seen.blocks), draft.body))
    return abs(before - after - sum(removed.values()))


def _unplaced(draft: EntryDraft) -> int:
    """Characters of the body that do not stand in exactly one clause's own text; inline items lie inside theirs."""
    times = bytearray(len(draft.body))
    for clause in draft.clauses:
        if clause.kind is not ClauseKind.INLINE_ITEM:
            for position in range(clause.start, clause.end):
                times[position] = min(times[position] + 1, 2)
    return sum(count != 1 for count, c in zip(times, draft.body, strict=True) if not c.isspace())


def report(readings: list[Reading]) -> None:
    """Print the figures, then every text that falls short and why."""
    numbered = [r for r in readings if r.articles]
    whole = [r for r in numbered if not r.gaps]
    size, seconds = sum(r.size_bytes for r in readings), sum(r.cpu_seconds for r in readings)
    removed = sum((r.removed for r in readings), Counter[str]())
    print(f"texts {len(readings)}, with articles {len(numbered)}, articles {sum(r.articles for r in numbered)}")
    print(f"article numbers run on: {len(whole)} of {len(numbered)} = {len(whole) / max(len(numbered), 1):.4f}")
    print(f"letters removed by cleaning rules: {dict(removed)}; otherwise missing: {sum(r.missing for r in readings)}")
    print(f"characters in no clause or in two: {sum(r.unplaced for r in readings)}")
    print(f"clause ids given twice: {sum(r.doubled_ids for r in readings)}")
    print(f"clean, structure, split: {size / MEGABYTE / seconds * 60:.1f} MB per minute of one core ({seconds:.0f} s)")
    for r in readings:
        if r.articles and r.gaps:
            print(f"  gap at {', '.join(r.gaps)}: {r.title}")
    for r in readings:
        if r.begins_at:
            print(f"  begins at {r.begins_at}: {r.title}")
        if r.missing or r.unplaced or r.doubled_ids:
            print(f"  {r.missing} missing, {r.unplaced} unplaced, {r.doubled_ids} ids twice: {r.title}")
        if r.removed:
            print(f"  removed {dict(r.removed)}: {r.title}")


if __name__ == "__main__":
    main()
