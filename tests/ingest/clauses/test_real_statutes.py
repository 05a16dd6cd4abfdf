"""Statutes in force, read from clean to split; skipped where the shared data folder is absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.evaluate_reading import MEGABYTE, Reading, read, statutes

LAWS = Path(__file__).parents[3].parent / "shared" / "data" / "laws"
REMOVING_RULES = {"C4", "C7"}  # a table of contents on one line, a title that the text repeats
pytestmark = pytest.mark.skipif(not LAWS.is_dir(), reason="needs the shared data folder beside the repository")


def assert_nothing_is_lost(readings: list[Reading]) -> None:
    assert [r.title for r in readings if r.missing or r.unplaced or r.doubled_ids] == []
    assert {rule for r in readings for rule in r.removed} <= REMOVING_RULES


def test_statutes_lose_no_character_and_no_article() -> None:
    readings = [read(title, text) for title, text in statutes(LAWS, every=53)]
    assert_nothing_is_lost(readings)
    assert len(readings) >= 60
    assert sum(bool(r.articles and r.gaps) for r in readings) <= 1


@pytest.mark.long
def test_all_statutes_lose_no_character_and_their_articles_run_on() -> None:
    readings = [read(title, text) for title, text in statutes(LAWS)]
    assert_nothing_is_lost(readings)
    numbered = [r for r in readings if r.articles]
    assert sum(not r.gaps for r in numbered) / len(numbered) >= 0.99
    seconds = sum(r.cpu_seconds for r in readings)
    assert sum(r.size_bytes for r in readings) / MEGABYTE / seconds * 60 >= 5
