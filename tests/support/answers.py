"""Citations, passages and hits made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from assistant.types import Citation, Draft, Question
from knowledge.types import EntryKind, EntryStatus, Passage, SearchHit, Visibility

ASKED_AT = datetime(2026, 11, 20, 2, 20, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def citation(marker: int, **changes: Any) -> Citation:
    given = Citation(
        marker=marker,
        document_id="pol_1",
        version=1,
        title="贷款贴息办法",
        document_number=None,
        issuing_bodies=(),
        clause_id=f"t{marker}",
        clause_label="第六条",
        quote="按百分之五十贴息",
        start=0,
        end=8,
        status="published",
        effective_from=None,
        effective_to=None,
    )
    return replace(given, **changes)


def passage(number: int = 0, text: str = "按百分之五十贴息。", **changes: Any) -> Passage:
    given = Passage(
        id=f"pol_{number}.1.0",
        entry_id=f"pol_{number}",
        version=1,
        kind=EntryKind.POLICY_DOCUMENT,
        clause_id="t1",
        clause_label="第一条",
        context="",
        text=text,
        start=0,
        end=len(text),
        quotable=True,
        title=f"办法{number}",
        document_number=None,
        issuing_bodies=(),
        authority=None,
        status=EntryStatus.PUBLISHED,
        visibility=Visibility.PUBLIC,
        region_code=None,
        effective_from=date(2025, 1, 1),
        in_force_until=None,
        effective_to=None,
    )
    return replace(given, **changes)


def hit(number: int = 0, score: float = 1.0, **changes: Any) -> SearchHit:
    return SearchHit(passage(number, **changes), score, {"bm25": 5.0, "cosine": 0.5, "bm25_share": 1.0})


def draft(text: str = "贴息多少", **changes: Any) -> Draft:
    question = changes.pop("question", None) or Question(text=text, as_of=TODAY, asked_at=ASKED_AT)
    return Draft(question=question, text=text, **changes)
