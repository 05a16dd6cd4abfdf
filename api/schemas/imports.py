"""Shapes of imports: runs, how far they are, what became of each file."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

RunStatusCode = Literal["running", "finished", "stopped"]
OutcomeCode = Literal["read", "unchanged", "skipped", "failed", "missing"]


class ImportCounts(BaseModel):
    read: int
    unchanged: int
    skipped: int
    failed: int
    missing: int


class ImportRow(BaseModel):
    """One run. `expected_count` grows while archives are opened; `remaining_seconds` is an estimate."""

    run_id: str
    status: RunStatusCode
    started_at: datetime
    finished_at: datetime | None
    actor_id: str
    roots: list[str]
    publish: bool
    done_count: int
    expected_count: int
    seconds: float
    remaining_seconds: float | None
    counts: ImportCounts
    can_resume: bool
    problem: str | None


class ImportList(BaseModel):
    total: int
    rows: list[ImportRow]


class ImportedFileOut(BaseModel):
    file_name: str
    outcome: OutcomeCode
    entry_ids: list[str]
    titles: list[str]
    reason: str | None
    clause_count: int
    passage_count: int
    finding_count: int
    losses: list[str]
    seconds: float


class ImportOut(BaseModel):
    """A run and one page of its files, failed ones first."""

    run: ImportRow
    file_total: int
    files: list[ImportedFileOut]


class ImportStarted(BaseModel):
    run_id: str
