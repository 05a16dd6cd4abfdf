"""The text of a version before cleaning: stored beside it, read only when somebody wants to see the original."""

from __future__ import annotations

from dataclasses import astuple

from sqlalchemy import insert
from sqlalchemy.orm import Session

from knowledge.tables import ExtractionRow
from knowledge.types import Extraction, TextEdit


def store_extraction(session: Session, entry_id: str, version: int, extraction: Extraction) -> None:
    """Keep what a reader extracted for a version."""
    edits = [list(astuple(edit)) for edit in extraction.edits]
    session.execute(insert(ExtractionRow).values(entry_id=entry_id, version=version, text=extraction.text, edits=edits))


def load_extraction(session: Session, entry_id: str, version: int) -> Extraction | None:
    """Return what a reader extracted for a version; None when it was written by a person."""
    row = session.get(ExtractionRow, (entry_id, version))
    return None if row is None else Extraction(row.text, tuple(TextEdit(*edit) for edit in row.edits))
