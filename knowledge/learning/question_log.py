"""Question logs: files of questions and what answered them, brought from elsewhere: CSV with a header, JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.text import fold_for_comparison
from knowledge.drafts import read_relation
from knowledge.learning.errors import QuestionLogError
from knowledge.learning.types import PairTarget
from knowledge.tables import ClauseRow, VersionRow
from knowledge.types import EntryStatus, RelationKind

_LARGEST_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """A row: `document` is a title, a document number or an entry id; `clause` a label ("第六条"), an id, or empty."""

    line: int
    question: str
    document: str
    clause: str


class Unresolved(StrEnum):
    """Why a row leads to nothing in the published base; its text is `learning.log.` + value in the catalogue."""

    NO_ENTRY = "no_entry"
    AMBIGUOUS = "ambiguous"
    NO_CLAUSE = "no_clause"


@cache
def _columns() -> dict[str, str]:
    """Return which of question, document and clause each known column name stands for."""
    text = (resources.files("knowledge") / "lexicons" / "question_log_columns.json").read_text("utf-8")
    return {name: column for column, names in json.loads(text).items() for name in names}


def read_question_log(path: Path) -> list[LoggedQuestion]:
    """Return the rows of a log that have a question and a document. Raises QuestionLogError."""
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise QuestionLogError(path, "it is larger than 200 MB")
        content = path.read_bytes()
    except OSError as error:
        raise QuestionLogError(path, error.strerror or "it cannot be opened") from error
    text = _decoded(path, content)
    rows = _json_rows(path, text) if text.lstrip().startswith("{") else _csv_rows(path, text)
    return [row for row in rows if row.question and row.document]


def _decoded(path: Path, content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):  # what spreadsheets save as CSV in China is the latter
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise QuestionLogError(path, "it is neither UTF-8 nor GB18030")


def _json_rows(path: Path, text: str) -> Iterator[LoggedQuestion]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise QuestionLogError(path, f"line {number} is not JSON") from error
        if not isinstance(row, dict):
            raise QuestionLogError(path, f"line {number} is not a JSON object")
        yield _logged(number, row)


def _csv_rows(path: Path, text: str) -> Iterator[LoggedQuestion]:
    reader = csv.DictReader(io.StringIO(text))
    try:
        known = {_columns().get(name.strip().lower()) for name in reader.fieldnames or ()}
        if not {"question", "document"} <= known:
            raise QuestionLogError(path, "its header names no column for the question or for the entry")
        for row in reader:
            yield _logged(reader.line_num, {name: value for name, value in row.items() if name})
    except csv.Error as error:
        raise QuestionLogError(path, f"line {reader.line_num} is not CSV ({error})") from error


def _logged(line: int, row: Mapping[str, Any]) -> LoggedQuestion:
    found: dict[str, str] = {}
    for name, value in row.items():
        column = _columns().get(str(name).strip().lower())
        if column and value is not None and str(value).strip():
            found.setdefault(column, str(value).strip())
    return LoggedQuestion(line, found.get("question", ""), found.get("document", ""), found.get("clause", ""))


class TargetFinder:
    """Finds the published entry and clause that a log names. Looks every document up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[str, Sequence[tuple[str, int]]] = {}

    def find(self, row: LoggedQuestion) -> PairTarget | Unresolved:
        """Return what a row names, or why it is not found."""
        if row.document not in self._found:
            self._found[row.document] = self._published(row.document)
        found = self._found[row.document]
        if len(found) != 1:
            return Unresolved.AMBIGUOUS if found else Unresolved.NO_ENTRY
        entry_id, version = found[0]
        clause_id = self._clause(entry_id, version, row.clause) if row.clause else ""
        return Unresolved.NO_CLAUSE if clause_id is None else PairTarget(entry_id, clause_id)

    def cited(self, citation: str) -> PairTarget | None:
        """Return what a citation as written (《title》（number）第六条) stands for; for an unknown clause the entry."""
        read = read_relation(RelationKind.BASED_ON, citation)
        documents = [name for name in (read.target_document_number, read.target_title) if name]
        tries = [(name, clause) for name in documents for clause in dict.fromkeys((read.scope or "", ""))]
        found = (self.find(LoggedQuestion(0, "", name, clause)) for name, clause in tries)
        return next((target for target in found if isinstance(target, PairTarget)), None)

    def _published(self, document: str) -> Sequence[tuple[str, int]]:
        named = or_(
            VersionRow.entry_id == document,
            VersionRow.document_number == document,
            VersionRow.title_folded == fold_for_comparison(document.strip("《》")),
        )
        rows = self._session.execute(
            select(VersionRow.entry_id, VersionRow.version)
            .where(named, VersionRow.status == EntryStatus.PUBLISHED.value)
            .limit(2)
        )
        return [(entry_id, version) for entry_id, version in rows]

    def _clause(self, entry_id: str, version: int, named: str) -> str | None:
        return self._session.scalar(
            select(ClauseRow.clause_id)
            .where(
                ClauseRow.entry_id == entry_id,
                ClauseRow.version == version,
                or_(ClauseRow.label == named, ClauseRow.clause_id == named),
            )
            .order_by(ClauseRow.position)
            .limit(1)
        )
