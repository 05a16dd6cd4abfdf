"""The sample base, loaded once: departments, documents, curated questions and service items, indexed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.accounts.permissions import load_permissions
from api.accounts.repository import AccountRepository
from api.accounts.service import AccountService
from api.runtime import Runtime
from api.sample import load_sample
from core.clock import FixedClock
from core.logging import configure_logging
from core.settings import load_settings

SAMPLE_TODAY = datetime(2026, 11, 20, 2, 20, tzinfo=UTC)
"""The day for which the golden questions were written; 10:20 in Shanghai."""


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question with what a right answer holds.

    `file` is where the basis stands, `clause` its label, `page` its page where the basis is a scan.
    """

    id: str
    text: str
    outcome: str
    file: str | None
    clause: str | None
    keys: tuple[str, ...]
    also: tuple[str, ...]
    page: int | None


def golden_questions() -> list[GoldenQuestion]:
    """Return the questions shipped with the sample base."""
    lines = (resources.files("ingest") / "sample" / "questions.jsonl").read_text("utf-8").splitlines()
    return [_golden(line) for line in lines if line.strip()]


def _golden(line: str) -> GoldenQuestion:
    row = json.loads(line)
    wanted = row["expect"]
    return GoldenQuestion(
        row["id"],
        row["question"],
        wanted["outcome"],
        wanted["file"],
        wanted["clause"],
        tuple(wanted["keys"]),
        tuple(wanted.get("also", ())),
        wanted.get("page"),
    )


@contextmanager
def open_sample(folder: Path) -> Iterator[Runtime]:
    """Return a runtime over the loaded sample base, its clock standing on `SAMPLE_TODAY`; no thread runs."""
    configure_logging(level="error")
    runtime = Runtime(load_settings(data_dir=folder), FixedClock(SAMPLE_TODAY))
    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    runtime.accounts = AccountService(AccountRepository(), runtime.clock, load_permissions(), cheap)
    runtime.prepare()
    load_sample(runtime)
    runtime.indexer.open()
    try:
        yield runtime
    finally:
        runtime.stop()
