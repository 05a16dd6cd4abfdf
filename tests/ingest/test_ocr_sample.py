"""The scan of the sample base read with the `ocr` extra, against the text that was printed in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.ocr import is_installed
from ingest.service import parse_file
from knowledge.types import EntryDraft

SCAN = Path(__file__).parents[2] / "ingest" / "sample" / "documents" / "green-manufacturing-reward-2025.pdf"
pytestmark = pytest.mark.skipif(not is_installed(), reason="the `ocr` extra is not installed")


@pytest.fixture(scope="module")
def draft() -> EntryDraft:
    return parse_file(SCAN.name, SCAN.read_bytes()).drafts[0]


def test_one_character_in_a_hundred_is_wrong_at_most_and_every_page_holds_its_own_text(draft: EntryDraft) -> None:
    printed = [_bare(page) for page in SCAN.with_name(SCAN.name + ".txt").read_text("utf-8").split("\f")]
    ends = [*draft.page_starts[1:], len(draft.body)]
    read = [_bare(draft.body[start:end]) for start, end in zip(draft.page_starts, ends, strict=True)]
    assert len(read) == len(printed)
    errors = [_distance(*pair) for pair in zip(printed, read, strict=True)]
    assert sum(errors) <= 0.01 * sum(map(len, printed)), errors


def test_the_scan_is_described_like_its_text(draft: EntryDraft) -> None:
    assert draft.title == "云岭高新区绿色制造奖励办法"
    assert draft.description.document_number == "云高经〔2025〕7号"
    assert str(draft.description.effective_from) == "2025-04-15"
    articles = [clause.label for clause in draft.clauses if clause.kind.value == "article"]
    assert len(articles) == 24


def _bare(text: str) -> str:
    return "".join(text.split())


def _distance(wanted: str, found: str) -> int:
    """Return how many characters must be changed, put in or taken out (Levenshtein)."""
    row = list(range(len(found) + 1))
    for i, expected in enumerate(wanted, start=1):
        previous, row[0] = row[0], i
        for j, character in enumerate(found, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (expected != character))
    return row[-1]
