"""Labelled pairs of real law texts: what the product finds between them, beside a comparison of texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.settings import KnowledgeSettings
from eval.conflicts import ConflictsReport, JudgedPair, LabelledPair, make_pairs, run_conflicts
from tests.support.drafts import policy

LAWS = Path(__file__).parents[2].parent / "shared" / "data" / "laws"


def judged(label: str, *found: str, also: frozenset[str] = frozenset()) -> JudgedPair:
    pair = LabelledPair(label, "hand", policy("甲"), policy("乙"), also)
    return JudgedPair(pair, frozenset(found), frozenset())


def test_figures_are_those_worked_out_by_hand() -> None:
    report = ConflictsReport(
        (
            judged("amount", "amount"),
            judged("amount"),
            judged("none", "amount"),
            judged("none", "duplicate", also=frozenset({"duplicate"})),
        )
    )
    assert report.figures("amount") == {"pairs": 2, "recall": 0.5, "precision": 0.5}
    assert report.figures("duplicate") == {"pairs": 0, "recall": 0.0, "precision": 1.0}
    assert len(report.to_json()["wrong"]) == 2  # type: ignore[arg-type]


@pytest.mark.skipif(not LAWS.is_dir(), reason="the law texts are not beside the repository")
def test_duplicates_supersession_and_amounts_are_found_among_real_texts() -> None:
    pairs = make_pairs(LAWS, 3)
    assert len(pairs) == 21
    assert pairs == make_pairs(LAWS, 3)
    report = run_conflicts(pairs, KnowledgeSettings())
    assert report.figures("duplicate")["recall"] == 1.0
    assert report.figures("supersession")["recall"] >= 0.95
    assert report.figures("supersession")["precision"] >= 0.95
    assert report.figures("amount")["recall"] >= 0.8
