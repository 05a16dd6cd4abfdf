"""All queries over golden questions and their runs, returning domain types. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from eval.golden.errors import GoldenQuestionNotFoundError, GoldenRunNotFoundError, StaleGoldenQuestionError
from eval.golden.tables import GoldenQuestionRow, GoldenResultRow, GoldenRunRow
from eval.golden.types import (
    Expectation,
    GoldenAnswer,
    GoldenOrigin,
    GoldenQuestion,
    GoldenResult,
    GoldenRun,
    Override,
)
from knowledge.tables import VersionRow
from knowledge.types import EntryStatus

_question = TypeAdapter(GoldenQuestion)
_answer = TypeAdapter(GoldenAnswer)
_GOVERNED = (EntryStatus.PUBLISHED, EntryStatus.SUPERSEDED, EntryStatus.EXPIRED, EntryStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenFilter:
    """Which golden questions a list shows; None means any. `text` is looked for in questions and titles."""

    active: bool | None = None
    entry_id: str | None = None
    text: str = ""
    offset: int = 0
    limit: int = 50


class GoldenRepository:
    """Reads and writes inside the caller's session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # -- questions ---------------------------------------------------------------------------------------------

    def page(self, wanted: GoldenFilter) -> tuple[int, list[GoldenQuestion]]:
        """Return how many match and one page of them: the latest change first."""
        conditions = _conditions(wanted)
        total = self._session.scalar(select(func.count()).select_from(GoldenQuestionRow).where(*conditions)) or 0
        rows = self._session.scalars(
            select(GoldenQuestionRow)
            .where(*conditions)
            .order_by(GoldenQuestionRow.updated_at.desc(), GoldenQuestionRow.id)
            .offset(wanted.offset)
            .limit(wanted.limit)
        )
        return total, [_to_question(row) for row in rows]

    def active(self) -> list[GoldenQuestion]:
        """Return every question that counts, oldest first."""
        rows = self._session.scalars(
            select(GoldenQuestionRow).where(GoldenQuestionRow.is_active).order_by(GoldenQuestionRow.id)
        )
        return [_to_question(row) for row in rows]

    def get(self, question_id: str) -> GoldenQuestion:
        """Return one question. Raises GoldenQuestionNotFoundError."""
        return _to_question(self._row(question_id))

    def find(self, question_key: str) -> GoldenQuestion | None:
        row = self._session.scalar(select(GoldenQuestionRow).where(GoldenQuestionRow.question_key == question_key))
        return _to_question(row) if row else None

    def add(self, question: GoldenQuestion, question_key: str) -> None:
        created = {"question_key": question_key, "created_at": question.updated_at}
        self._session.add(GoldenQuestionRow(**_columns(question), **created))
        self._session.flush()

    def replace(self, question: GoldenQuestion, question_key: str, *, lock: int) -> None:
        """Store a question anew. Raises StaleGoldenQuestionError when `lock` is not the stored one."""
        changed = self._session.execute(
            update(GoldenQuestionRow)
            .where(GoldenQuestionRow.id == question.id, GoldenQuestionRow.lock == lock)
            .values(**_columns(question), question_key=question_key)
        )
        if changed.rowcount != 1:  # type: ignore[attr-defined]
            raise StaleGoldenQuestionError(question.id)
        self._session.expire_all()

    # -- runs --------------------------------------------------------------------------------------------------

    def keep(self, run: GoldenRun) -> None:
        """Store a run with its results."""
        self._session.add(
            GoldenRunRow(
                id=run.id, entry_id=run.entry_id, version=run.version, state=run.state, started_by=run.started_by,
                started_at=run.started_at, finished_at=run.finished_at,
            )
        )  # fmt: skip
        self._session.flush()
        for position, result in enumerate(run.results):
            self._session.add(
                GoldenResultRow(
                    run_id=run.id, position=position, day=result.day,
                    question=_question.dump_python(result.question, mode="json"),
                    before=_answer.dump_python(result.before, mode="json"),
                    after=_answer.dump_python(result.after, mode="json"),
                )
            )  # fmt: skip
        self._session.flush()

    def override(self, run_id: str, override: Override) -> None:
        self._session.execute(
            update(GoldenRunRow)
            .where(GoldenRunRow.id == run_id)
            .values(
                overridden_by=override.by, overridden_by_name=override.by_name, overridden_at=override.at,
                override_reason=override.reason,
            )
        )  # fmt: skip
        self._session.expire_all()

    def newest_run(self, entry_id: str, version: int) -> GoldenRun:
        """Return the latest run of a version. Raises GoldenRunNotFoundError."""
        run = self.last_run(entry_id, version)
        if run is None:
            raise GoldenRunNotFoundError(entry_id, version)
        return run

    def last_run(self, entry_id: str, version: int) -> GoldenRun | None:
        """Return the latest run of a version, None when there is none."""
        row = self._session.scalar(
            select(GoldenRunRow)
            .where(GoldenRunRow.entry_id == entry_id, GoldenRunRow.version == version)
            .order_by(GoldenRunRow.started_at.desc(), GoldenRunRow.id.desc())
            .limit(1)
        )
        if row is None:
            return None
        results = self._session.scalars(
            select(GoldenResultRow).where(GoldenResultRow.run_id == row.id).order_by(GoldenResultRow.position)
        )
        return _to_run(row, [_to_result(result) for result in results])

    # -- the base ----------------------------------------------------------------------------------------------

    def state(self, entry_id: str, version: int) -> tuple[object, ...]:
        """Return what of the base golden answers depend on: what has governed, the version tried, the questions."""
        governed = self._session.execute(
            select(func.count(), func.max(VersionRow.updated_at)).where(
                VersionRow.status.in_([s.value for s in _GOVERNED])
            )
        ).one()
        content = self._session.execute(
            select(VersionRow.content_hash, VersionRow.updated_at).where(
                VersionRow.entry_id == entry_id, VersionRow.version == version
            )
        ).one_or_none()
        questions = self._session.execute(
            select(GoldenQuestionRow.id, GoldenQuestionRow.lock)
            .where(GoldenQuestionRow.is_active)
            .order_by(GoldenQuestionRow.id)
        )
        return tuple(governed), tuple(content or ()), tuple(map(tuple, questions))

    def _row(self, question_id: str) -> GoldenQuestionRow:
        row = self._session.get(GoldenQuestionRow, question_id, populate_existing=True)
        if row is None:
            raise GoldenQuestionNotFoundError(question_id)
        return row


def _conditions(wanted: GoldenFilter) -> list[Any]:
    row = GoldenQuestionRow
    conditions: list[Any] = []
    if wanted.active is not None:
        conditions.append(row.is_active.is_(wanted.active))
    if wanted.entry_id is not None:
        conditions.append(row.entry_id == wanted.entry_id)
    if wanted.text:
        conditions.append(
            row.question.contains(wanted.text, autoescape=True) | row.title.contains(wanted.text, autoescape=True)
        )
    return conditions


_COLUMNS = (
    "id", "question", "entry_id", "title", "clause_id", "clause_label", "clause_version", "region_code", "as_of",
    "note", "origin_id", "is_active", "created_by", "updated_at", "lock",
)  # fmt: skip


def _columns(question: GoldenQuestion) -> dict[str, Any]:
    values = {name: getattr(question, name) for name in _COLUMNS}
    return values | {"expects": question.expects.value, "origin": question.origin.value}


def _to_question(row: GoldenQuestionRow) -> GoldenQuestion:
    values = {name: getattr(row, name) for name in _COLUMNS}
    return GoldenQuestion(**values, expects=Expectation(row.expects), origin=GoldenOrigin(row.origin))


def _to_result(row: GoldenResultRow) -> GoldenResult:
    question = _question.validate_python(row.question)
    return GoldenResult(question, row.day, _answer.validate_python(row.before), _answer.validate_python(row.after))


def _to_run(row: GoldenRunRow, results: Sequence[GoldenResult]) -> GoldenRun:
    return GoldenRun(
        id=row.id,
        entry_id=row.entry_id,
        version=row.version,
        state=row.state,
        started_by=row.started_by,
        started_at=row.started_at,
        finished_at=row.finished_at,
        results=tuple(results),
        override=_to_override(row),
    )


def _to_override(row: GoldenRunRow) -> Override | None:
    at: datetime | None = row.overridden_at
    if at is None:
        return None
    return Override(row.overridden_by or "", row.overridden_by_name or "", at, row.override_reason or "")
