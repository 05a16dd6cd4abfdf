"""Keeping the pairs of a question log that was brought from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.messages import message
from knowledge.learning.errors import EmptyQuestionError
from knowledge.learning.question_log import LoggedQuestion, TargetFinder, Unresolved
from knowledge.learning.service import LearningService


@dataclass(frozen=True, slots=True)
class UnusedRow:
    """A row that was left out, and the sentence that says why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class LogReport:
    """What became of a log: pairs that are new, pairs that the base held already, and rows left out."""

    kept: int
    known: int
    unused: tuple[UnusedRow, ...]


def import_log(
    session: Session,
    learning: LearningService,
    rows: Sequence[LoggedQuestion],
    log_name: str,
    *,
    on_progress: Callable[[int, int], None] | None = None,
) -> LogReport:
    """Keep what a log confirms, in the caller's unit of work; `log_name` is noted as where the pairs come from."""
    finder, unused = TargetFinder(session), []
    before = learning.counts(session)
    used = 0
    for number, row in enumerate(rows, start=1):
        target = finder.find(row)
        if isinstance(target, Unresolved):
            reason = message(f"learning.log.{target.value}", document=row.document, clause=row.clause)
            unused.append(UnusedRow(row.line, reason))
            continue
        try:
            learning.import_pair(session, row.question, target, log_name)
            used += 1
        except EmptyQuestionError:
            unused.append(UnusedRow(row.line, message("learning.log.empty_question")))
        if on_progress is not None:
            on_progress(number, len(rows))
    after = learning.counts(session)
    kept = after.total - before.total
    return LogReport(kept, used - kept, tuple(unused))
