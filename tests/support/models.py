"""Model versions made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from knowledge.learning.registry import ModelManifest


def manifest(**changes: Any) -> ModelManifest:
    """Return what a training would say of a version; `keep` fills in its number and files."""
    given = ModelManifest(
        number=0,
        made_at=datetime(2026, 11, 20, tzinfo=UTC),
        parent=0,
        parts=(),
        trained_from={"pairs": 40},
        settings={"seed": 13},
        figures={"before": {"hit@1": 0.4}, "after": {"hit@1": 0.5}},
    )
    return replace(given, **changes)
